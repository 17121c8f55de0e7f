import { execFileSync } from "node:child_process"
import { chmod, mkdir, readdir, symlink, utimes } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { unpack } from "../../lib/io/archive.ts"
import { digestFile } from "../../lib/io/files.ts"
import { packTar, packZip } from "../../lib/io/pack.ts"
import { tempDir, writeFiles } from "../support/app.ts"

async function tree(dir: string, names: readonly string[]): Promise<string> {
  await writeFiles(dir, Object.fromEntries(names.map((name) => [name, name.startsWith("bin/") ? "#!/bin/sh\n" : name])))
  await symlink("../lib/b", join(dir, "bin/link"))
  await mkdir(join(dir, "empty"))
  return dir
}

const NAMES = ["bin/start", "lib/a", "lib/b", "lib-c", "größe"]

const PACKERS = [
  { name: "packTar", pack: packTar },
  { name: "packZip", pack: packZip },
]

it.each(PACKERS)("$name gives the same bytes whatever the order, times and time zone", async ({ pack }) => {
  const dir = await tempDir()
  await tree(join(dir, "one"), NAMES)
  await pack(join(dir, "one"), join(dir, "1"))
  await tree(join(dir, "two"), NAMES.toReversed())
  await utimes(join(dir, "two/lib/a"), 1, 1)
  await chmod(join(dir, "two/lib/a"), 0o664)
  const script = `
    import { ${pack.name} } from ${JSON.stringify(import.meta.resolve("../../lib/io/pack.ts"))}
    await ${pack.name}("two", "2")
  `
  execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: dir,
    env: { ...process.env, TZ: "Asia/Tokyo" },
  })
  expect(await digestFile(join(dir, "2"), "sha256")).toBe(await digestFile(join(dir, "1"), "sha256"))
})

it.each(PACKERS)("$name notices a changed mode and a changed byte", async ({ pack }) => {
  const dir = await tempDir()
  await tree(join(dir, "from"), NAMES)
  const digest = async (): Promise<string> => {
    await pack(join(dir, "from"), join(dir, "archive"))
    return digestFile(join(dir, "archive"), "sha256")
  }
  const first = await digest()
  await chmod(join(dir, "from/bin/start"), 0o644)
  const second = await digest()
  await writeFiles(dir, { "from/lib/a": "other" })
  expect(new Set([first, second, await digest()]).size).toBe(3)
})

it.each(PACKERS)("$name makes what unpack takes, links, modes and empty folders included", async ({ pack }) => {
  const dir = await tempDir()
  await tree(join(dir, "from"), NAMES)
  await pack(join(dir, "from"), join(dir, "archive"))
  await unpack(join(dir, "archive"), join(dir, "to"))
  const listing = (folder: string): string =>
    execFileSync("find", [".", "-mindepth", "1", "-printf", "%p %y %m %l\\n"], { cwd: folder, encoding: "utf8" })
  expect(listing(join(dir, "to")).split("\n").sort()).toEqual(listing(join(dir, "from")).split("\n").sort())
  expect(execFileSync("diff", ["-r", "--no-dereference", "from", "to"], { cwd: dir, encoding: "utf8" })).toBe("")
})

it("packTar puts a folder before each path", async () => {
  const dir = await tempDir()
  await tree(join(dir, "from"), NAMES)
  await packTar(join(dir, "from"), join(dir, "otp.tar.gz"), { prefix: "OTP-27.0" })
  await unpack(join(dir, "otp.tar.gz"), join(dir, "to"), { strip: 1 })
  expect(execFileSync("diff", ["-r", "--no-dereference", "from", "to"], { cwd: dir, encoding: "utf8" })).toBe("")
})

it.each(PACKERS)("$name leaves out pipes", async ({ pack }) => {
  const dir = await writeFiles(await tempDir(), { "from/file": "" })
  execFileSync("mkfifo", [join(dir, "from/pipe")])
  await pack(join(dir, "from"), join(dir, "archive"))
  await unpack(join(dir, "archive"), join(dir, "to"))
  expect(await readdir(join(dir, "to"))).toEqual(["file"])
})

it.each(PACKERS)("$name leaves nothing when it fails", async ({ pack }) => {
  const dir = await writeFiles(await tempDir(), { "from/file": "" })
  await expect(pack(join(dir, "missing"), join(dir, "archive"))).rejects.toThrow("ENOENT")
  await mkdir(join(dir, "archive/full"), { recursive: true })
  await expect(pack(join(dir, "from"), join(dir, "archive"))).rejects.toThrow("EISDIR")
  expect((await readdir(dir)).sort()).toEqual(["archive", "from"])
})
