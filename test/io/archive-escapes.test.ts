import { lstat, readdir, readlink } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { unpack } from "../../lib/io/archive.ts"
import { archived, type Entry, tarOf, zipOf } from "../support/archives.ts"
import { failure } from "../support/failure.ts"

const ESCAPES: { what: string; entries: Entry[]; names: string; strip?: number }[] = [
  { what: "a path above", entries: [{ path: "ok" }, { path: "../evil" }], names: "../evil" },
  { what: "a path that comes back", entries: [{ path: "a/../../layers/otp/evil" }], names: "a/../../layers/otp/evil" },
  { what: "a path above, after stripping", entries: [{ path: "otp/../../evil" }], names: "otp/../../evil", strip: 1 },
  { what: "a stripped path above", entries: [{ path: "../../evil" }], names: "../../evil", strip: 2 },
  { what: "an absolute path", entries: [{ path: "/tmp/evil" }], names: "/tmp/evil" },
  { what: "a link above", entries: [{ path: "l", type: "SymbolicLink", linkpath: "../x" }], names: "l" },
  { what: "a link to a folder above", entries: [{ path: "l", type: "SymbolicLink", linkpath: ".." }], names: "l" },
  { what: "an absolute link", entries: [{ path: "l", type: "SymbolicLink", linkpath: "/etc/passwd" }], names: "l" },
  {
    what: "a deep link above",
    entries: [{ path: "a/b/l", type: "SymbolicLink", linkpath: "../../../x" }],
    names: "a/b/l",
  },
  {
    what: "a link that is above after stripping",
    entries: [{ path: "otp/l", type: "SymbolicLink", linkpath: "../x" }],
    names: "otp/l",
    strip: 1,
  },
  {
    what: "a link above through another link",
    entries: [
      { path: "here", type: "SymbolicLink", linkpath: "." },
      { path: "l", type: "SymbolicLink", linkpath: "here/../x" },
    ],
    names: "l",
  },
  {
    what: "a link above through a later link",
    entries: [
      { path: "a/l", type: "SymbolicLink", linkpath: "up/../../x" },
      { path: "a/up", type: "SymbolicLink", linkpath: ".." },
    ],
    names: "a/l",
  },
  {
    what: "a file through a link",
    entries: [{ path: "l", type: "SymbolicLink", linkpath: "lib" }, { path: "lib/a" }, { path: "l/evil" }],
    names: "l/evil",
  },
  {
    what: "a file through a later link",
    entries: [{ path: "l/evil" }, { path: "l", type: "SymbolicLink", linkpath: "lib" }],
    names: "l",
  },
  {
    what: "a link through a link",
    entries: [
      { path: "l", type: "SymbolicLink", linkpath: "lib" },
      { path: "l/m", type: "SymbolicLink", linkpath: "../.." },
    ],
    names: "l/m",
  },
]

it.each(ESCAPES)("refuses a tar with $what", async ({ entries, names, strip }) => {
  const { dir, file, into } = await archived("a.tar", tarOf(entries))
  await refuses(dir, file, into, names, strip)
})

it.each(ESCAPES)("refuses a zip with $what", async ({ entries, names, strip }) => {
  const { dir, file, into } = await archived("a.zip", await zipOf(entries as never))
  await refuses(dir, file, into, names, strip)
})

it.each<{ what: string; entries: Entry[]; names: string }>([
  { what: "above", entries: [{ path: "h", type: "Link", linkpath: "../a.tar" }], names: "../a.tar" },
  { what: "absolute", entries: [{ path: "h", type: "Link", linkpath: "/etc/passwd" }], names: "/etc/passwd" },
  {
    what: "through a link",
    entries: [
      { path: "l", type: "SymbolicLink", linkpath: "lib" },
      { path: "h", type: "Link", linkpath: "l/a" },
    ],
    names: "l/a",
  },
])("refuses a tar with a hard link that leads $what", async ({ entries, names }) => {
  const { dir, file, into } = await archived("a.tar", tarOf(entries))
  await refuses(dir, file, into, names)
})

async function refuses(dir: string, file: string, into: string, names: string, strip = 0): Promise<void> {
  const error = await failure(unpack(file, into, { strip }))
  expect(error.id).toBe("archive/escapes")
  expect(error.title).toBe(`The archive leaves its folder: "${names}"`)
  expect(await readdir(join(dir, "layers"))).toEqual([])
  expect((await readdir(dir)).length).toBe(2)
  await expect(lstat("/tmp/evil")).rejects.toThrow("ENOENT")
}

it("lets links dangle, loop and meet inside", async () => {
  const links: Entry[] = [
    { path: "nowhere", type: "SymbolicLink", linkpath: "not/there" },
    { path: "loop", type: "SymbolicLink", linkpath: "loop" },
    { path: "self", type: "SymbolicLink", linkpath: "." },
    { path: "a/round", type: "SymbolicLink", linkpath: "../self/self/a/../b" },
  ]
  const { file, into } = await archived("a.tar", tarOf(links))
  await unpack(file, into)
  expect(await readlink(join(into, "a/round"))).toBe("../self/self/a/../b")
})
