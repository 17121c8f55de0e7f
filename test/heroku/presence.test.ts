import { spawn } from "node:child_process"
import { once } from "node:events"
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { type Alone, whilePresent } from "../../lib/heroku/presence.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { eventually } from "../support/eventually.ts"

const isAlone = (alone: Alone): Promise<boolean> => alone()
const presence = join(import.meta.dirname, "../../lib/heroku/presence.ts")

/** A cache at a path that is too long for the name of a socket. */
async function longCache(): Promise<string> {
  return join(await tempDir("cache"), "a".repeat(120))
}

/** Another process that is present until it is killed. */
async function another(cache: string) {
  const script = `import { whilePresent } from "${presence}"; whilePresent(process.argv[1], () => new Promise(() => setInterval(() => {}, 1000)))`
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script, cache], { stdio: "ignore" })
  onTestFinished(() => void child.kill("SIGKILL"))
  await eventually(async () => (await readdir(join(cache, "beampack/builds")).catch(() => [])).length > 0)
  return child
}

it("is not alone while another process works, and is once that was killed", async () => {
  const cache = await longCache()
  const child = await another(cache)
  expect(await whilePresent(cache, isAlone)).toBe(false)
  expect(await readdir(join(cache, "beampack/builds"))).toHaveLength(1)
  const ended = once(child, "exit")
  child.kill("SIGKILL")
  await ended
  expect(await readdir(join(cache, "beampack/builds"))).toHaveLength(1)
  expect(await whilePresent(cache, isAlone)).toBe(true)
  expect(await readdir(join(cache, "beampack"))).toEqual([])
})

it("is alone beside a file that is no socket", async () => {
  const cache = await writeFiles(await tempDir("cache"), { "beampack/builds/other": "" })
  expect(await whilePresent(cache, isAlone)).toBe(true)
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
