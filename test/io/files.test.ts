import { execFileSync } from "node:child_process"
import { chmod, mkdir, readdir, readFile, readlink, stat, symlink, utimes, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { copyTree, digestFile, exists, readIfExists, remove, writeAtomic } from "../../lib/io/files.ts"
import { tempDir, writeFiles } from "../support/app.ts"

it("reads a file, or nothing when there is none", async () => {
  const dir = await writeFiles(await tempDir(), { "mix.exs": "größe" })
  expect(await readIfExists(join(dir, "mix.exs"))).toBe("größe")
  expect(await readIfExists(join(dir, "mix.lock"))).toBeUndefined()
  expect(await readIfExists(join(dir, "mix.exs/below"))).toBeUndefined()
  await expect(readIfExists(dir)).rejects.toThrow("EISDIR")
})

it("tells what exists", async () => {
  const dir = await writeFiles(await tempDir(), { "mix.exs": "" })
  await symlink("nowhere", join(dir, "dangling"))
  expect(await exists(join(dir, "mix.exs"))).toBe(true)
  expect(await exists(dir)).toBe(true)
  expect(await exists(join(dir, "mix.lock"))).toBe(false)
  expect(await exists(join(dir, "mix.exs/below"))).toBe(false)
  expect(await exists(join(dir, "dangling"))).toBe(false)
})

it("writes a file whole, with its mode, making its folder", async () => {
  const dir = await tempDir()
  const file = join(dir, "a/b/export")
  await writeAtomic(file, "one")
  expect((await stat(file)).mode & 0o777).toBe(0o644)
  await writeAtomic(file, Buffer.from("two"), 0o755)
  expect(await readFile(file, "utf8")).toBe("two")
  expect((await stat(file)).mode & 0o777).toBe(0o755)
  expect(await readdir(join(dir, "a/b"))).toEqual(["export"])
})

it("never shows a part of a file to its readers", async () => {
  const file = join(await tempDir(), "file")
  const versions = ["a", "b"].map((letter) => letter.repeat(500_000))
  await writeAtomic(file, versions[0] ?? "")
  const writing = Promise.all(Array.from({ length: 20 }, (_, i) => writeAtomic(file, versions[i % 2] ?? "")))
  for (let i = 0; i < 50; i++) expect(versions).toContain(await readFile(file, "utf8"))
  await writing
})

it("leaves the old file and no other when writing fails", async () => {
  const dir = await tempDir()
  await mkdir(join(dir, "taken/full"), { recursive: true })
  await expect(writeAtomic(join(dir, "taken"), "text")).rejects.toThrow()
  expect(await readdir(dir)).toEqual(["taken"])
})

it("copies a tree with times, modes and symlinks as they are", async () => {
  const dir = await writeFiles(await tempDir(), { "from/bin/run": "#!/bin/sh\n", "from/lib/a.beam": "beam" })
  const time = new Date(1_600_000_000_000)
  await symlink("../lib/a.beam", join(dir, "from/bin/relative"))
  await symlink("/usr/lib", join(dir, "from/bin/absolute"))
  await symlink("nowhere", join(dir, "from/bin/dangling"))
  await chmod(join(dir, "from/lib/a.beam"), 0o444)
  await utimes(join(dir, "from/lib/a.beam"), time, time)
  await copyTree(join(dir, "from"), join(dir, "to"))
  expect(execFileSync("diff", ["-r", "--no-dereference", "from", "to"], { cwd: dir, encoding: "utf8" })).toBe("")
  expect(await readlink(join(dir, "to/bin/relative"))).toBe("../lib/a.beam")
  expect(await readlink(join(dir, "to/bin/absolute"))).toBe("/usr/lib")
  const copy = await stat(join(dir, "to/lib/a.beam"))
  expect(copy.mode & 0o777).toBe(0o444)
  expect(copy.mtime).toEqual(time)
  expect((await stat(join(dir, "to/bin/run"))).mode & 0o777).toBe(0o755)
})

it("removes files, folders and read-only folders", async () => {
  const dir = await writeFiles(await tempDir(), { "a/b/c": "", file: "" })
  await chmod(join(dir, "a/b"), 0o555)
  await chmod(join(dir, "a"), 0o555)
  await remove(join(dir, "a"))
  await remove(join(dir, "file"))
  await remove(join(dir, "missing"))
  expect(await readdir(dir)).toEqual([])
})

it("removes read-only folders when not root", async () => {
  const dir = await writeFiles(await tempDir(), { "a/b/c": "" })
  const script = `
    import { remove } from ${JSON.stringify(import.meta.resolve("../../lib/io/files.ts"))}
    if (process.getuid() === 0) process.setuid(65534)
    await remove("a")
  `
  await writeFile(join(dir, "script.ts"), script)
  execFileSync("chmod", ["-R", "u=rX,go=", "a"], { cwd: dir })
  if (process.getuid?.() === 0) execFileSync("chown", ["-R", "65534", "."], { cwd: dir })
  execFileSync(process.execPath, ["script.ts"], { cwd: dir })
  expect(await exists(join(dir, "a"))).toBe(false)
})

it("digests a file", async () => {
  const dir = await writeFiles(await tempDir(), { file: "abc" })
  expect(await digestFile(join(dir, "file"), "sha256")).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  )
  expect((await digestFile(join(dir, "file"), "sha512")).slice(0, 16)).toBe("ddaf35a193617aba")
})
