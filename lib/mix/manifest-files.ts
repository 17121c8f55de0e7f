import { readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { deflate, inflate } from "node:zlib"
import { messageOf } from "../core/cause.ts"
import { temporaryBeside } from "../io/files.ts"
import { eachOf } from "../io/workers.ts"
import { COMPRESSED, VERSION } from "./erlang-bytes.ts"
import { movedTerm } from "./moved-term.ts"

/** What has become of manifests. */
export interface MovedManifests {
  /** How many notes of Mix's compilers there are, of whatever kind. */
  readonly found: number
  /** Those that are as they were because of something unexpected, and why. */
  readonly failures: readonly { readonly file: string; readonly why: string }[]
}

/**
 * Changes the folder `from` to `to` in what Mix's compiler has noted below `buildFolder`, such as `APP/_build/prod`. A file
 * that is not understood, or cannot be written, stays as it is.
 */
export async function moveManifestsIn(buildFolder: string, from: string, to: string): Promise<MovedManifests> {
  const files = await manifestsIn(buildFolder)
  const failures: MovedManifests["failures"][number][] = []
  // Its other compilers, such as the one for Erlang, compile nothing again elsewhere.
  const ofElixir = files.filter((file) => file.endsWith("/compile.elixir"))
  await eachOf(ofElixir, async (file) => {
    await moveManifest(file, from, to).catch((cause: unknown) => failures.push({ file, why: messageOf(cause) }))
  })
  return { found: files.length, failures: failures.toSorted((a, b) => (a.file < b.file ? -1 : 1)) }
}

async function manifestsIn(buildFolder: string): Promise<readonly string[]> {
  const libs = join(buildFolder, "lib")
  const folders = (await namesIn(libs)).map((name) => join(libs, name, ".mix"))
  const files = folders.map(async (folder) =>
    (await namesIn(folder)).filter((name) => name.startsWith("compile.")).map((name) => join(folder, name)),
  )
  return (await Promise.all(files)).flat()
}

/** None for what is no folder. */
async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).then(
    (names) => names.toSorted(),
    () => [],
  )
}

async function moveManifest(file: string, from: string, to: string): Promise<void> {
  const moved = movedTerm(await unpacked(await readFile(file)), from, to)
  if (moved === undefined) return
  const { mode, mtimeNs } = await stat(file, { bigint: true })
  // Mix compares times in whole seconds.
  const seconds = Number(mtimeNs / 1_000_000_000n)
  const beside = temporaryBeside(file)
  try {
    await writeFile(beside, await packed(moved), { mode: Number(mode) & 0o777, flag: "wx" })
    await utimes(beside, seconds, seconds)
    await rename(beside, file)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}

/** A term's bytes after that of its version. */
async function unpacked(bytes: Buffer): Promise<Buffer> {
  if (bytes[0] !== VERSION) throw new Error("it is no term of Erlang")
  if (bytes[1] !== COMPRESSED) return bytes.subarray(1)
  const size = bytes.readUInt32BE(2)
  const term = await promisify(inflate)(bytes.subarray(6))
  if (term.length !== size) throw new Error(`it has ${term.length} bytes and should have ${size}`)
  return term
}

/** As `term_to_binary` does: compressed, unless that makes it longer. */
async function packed(term: Buffer): Promise<Buffer> {
  const compressed = await promisify(deflate)(term)
  if (compressed.length + 5 > term.length) return Buffer.concat([Buffer.from([VERSION]), term])
  const head = Buffer.from([VERSION, COMPRESSED, 0, 0, 0, 0])
  head.writeUInt32BE(term.length, 2)
  return Buffer.concat([head, compressed])
}
