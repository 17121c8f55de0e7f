import { rename, rm, symlink, utimes, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { expect, it } from "vitest"
import { readKnownContents } from "../../lib/io/known-contents.ts"
import { readTree, stampOf } from "../../lib/io/tree.ts"
import { digestOf } from "../../lib/io/tree-content.ts"
import { tempDir, writeFiles } from "../support/app.ts"

const { signal } = new AbortController()

/** What is known of a folder after something was done to it, by path. */
async function after(change: (root: string) => Promise<unknown>) {
  const root = await writeFiles(await tempDir("tree"), { "a/one": "one", "a/two": "two" })
  await symlink("one", join(root, "a/link"))
  const known = await readKnownContents(root, signal)
  await change(root)
  const entries = await readTree(root, () => false)
  return Object.fromEntries(entries.map((entry) => [entry.path, known.get(stampOf(entry))]))
}

const both = { "a/one": digestOf("one"), "a/two": digestOf("two") }

it("is what files hold, also when they are moved", async () => {
  expect(await after(async () => {})).toEqual({ a: undefined, "a/link": undefined, ...both })
  const moved = await after((root) => rename(join(root, "a"), join(root, "b")))
  expect(moved).toMatchObject({ "b/one": both["a/one"], "b/two": both["a/two"] })
})

it.each<[what: string, change: (file: string) => Promise<unknown>]>([
  ["other bytes", (file) => writeFile(file, "One")],
  ["the same bytes", (file) => writeFile(file, "one")],
  [
    "other bytes, with its time",
    async (file) => {
      await writeFile(file, "One")
      await utimes(file, 1, 1)
    },
  ],
  [
    "another file in its place",
    async (file) => {
      await writeFile(`${file}.new`, "One")
      await rename(`${file}.new`, file)
    },
  ],
  [
    "a new file, when it was removed",
    async (file) => {
      await rm(file)
      await writeFile(file, "One")
    },
  ],
])("is nothing of a file that has got %s since", async (_, change) => {
  const known = await after((root) => change(join(root, "a/one")))
  expect(known).toMatchObject({ "a/one": undefined, "a/two": both["a/two"] })
})

it("is nothing of a file that is being written", async () => {
  const root = await writeFiles(await tempDir("tree"), { one: "one", two: "two" })
  const reading = readKnownContents(root, signal)
  for (let count = 0; count < 10; count++) {
    await sleep(10)
    await writeFile(join(root, "one"), `${count}`)
  }
  const known = await reading
  const entries = await readTree(root, () => false)
  expect(entries.map((entry) => known.get(stampOf(entry)))).toEqual([undefined, digestOf("two")])
})

it("ends with the build", async () => {
  const abort = new AbortController()
  const reading = readKnownContents(await tempDir("tree"), abort.signal)
  abort.abort()
  await expect(reading).rejects.toThrow("aborted")
})
