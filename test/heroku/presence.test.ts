import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { ourselves } from "../../lib/heroku/build-process.ts"
import { type Alone, whilePresent } from "../../lib/heroku/presence.ts"
import { tempDir, writeFiles } from "../support/app.ts"

const isAlone = (alone: Alone): Promise<boolean> => alone()

const foreign = { among: "another container", process: 1 }

it.each<[string, object | string, boolean]>([
  ["of a process that runs", { process: process.ppid, began: 0 }, false],
  ["of a process that has ended", { process: 2 ** 22 + 1, began: 0 }, true],
  ["of an earlier process with our number", { process: process.pid, began: 0 }, true],
  ["of another container, a minute old", { ...foreign, began: Date.now() - 60_000 }, false],
  ["of another container, some hours old", { ...foreign, began: Date.now() - 4 * 3600_000 }, true],
  ["that is none", "{", true],
])("is alone or not beside a note %s", async (_, note, expected) => {
  const cache = await tempDir("cache")
  const text = typeof note === "string" ? note : JSON.stringify({ ...(await ourselves()), ...note })
  await writeFiles(cache, { "beampack/builds/other.json": text })
  expect(await whilePresent(cache, isAlone)).toBe(expected)
  expect(await readdir(join(cache, "beampack"))).toEqual(expected ? [] : ["builds"])
})

it("leaves nothing when it fails, and says nothing in a cache that cannot be written", async () => {
  const cache = await tempDir("cache")
  const fails = async (): Promise<void> => {
    expect(await readdir(join(cache, "beampack/builds"))).toHaveLength(1)
    throw new Error("no")
  }
  await expect(whilePresent(cache, fails)).rejects.toThrow("no")
  expect(await readdir(join(cache, "beampack"))).toEqual([])
  const file = join(await writeFiles(await tempDir(), { file: "" }), "file")
  expect(await whilePresent(file, isAlone)).toBe(true)
})
