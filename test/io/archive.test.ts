import { execFileSync } from "node:child_process"
import { mkdir, readdir, readFile, readlink, realpath, stat } from "node:fs/promises"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { expect, it } from "vitest"
import { unpack } from "../../lib/io/archive.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { archived, type Entry, tarOf, zipOf } from "../support/archives.ts"
import { failure } from "../support/failure.ts"

const RUNTIME: readonly Entry[] = [
  { path: "OTP-27.0/", type: "Directory", mode: 0o755 },
  { path: "OTP-27.0/bin/erl", content: "#!/bin/sh\n", mode: 0o755 },
  { path: "OTP-27.0/bin/start", type: "SymbolicLink", linkpath: "erl" },
  { path: "OTP-27.0/lib/kernel.app", content: "{application, kernel}" },
  { path: "OTP-27.0/bin/kernel", type: "SymbolicLink", linkpath: "../lib/kernel.app" },
  { path: "OTP-27.0/bin/again", type: "SymbolicLink", linkpath: "start" },
]

function xz(content: Buffer): Buffer {
  return execFileSync("xz", ["-c"], { input: content })
}

it.each<{ name: string; content: () => Buffer | Promise<Buffer> }>([
  { name: "otp.tar", content: () => tarOf(RUNTIME) },
  { name: "otp.tar.gz", content: () => gzipSync(tarOf(RUNTIME)) },
  { name: "otp.tar.xz", content: () => xz(tarOf(RUNTIME)) },
  { name: "otp.zip", content: () => zipOf(RUNTIME.filter((entry) => entry.type !== "Directory") as never) },
  { name: "without-extension", content: () => gzipSync(tarOf(RUNTIME)) },
])("unpacks $name with modes, times and links", async ({ name, content }) => {
  const { dir, file, into } = await archived(name, await content())
  await unpack(file, into, { strip: 1 })
  expect((await readdir(into, { recursive: true })).sort()).toEqual([
    "bin",
    "bin/again",
    "bin/erl",
    "bin/kernel",
    "bin/start",
    "lib",
    "lib/kernel.app",
  ])
  expect((await stat(join(into, "bin/erl"))).mode & 0o777).toBe(0o755)
  expect((await stat(join(into, "lib/kernel.app"))).mode & 0o777).toBe(0o644)
  expect((await stat(join(into, "bin/erl"))).mtimeMs).toBe(1_700_000_000_000)
  expect((await stat(join(into, "bin/erl"))).uid).toBe(process.getuid?.())
  expect(await readlink(join(into, "bin/kernel"))).toBe("../lib/kernel.app")
  expect(await readFile(join(into, "bin/kernel"), "utf8")).toBe("{application, kernel}")
  expect(await realpath(join(into, "bin/again"))).toBe(await realpath(join(into, "bin/erl")))
  expect(await readdir(join(dir, "layers"))).toEqual(["otp"])
})

it("takes what zip and tar of the system make", async () => {
  const dir = await writeFiles(await tempDir(), { "from/bin/elixir": "#!/bin/sh\n", "from/lib/größe.txt": "text" })
  execFileSync("zip", ["-qr", "../elixir.zip", "."], { cwd: join(dir, "from") })
  execFileSync("tar", ["-czf", "../elixir.tar.gz", "."], { cwd: join(dir, "from") })
  for (const name of ["elixir.zip", "elixir.tar.gz"]) {
    await unpack(join(dir, name), join(dir, `${name}.d`))
    expect(await readFile(join(dir, `${name}.d`, "lib/größe.txt"), "utf8")).toBe("text")
    expect((await stat(join(dir, `${name}.d`, "bin/elixir"))).mode & 0o777).toBe(0o755)
  }
})

it("keeps long paths and hard links", async () => {
  const dir = await tempDir()
  const long = `${"deep/".repeat(40)}file-${"x".repeat(120)}`
  await writeFiles(dir, { [`from/${long}`]: "text" })
  execFileSync("ln", [join(dir, "from", long), join(dir, "from/hard")])
  execFileSync("tar", ["-czf", join(dir, "a.tar.gz"), "-C", dir, "from"])
  await unpack(join(dir, "a.tar.gz"), join(dir, "out"), { strip: 1 })
  expect(await readFile(join(dir, "out", long), "utf8")).toBe("text")
  expect((await stat(join(dir, "out/hard"))).nlink).toBe(2)
})

it("drops set-user-id bits", async () => {
  const { file, into } = await archived("a.tar", tarOf([{ path: "sudo", mode: 0o4755 }]))
  await unpack(file, into)
  expect((await stat(join(into, "sudo"))).mode & 0o7777).toBe(0o755)
})

it("gives files the time of now, and just the modes of the archive, when they are to be fresh", async () => {
  const entries = [
    { path: "open", type: "Directory", mode: 0o777 },
    { path: "open/a", mode: 0o666 },
    { path: "closed", type: "Directory", mode: 0o555 },
    { path: "closed/b", mode: 0o400 },
  ] as const
  const { file, into } = await archived("a.tar", tarOf(entries))
  const began = Date.now() - 1000
  await unpack(file, into, { fresh: true })
  const stats = await Promise.all(entries.map(({ path }) => stat(join(into, path))))
  expect(stats.map(({ mode }) => mode & 0o777)).toEqual(entries.map(({ mode }) => mode))
  expect(Math.min(...stats.map(({ mtimeMs }) => mtimeMs))).toBeGreaterThan(began)
})

