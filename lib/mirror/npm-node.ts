import { chmod, mkdir, symlink } from "node:fs/promises"
import { basename, join } from "node:path"
import { z } from "zod"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { lastWords } from "../io/ending.ts"
import { packTar } from "../io/pack.ts"
import { run } from "../io/run.ts"
import { nodeArch } from "../versions/node-index.ts"
import { pinnedNode } from "./node-lock.ts"
import type { PartContext } from "./part.ts"
import { publishNode } from "./publish.ts"
import { isMade, writeStamp } from "./stamp.ts"

// The long-term support name of the pinned Node's line, and the line of npm that it comes with.
const line = { lts: "Krypton", npm: "11" } as const

/**
 * Puts the Node that we pin for ourselves into the mirror, in the layout of nodejs.org and from the user's npm registry:
 * it is for apps and for trees that come without Node. A mirror that has it keeps it. Throws `mirror/no-npm` and
 * `mirror/npm-failed`.
 */
export async function mirrorNode(context: PartContext): Promise<void> {
  const platform = `linux-${nodeArch[context.target.arch]}`
  const version = await pinnedNode(context.root, platform)
  const specs = [`node-${platform}@${version}`, `npm@${line.npm}`] as const
  if (await isMade(context.dir, `npm-${platform}`, specs)) {
    context.output({ kind: "detail", text: "Node is there already" })
    return
  }
  const [node, npm] = await Promise.all([fetchPackage(specs[0], context), fetchPackage(specs[1], context)])
  const name = `node-v${node.version}-${platform}`
  const file = join(context.work, `${name}.tar.gz`)
  await packTar(await assemble(node, npm, context), file, { prefix: name })
  const entry = await publishNode(context.dir, file, {
    version: `v${node.version}`,
    date: new Date().toISOString().slice(0, 10),
    files: [platform],
    npm: npm.version,
    lts: line.lts,
    security: false,
  })
  context.output({ kind: "detail", text: `Node ${node.version} with npm ${npm.version}` })
  await writeStamp(context.dir, `npm-${platform}`, { from: [...specs], entries: [entry] })
}

/** A package as npm fetched it. */
interface Fetched {
  readonly version: string
  readonly file: string
}

const packedSchema = z.tuple([z.object({ version: z.string(), filename: z.string() })])

// npm has checked the bytes against the registry's digest.
async function fetchPackage(spec: string, { work, env, signal }: PartContext): Promise<Fetched> {
  const args = ["pack", spec, "--json", "--ignore-scripts", "--loglevel=error"]
  const result = await run("npm", args, { cwd: work, env, signal })
  if (result.exitCode === 127) throw noNpm()
  if (result.exitCode !== 0) throw npmFailed(spec, result.lines)
  const [{ version, filename }] = packedSchema.parse(JSON.parse(result.stdout))
  return { version, file: join(work, filename) }
}

async function assemble(node: Fetched, npm: Fetched, context: PartContext): Promise<string> {
  const root = join(context.work, "tree")
  const library = join(root, "lib/node_modules/npm")
  await mkdir(library, { recursive: true })
  await mkdir(join(root, "bin"))
  await Promise.all([
    extract(node, root, ["package/bin/node", "package/LICENSE"], context),
    extract(npm, library, ["package"], context),
  ])
  await chmod(join(root, "bin/node"), 0o755)
  for (const command of ["npm", "npx"]) {
    await chmod(join(library, `bin/${command}-cli.js`), 0o755)
    await symlink(`../lib/node_modules/npm/bin/${command}-cli.js`, join(root, "bin", command))
  }
  return root
}

// By tar, which dpkg cannot do without: it takes two files out of the 2,800 of Node's package.
async function extract(
  { file }: Fetched,
  into: string,
  members: readonly string[],
  context: PartContext,
): Promise<void> {
  const args = ["-xzf", file, "-C", into, "--strip-components=1", "--no-same-owner", ...members]
  const result = await run("tar", args, { cwd: context.work, env: context.env, signal: context.signal })
  if (result.exitCode !== 0) throw unpackFailed(basename(file), result.lines)
}

function noNpm(): BuildpackError {
  return new BuildpackError("mirror/no-npm", "There is no npm on this machine", {
    help: prose`
      Node comes from the npm registry, through the npm on PATH. Install Node and npm, or make the mirror from
      upstream: leave out --from-apt.
    `,
  })
}

function npmFailed(spec: string, lines: readonly string[]): BuildpackError {
  return new BuildpackError("mirror/npm-failed", `npm could not fetch ${spec}`, {
    help: prose`
      It said:

          ${lastWords(lines)}

      If that is about the network, see whether npm reaches its registry: npm ping
    `,
  })
}

function unpackFailed(file: string, lines: readonly string[]): BuildpackError {
  return new BuildpackError("mirror/unpack-failed", `tar could not unpack ${file}`, {
    help: prose`
      It said:

          ${lastWords(lines)}

      npm fetched the file and verified it, so this machine is at fault: see whether its disk is full.
    `,
  })
}
