import { execFileSync } from "node:child_process"
import { chmod, lstat, mkdir, readlink, rm, stat, symlink, truncate, utimes } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { readTree, setTimes, type TreeEntry, tellApart } from "../../lib/io/tree.ts"
import { packTree, unpackTrees } from "../../lib/io/tree-archive.ts"
import { tempDir, writeFiles } from "../support/app.ts"

const options = { env: { PATH: "/usr/bin:/bin" }, signal: new AbortController().signal }

/** A folder with all that there may be. */
async function tree(): Promise<string> {
  const root = await writeFiles(await tempDir("tree"), {
    "a/one.txt": "one",
    "a/run": "#!/bin/sh\n",
    "b/c/two.txt": "two",
    "skipped/three.txt": "three",
    "-C": "a name like an option",
    "b/ümlaut\nand a line": "",
  })
  await mkdir(join(root, "empty"))
  await symlink("one.txt", join(root, "a/link"))
  await symlink("../nowhere", join(root, "b/dangling"))
  execFileSync("mkfifo", [join(root, "b/pipe")])
  await utimes(join(root, "a/one.txt"), 1_000_000_000.75, 1_000_000_000.75)
  await chmod(join(root, "b/c"), 0o750)
  return root
}

/** All that an archive has of a file. */
const packed = ({ inode, changed, ...entry }: TreeEntry): object => entry

const isSkipped = (path: string): boolean => path === "skipped"

it("reads what is below a folder, in order, with times in whole seconds, and follows no link", async () => {
  const entries = await readTree(await tree(), isSkipped)
  expect(
    entries.map(({ kind, path, bytes, mode }) => [kind, path, kind === "file" && bytes, mode.toString(8)]),
  ).toEqual([
    ["file", "-C", 21, "644"],
    ["folder", "a", false, "755"],
    ["link", "a/link", false, "777"],
    ["file", "a/one.txt", 3, "644"],
    ["file", "a/run", 10, "755"],
    ["folder", "b", false, "755"],
    ["folder", "b/c", false, "750"],
    ["file", "b/c/two.txt", 3, "644"],
    ["link", "b/dangling", false, "777"],
    ["file", "b/ümlaut\nand a line", 0, "644"],
    ["folder", "empty", false, "755"],
  ])
  expect(entries.find(({ path }) => path === "a/one.txt")?.seconds).toBe(1_000_000_000)
})

it("sets the times of many files", async () => {
  const names = Array.from({ length: 100 }, (_, at) => `${at}.txt`)
  const root = await writeFiles(await tempDir(), Object.fromEntries(names.map((name) => [name, ""])))
  await setTimes(
    root,
    names.map((name, at) => [name, at]),
  )
  const entries = await readTree(root, () => false)
  expect(entries.map(({ path, seconds }) => `${seconds}.txt` === path)).toEqual(names.map(() => true))
  await expect(setTimes(root, [["absent", 1]])).rejects.toMatchObject({ code: "ENOENT" })
})

it("packs just what it is given, and unpacks it with the same times, modes and links", async () => {
  const root = await tree()
  const entries = await readTree(root, isSkipped)
  const archive = join(await tempDir(), "tree.tar")
  const paths = entries.map(({ path }) => path)
  await packTree(root, paths, archive, { ...options, env: { ...options.env, TAR_OPTIONS: "--help" } })
  const to = await tempDir("unpacked")
  await unpackTrees([archive], to, options)
  expect((await readTree(to, () => false)).map(packed)).toEqual(entries.map(packed))
  expect(await readlink(join(to, "a/link"))).toBe("one.txt")
  expect((await lstat(join(to, "b/dangling"))).isSymbolicLink()).toBe(true)
})

it("says why an archive cannot be unpacked or packed", async () => {
  const root = await tree()
  const archive = join(await tempDir(), "tree.tar")
  await packTree(root, ["a/one.txt", "b/c/two.txt"], archive, options)
  await truncate(archive, 700)
  await expect(unpackTrees([archive], await tempDir(), options)).rejects.toThrow(/^tar failed: .*Unexpected EOF/)
  await rm(join(root, "a/one.txt"))
  await expect(packTree(root, ["a/one.txt"], archive, options)).rejects.toThrow("No such file or directory")
  const none = { ...options, env: { PATH: root } }
  await expect(packTree(root, ["a"], archive, none)).rejects.toThrow("tar failed (exit 127): tar: command not found")
  expect((await stat(root)).isDirectory()).toBe(true)
})

it("tells by a file's time whether one that is written again has another", () => {
  const entry = { kind: "file", path: "a", bytes: 0, mode: 0o644, seconds: 1, inode: 1 } as const
  expect(tellApart([{ ...entry, changed: 1000 }])).toBe(false)
  expect(
    tellApart([
      { ...entry, changed: 1000 },
      { ...entry, changed: 1000.5 },
    ]),
  ).toBe(true)
})
