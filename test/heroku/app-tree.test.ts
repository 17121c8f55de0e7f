import { execFileSync } from "node:child_process"
import { chmod, mkdir, symlink, truncate, utimes, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { type AppTree, digestOfEntries, readAppTree } from "../../lib/heroku/app-tree.ts"
import { readTree, stampOf } from "../../lib/io/tree.ts"
import { tempApp, tempDir, writeFiles } from "../support/app.ts"

const files = { "mix.exs": "one\n", "lib/a.ex": 'System.get_env("REV")\n', "bin/run": "#!/bin/sh\n" }

async function read(app: string, names: readonly string[] = []): Promise<AppTree> {
  const tree = await readAppTree(app, { names })
  if ("why" in tree) throw new Error(tree.why)
  return tree
}

async function digest(app: string): Promise<string> {
  return digestOfEntries((await read(app)).entries)
}

it("has all that is there, folders too, and the names that its files have", async () => {
  const app = await tempApp(files)
  await mkdir(join(app, "empty"))
  await symlink("lib", join(app, "src"))
  const { entries, named } = await read(app, ["REV", "OTHER"])
  expect(entries.map(({ kind, path }) => `${kind} ${path}`).toSorted()).toEqual([
    "file bin/run",
    "file lib/a.ex",
    "file mix.exs",
    "folder bin",
    "folder empty",
    "folder lib",
    "link src",
  ])
  expect([...named]).toEqual(["REV"])
})

it("leaves out what it is told to", async () => {
  const tree = await readAppTree(await tempApp(files), { skip: ["lib"] })
  expect(tree).toMatchObject({ entries: expect.not.arrayContaining([expect.objectContaining({ path: "lib/a.ex" })]) })
})

it("takes for granted what is known of a file, but where words are looked for", async () => {
  const app = await tempApp(files)
  const entries = await readTree(app, () => false)
  const known = new Map(entries.map((entry) => [stampOf(entry), "known"]))
  const tree = await readAppTree(app, { known })
  expect(tree).toMatchObject({ entries: expect.arrayContaining([expect.objectContaining({ digest: "known" })]) })
  expect(await readAppTree(app, { known, names: ["REV"] })).toEqual(await read(app, ["REV"]))
})

it("is the same wherever the app is, and whenever its files were written", async () => {
  const [one, other] = [await tempApp(files), await tempApp(files)]
  await utimes(join(other, "mix.exs"), 1, 1)
  expect(await digest(other)).toBe(await digest(one))
})

it.each<[change: string, (app: string) => Promise<unknown>]>([
  ["a file's content", (app) => writeFile(join(app, "mix.exs"), "two\n")],
  ["a file's mode", (app) => chmod(join(app, "mix.exs"), 0o600)],
  ["a folder's mode", (app) => chmod(join(app, "lib"), 0o700)],
  ["a new file", (app) => writeFile(join(app, "new"), "")],
  ["a new folder", (app) => mkdir(join(app, "new"))],
  ["a file that is gone", async (app) => execFileSync("rm", [join(app, "lib/a.ex")])],
  ["another name", async (app) => execFileSync("mv", [join(app, "lib/a.ex"), join(app, "lib/b.ex")])],
  ["where a link leads", async (app) => execFileSync("ln", ["-sfn", "bin", join(app, "link")])],
  ["a link in the place of a file", async (app) => execFileSync("ln", ["-sf", "bin/run", join(app, "mix.exs")])],
])("is another with %s", async (_, change) => {
  const app = await tempApp(files)
  await symlink("lib", join(app, "link"))
  const before = await digest(app)
  await change(app)
  expect(await digest(app)).not.toBe(before)
})

it("has what a link leads to outside of the app, since that may change too", async () => {
  const outside = await writeFiles(await tempDir(), { "shared.exs": "one\n" })
  const app = await tempApp(files)
  await symlink(join(outside, "shared.exs"), join(app, "shared.exs"))
  await symlink("/nowhere", join(app, "nowhere"))
  const before = await digest(app)
  await writeFile(join(outside, "shared.exs"), "two\n")
  expect(await digest(app)).not.toBe(before)
})

it.each<[why: string, (app: string) => Promise<unknown>]>([
  ["shared leads to another folder", (app) => symlink("/usr/share", join(app, "shared"))],
  [
    "a file has a name that is no text",
    (app) => writeFile(Buffer.concat([Buffer.from(`${app}/`), Buffer.of(0xff)]), ""),
  ],
  [
    "there are more than 10000 files",
    async (app) => execFileSync("sh", ["-c", `cd ${app} && seq 10001 | xargs touch`]),
  ],
  ["the files are too large", (app) => truncate(join(app, "mix.exs"), 600e6)],
])("cannot be known when %s", async (why, arrange) => {
  const app = await tempApp(files)
  await arrange(app)
  expect(await readAppTree(app)).toEqual({ why })
})
