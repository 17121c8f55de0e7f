import { chmod, copyFile, mkdir, readdir, readFile, stat, utimes, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { deflateSync, inflateSync } from "node:zlib"
import { expect, it } from "vitest"
import { moveManifestsIn } from "../../lib/mix/manifest-files.ts"
import { tempDir } from "../support/app.ts"
import { binary, encodeAny } from "../support/terms.ts"

/** The manifest of one of the apps of an umbrella, compiled in /srv/build, and the same after Erlang has moved it to /app. */
const fixtures = join(import.meta.dirname, "../fixtures/manifests")

/** A build folder with the manifest of the app `one`, which was made at some time. */
async function built(bytes: Uint8Array): Promise<{ readonly folder: string; readonly file: string }> {
  const folder = join(await tempDir("build"), "prod")
  const file = join(folder, "lib/one/.mix/compile.elixir")
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, bytes)
  await chmod(file, 0o640)
  await utimes(file, 1_700_000_000.75, 1_700_000_000.75)
  return { folder, file }
}

/** What the bytes of a manifest say after its version. */
function unpacked(bytes: Buffer): Buffer {
  expect([...bytes.subarray(0, 2)]).toEqual([131, 80])
  const term = inflateSync(bytes.subarray(6))
  expect(bytes.readUInt32BE(2)).toBe(term.length)
  return term
}

function plain(text: string): Buffer {
  return Buffer.concat([Buffer.from([131]), encodeAny(binary(text))])
}

it.each(["1.14", "1.18.3"])(
  "makes of a manifest of Elixir %s what Erlang itself makes of it, and back",
  async (version) => {
    const original = await readFile(join(fixtures, `elixir-${version}-built`))
    const { folder, file } = await built(original)
    expect(await moveManifestsIn(folder, "/srv/build", "/app")).toEqual({ found: 1, failures: [] })
    const moved = unpacked(await readFile(file))
    expect(moved.equals(unpacked(await readFile(join(fixtures, `elixir-${version}-moved`))))).toBe(true)
    expect(moved.equals(unpacked(original))).toBe(false)
    await moveManifestsIn(folder, "/app", "/srv/build")
    expect(unpacked(await readFile(file)).equals(unpacked(original))).toBe(true)
  },
)

it("keeps a file's mode, and its time to the second, and leaves nothing beside it", async () => {
  const { folder, file } = await built(plain("/srv/build"))
  await moveManifestsIn(folder, "/srv/build", "/app")
  const { mode, mtimeMs } = await stat(file)
  expect([mode & 0o777, mtimeMs]).toEqual([0o640, 1_700_000_000_000])
  expect(await readdir(dirname(file))).toEqual(["compile.elixir"])
})

it("compresses a manifest when that makes it shorter, as Mix does", async () => {
  const { folder, file } = await built(plain("/srv/build"))
  await moveManifestsIn(folder, "/srv/build", "/app")
  expect(await readFile(file)).toEqual(plain("/app"))
  const long = `/${"a".repeat(1000)}`
  await moveManifestsIn(folder, "/app", long)
  const bytes = await readFile(file)
  expect(bytes.length).toBeLessThan(100)
  expect(unpacked(bytes)).toEqual(encodeAny(binary(long)))
})

it("does not write what has nothing to change", async () => {
  const { folder, file } = await built(plain("/srv/other"))
  const { ino, mtimeMs } = await stat(file)
  expect(await moveManifestsIn(folder, "/srv/build", "/app")).toEqual({ found: 1, failures: [] })
  expect(await stat(file)).toMatchObject({ ino, mtimeMs })
})

it("changes what Mix has noted about Elixir alone, in each app, and counts all its notes", async () => {
  const { folder, file } = await built(plain("/srv/build"))
  const others = ["lib/one/.mix/compile.erlang", "lib/one/.mix/mix.lock", "lib/two/.mix/compile.elixir"]
  await mkdir(join(folder, "lib/two/.mix"), { recursive: true })
  for (const other of others) await copyFile(file, join(folder, other))
  expect(await moveManifestsIn(folder, "/srv/build", "/app")).toEqual({ found: 3, failures: [] })
  const texts = await Promise.all([file, ...others.map((other) => join(folder, other))].map((path) => readFile(path)))
  expect(texts.map((bytes) => bytes.subarray(6).toString())).toEqual(["/app", "/srv/build", "/srv/build", "/app"])
})

it("finds nothing where nothing was built", async () => {
  expect(await moveManifestsIn(await tempDir(), "/srv/build", "/app")).toEqual({ found: 0, failures: [] })
})

const folderTerm = encodeAny(binary("/srv/build"))
const packed = deflateSync(folderTerm)

it.each([
  ["a text", Buffer.from("/srv/build"), "it is no term of Erlang"],
  ["nothing", Buffer.alloc(0), "it is no term of Erlang"],
  [
    "a term of an unknown kind",
    Buffer.from([131, 104, 2, ...folderTerm, 200]),
    "it holds a term of the unknown kind 200",
  ],
  ["two terms", Buffer.from([131, ...folderTerm, 106]), "more comes after the term"],
  ["another size", Buffer.from([131, 80, 0, 0, 0, 9, ...packed]), "it has 15 bytes and should have 9"],
  ["less than was compressed", Buffer.from([131, 80, 0, 0, 0, 15, ...packed.subarray(0, 9)]), "unexpected end of file"],
])("leaves a file as it is that is %s, and says so, and changes the others", async (_, bytes, why) => {
  const { folder, file } = await built(bytes)
  const good = join(folder, "lib/two/.mix/compile.elixir")
  await mkdir(dirname(good), { recursive: true })
  await writeFile(good, plain("/srv/build"))
  expect(await moveManifestsIn(folder, "/srv/build", "/app")).toEqual({ found: 2, failures: [{ file, why }] })
  expect(await readFile(file)).toEqual(bytes)
  expect(await readFile(good)).toEqual(plain("/app"))
})