it("unpacks into an empty folder, not into a full one", async () => {
  const { dir, file, into } = await archived("a.tar", tarOf([{ path: "new" }]))
  await mkdir(into, { recursive: true })
  await unpack(file, into)
  expect(await readdir(into)).toEqual(["new"])
  await expect(unpack(file, into)).rejects.toThrow("ENOTEMPTY")
  expect(await readdir(join(dir, "layers"))).toEqual(["otp"])
})

it("replaces what an archive holds twice by the later one", async () => {
  const { file, into } = await archived(
    "a.tar",
    tarOf([
      { path: "a", content: "old" },
      { path: "./a", content: "new" },
    ]),
  )
  await unpack(file, into)
  expect(await readFile(join(into, "a"), "utf8")).toBe("new")
})

it.each<{ what: string; entry: Entry }>([
  { what: "FIFO", entry: { path: "pipe", type: "FIFO" } },
  { what: "CharacterDevice", entry: { path: "null", type: "CharacterDevice" } },
  { what: "BlockDevice", entry: { path: "sda", type: "BlockDevice" } },
])("refuses a tar with a $what", async ({ what, entry }) => {
  const { dir, file, into } = await archived("a.tar", tarOf([{ path: "ok" }, entry]))
  const error = await failure(unpack(file, into))
  expect(error.id).toBe("archive/special-file")
  expect(error.title).toBe(`The archive holds a ${what}: "${entry.path}"`)
  expect(await readdir(join(dir, "layers"))).toEqual([])
})

it("refuses a zip with a FIFO", async () => {
  const { file, into } = await archived("a.zip", await zipOf([{ path: "pipe", type: "FIFO" }]))
  expect((await failure(unpack(file, into))).id).toBe("archive/special-file")
})

const BIG: Entry[] = [{ path: "a", content: "0123456789abcdef".repeat(5000) }, ...RUNTIME]

it.each<{ what: string; content: () => Buffer | Promise<Buffer>; cut: number }>([
  { what: "tar.gz", content: () => gzipSync(tarOf(BIG), { level: 0 }), cut: 0.5 },
  { what: "tar.gz without its last bytes", content: () => gzipSync(tarOf(BIG)), cut: 0.99 },
  { what: "tar.xz", content: () => xz(tarOf(BIG)), cut: 0.5 },
  { what: "tar in a file", content: () => tarOf(BIG), cut: 0.5 },
  { what: "tar between files", content: () => tarOf(BIG).subarray(0, -1024), cut: 1 },
  { what: "zip", content: () => zipOf(BIG.filter((entry) => entry.type !== "Directory") as never), cut: 0.5 },
])("refuses a truncated $what and leaves nothing", async ({ content, cut }) => {
  const whole = await content()
  const { dir, file, into } = await archived("a", whole.subarray(0, whole.length * cut))
  expect((await failure(unpack(file, into))).id).toBe("archive/corrupt")
  expect(await readdir(join(dir, "layers"))).toEqual([])
})

it.each<{ what: string; content: () => Buffer | Promise<Buffer>; at: number }>([
  { what: "tar.gz", content: () => gzipSync(tarOf(BIG)), at: 0.5 },
  { what: "tar.xz", content: () => xz(tarOf(BIG)), at: 0.5 },
  { what: "header of a tar", content: () => tarOf(RUNTIME), at: 0 },
  { what: "zip", content: () => zipOf(BIG.filter((entry) => entry.type !== "Directory") as never), at: 0.5 },
])("refuses a changed $what", async ({ content, at }) => {
  const changed = Buffer.from(await content())
  const index = Math.floor(changed.length * at)
  changed.fill(changed.readUInt8(index) ^ 0x55, index, index + 4)
  const { dir, file, into } = await archived("a", changed)
  expect((await failure(unpack(file, into))).id).toBe("archive/corrupt")
  expect(await readdir(join(dir, "layers"))).toEqual([])
})

it.each<{ what: string; entries: Entry[] }>([
  { what: "a file below a file", entries: [{ path: "a" }, { path: "a/b" }] },
  { what: "a hard link to nothing", entries: [{ path: "h", type: "Link", linkpath: "missing" }] },
])("refuses a tar with $what", async ({ entries }) => {
  const { dir, file, into } = await archived("a.tar", tarOf(entries))
  expect((await failure(unpack(file, into))).id).toBe("archive/corrupt")
  expect(await readdir(join(dir, "layers"))).toEqual([])
})

it.each([
  { content: "<!DOCTYPE html><title>Blocked by your firewall</title>", says: "It is an HTML page." },
  { content: "", says: "It is empty." },
  { content: '{\n  "error": 404 }', says: 'It is a text that begins with "{ "error": 404 }".' },
  { content: Buffer.from("7f454c4602010100", "hex"), says: "It begins with the bytes 7f454c4602010100." },
])("tells what is no archive: $says", async ({ content, says }) => {
  const { file, into } = await archived("a.tar.gz", content)
  const error = await failure(unpack(file, into))
  expect(error.id).toBe("archive/unknown-format")
  expect(error.help).toContain(says)
})

it("says so when xz is missing", async () => {
  const { dir, file, into } = await archived("node.tar.xz", xz(tarOf(RUNTIME)))
  const error = await failure(unpack(file, into, { env: { PATH: dir } }))
  expect(error.id).toBe("archive/no-xz")
})
