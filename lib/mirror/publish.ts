import { copyFile } from "node:fs/promises"
import { basename } from "node:path"
import type { Digest } from "../core/runtime.ts"
import { digestFile } from "../io/files.ts"
import { type InstallRow, installPath, installsIndexes, type MixTool } from "../versions/hex-index.ts"
import { buildLine, mergeBuilds } from "./builds-list.ts"
import { type Entry, editIndex, place } from "./folder.ts"
import { mergeInstalls } from "./installs-list.ts"
import { mergeReleases, mergeShasums, type NodeRelease, parseReleases, renderReleases } from "./node-index.ts"

/** An OTP or Elixir build that was made here. */
export interface MadeBuild {
  /** Of the mirror: `builds/elixir`. */
  readonly folder: string
  readonly refs: readonly string[]
  readonly extension: ".tar.gz" | ".zip"
  readonly date: Date
}

/** Puts a build into the mirror under all its refs, and lists it. */
export async function publishBuild(dir: string, file: string, build: MadeBuild): Promise<readonly Entry[]> {
  const index = `${build.folder}/builds.txt`
  const digest = await digestOf(file, "sha256")
  const entries: Entry[] = []
  for (const ref of build.refs) {
    const path = `${build.folder}/${ref}${build.extension}`
    await placeCopy(file, dir, path)
    entries.push({ path, index, digest })
  }
  const lines = build.refs.map((ref) => buildLine({ ref, date: build.date, sha256: digest.hex }))
  await editIndex(dir, index, (text) => mergeBuilds(text, lines))
  return entries
}

/** Puts Hex or rebar3 into the mirror in the formats of older and newer Elixirs. */
export async function publishInstall(
  dir: string,
  file: string,
  tool: MixTool,
  made: Required<Omit<InstallRow, "sha512">>,
): Promise<readonly Entry[]> {
  const digest = await digestOf(file, "sha512")
  const { version, elixir, otp } = made
  const plain: InstallRow = { version, elixir, sha512: digest.hex }
  const lists = [
    { index: `installs/${installsIndexes[tool].plain}`, row: plain },
    { index: `installs/${installsIndexes[tool].byOtp}`, row: { ...plain, otp } },
  ]
  const entries: Entry[] = []
  for (const { index, row } of lists) {
    const path = `installs/${installPath(tool, row)}`
    await placeCopy(file, dir, path)
    await editIndex(dir, index, (text) => mergeInstalls(text, [row]))
    entries.push({ path, index, digest })
  }
  return entries
}

/** Moves a Node tarball into the mirror and lists it. `release.files` names the one platform that it is for. */
export async function publishNode(dir: string, file: string, release: NodeRelease): Promise<Entry> {
  const path = `dist/${release.version}/${basename(file)}`
  const index = `dist/${release.version}/SHASUMS256.txt`
  const digest = await digestOf(file, "sha256")
  await place(file, dir, path)
  await editIndex(dir, index, (text) => mergeShasums(text, basename(file), digest.hex))
  await listRelease(dir, release)
  return { path, index, digest }
}

/** Adds a release to `dist/index.json`. */
export async function listRelease(dir: string, release: NodeRelease): Promise<void> {
  const index = "dist/index.json"
  await editIndex(dir, index, (text) =>
    renderReleases(mergeReleases(text === "" ? [] : parseReleases(text, `${dir}/${index}`), release)),
  )
}

async function digestOf(file: string, algorithm: Digest["algorithm"]): Promise<Digest> {
  return { algorithm, hex: await digestFile(file, algorithm) }
}

// One file under several names: a mirror may end on a disk or server without links.
async function placeCopy(file: string, dir: string, path: string): Promise<void> {
  const copy = `${file}.copy`
  await copyFile(file, copy)
  await place(copy, dir, path)
}
