import { readdir, rm, stat, truncate, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { storedParts } from "../../lib/io/stored-parts.ts"
import { tempDir, writeFiles } from "../support/app.ts"

const options = { env: { PATH: process.env.PATH }, signal: new AbortController().signal }

async function site() {
  const app = await writeFiles(await tempDir(), { "a/one": "1", "b/two": "2" })
  const folder = await tempDir()
  const parts = storedParts(folder)
  const digests = [await parts.pack(app, ["a", "a/one"], options), await parts.pack(app, ["b", "b/two"], options)]
  return { app, folder, parts, digests, fileOf: (digest = "") => join(folder, `${digest}.tar`) }
}

it("gives a part the name of its content, so that the same one is there once", async () => {
  const { app, folder, parts, digests, fileOf } = await site()
  expect((await stat(fileOf(digests[0]))).isFile()).toBe(true)
  expect(await parts.pack(app, ["a", "a/one"], options)).toBe(digests[0])
  expect((await readdir(folder)).toSorted()).toEqual(digests.map((digest) => `${digest}.tar`).toSorted())
})

it.each<[string, (file: string) => Promise<unknown>]>([
  ["damaged", (file) => writeFile(file, "x")],
  ["gone", (file) => rm(file)],
])("does not hold a part that is %s", async (_, damage) => {
  const { parts, digests, fileOf } = await site()
  expect(await parts.hold(digests)).toBe(true)
  await damage(fileOf(digests[1]))
  expect(await parts.hold(digests)).toBe(false)
  expect(await parts.hold(digests.slice(0, 1))).toBe(true)
})

it("unpacks those that it is told, or none", async () => {
  const { parts, digests } = await site()
  const [into, nothing] = [await tempDir(), await tempDir()]
  await parts.unpack(digests, into, { ...options, shared: [] })
  expect((await readdir(into, { recursive: true })).toSorted()).toEqual(["a", "a/one", "b", "b/two"])
  await parts.unpack([], nothing, { ...options, shared: ["c/d"] })
  expect(await readdir(nothing, { recursive: true })).toEqual(["c", "c/d"])
})

it.each([
  ["gone", (file: string) => rm(file)],
  ["cut short", (file: string) => truncate(file, 700)],
])("fails when one of many is %s", async (_, damage) => {
  const { app, parts, digests, fileOf } = await site()
  const names = ["c", "d", "e", "f"]
  await writeFiles(app, Object.fromEntries(names.map((name) => [`${name}/file`, name])))
  for (const name of names) digests.push(await parts.pack(app, [name, `${name}/file`], options))
  await damage(fileOf(digests[1]))
  await expect(parts.unpack(digests, await tempDir(), { ...options, shared: [] })).rejects.toThrow("tar failed")
})

const alone = async (): Promise<boolean> => true

it("removes the others", async () => {
  const { folder, parts, digests, fileOf } = await site()
  await writeFiles(folder, { record: "", ".part.0.tmp": "half" })
  await parts.removeOthers(digests.slice(0, 1), ["record"], alone)
  expect((await readdir(folder)).map((name) => join(folder, name)).toSorted()).toEqual(
    [fileOf(digests[0]), join(folder, "record")].toSorted(),
  )
})

it("removes none while another build is under way, which may have written them", async () => {
  const { folder, parts, digests } = await site()
  await writeFiles(folder, { ".part.0.tmp": "half" })
  const before = await readdir(folder)
  await parts.removeOthers(digests.slice(0, 1), [], async () => false)
  expect(await readdir(folder)).toEqual(before)
})

it("has listed what it removes before it asks whether it is alone", async () => {
  const { app, folder, parts, digests, fileOf } = await site()
  const [kept, gone] = digests
  let late = ""
  const asked = async (): Promise<boolean> => {
    late = await parts.pack(app, ["a", "a/one", "b"], options)
    return true
  }
  await parts.removeOthers([kept ?? ""], [], asked)
  expect((await readdir(folder)).map((name) => join(folder, name)).toSorted()).toEqual(
    [fileOf(kept), fileOf(late)].toSorted(),
  )
  expect(await parts.hold([gone ?? ""])).toBe(false)
})
