import { posix } from "node:path"
import type { RuntimeName } from "../core/runtime.ts"
import { readText } from "../io/download.ts"
import { buildRef } from "../versions/builds-txt.ts"
import { installPath, installsIndexes, type MixTool, parseInstalls } from "../versions/hex-index.ts"
import { nodeArch } from "../versions/node-index.ts"
import { mergeBuilds } from "./builds-list.ts"
import { editIndex } from "./folder.ts"
import { mergeInstalls } from "./installs-list.ts"
import { mergeShasums, parseReleases } from "./node-index.ts"
import type { PartContext } from "./part.ts"
import { listRelease } from "./publish.ts"

/** A file of upstream that was copied to the same path in the mirror. */
interface Copied {
  /** URL without a slash at the end. */
  readonly origin: string
  readonly path: string
  /** Its digest as upstream lists it, in hex. */
  readonly sha: string
}

type Lister = (copied: Copied, context: PartContext) => Promise<void>

/** For each runtime: takes over what upstream's index says about the file. */
export const listFromUpstream: Readonly<Record<RuntimeName, Lister>> = {
  erlang: listBuild,
  elixir: listBuild,
  hex: (copied, context) => listInstall("hex", copied, context),
  rebar3: (copied, context) => listInstall("rebar3", copied, context),
  node: listNode,
}

async function listBuild({ origin, path, sha }: Copied, context: PartContext): Promise<void> {
  const index = posix.join(posix.dirname(path), "builds.txt")
  const ref = buildRef(path)
  const text = await readText(`${origin}/${index}`, context)
  const lines = text.split("\n").flatMap((line) => withDigest(line, ref, sha) ?? [])
  await editIndex(context.dir, index, (mine) => mergeBuilds(mine, lines))
}

/** The line of a build with this digest. One that upstream lists without gets that of the file which was copied. */
function withDigest(line: string, ref: string, sha: string): string | undefined {
  const [first, commit, date, digest = sha] = line.trim().split(/\s+/)
  return first === ref && digest === sha ? [first, commit, date, digest].join(" ") : undefined
}

async function listInstall(tool: MixTool, { origin, path }: Copied, context: PartContext): Promise<void> {
  const index = `installs/${installsIndexes[tool][/-otp-\d+(\.ez)?$/.test(path) ? "byOtp" : "plain"]}`
  const rows = parseInstalls(await readText(`${origin}/${index}`, context))
  const own = rows.filter((row) => `installs/${installPath(tool, row)}` === path)
  await editIndex(context.dir, index, (mine) => mergeInstalls(mine, own))
}

async function listNode({ origin, path, sha }: Copied, context: PartContext): Promise<void> {
  const folder = posix.dirname(path)
  const platform = `linux-${nodeArch[context.target.arch]}`
  const source = `${origin}/dist/index.json`
  const releases = parseReleases(await readText(source, context), source)
  await editIndex(context.dir, `${folder}/SHASUMS256.txt`, (mine) => mergeShasums(mine, posix.basename(path), sha))
  for (const release of releases.filter(({ version }) => version === posix.basename(folder))) {
    await listRelease(context.dir, { ...release, files: [platform] })
  }
}
