import { mkdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { momentaryMemory } from "../../lib/core/momentary-memory.ts"
import { readIdle } from "../../lib/core/patience.ts"
import { programFetches } from "../../lib/mix/program-fetches.ts"
import type { WantedProgram } from "../../lib/mix/wanted-program.ts"
import { tempDir } from "../support/app.ts"
import { folderLayers } from "../support/layers.ts"
import { publishEsbuild } from "../support/programs.ts"
import { stepContext } from "../support/step-context.ts"

const [one, other] = ["0.25.4", "0.25.5"].map((version): WantedProgram => {
  return { tool: "esbuild", version, target: "linux-x64", file: "esbuild-linux-x64" }
}) as [WantedProgram, WantedProgram]

/** Builds that share a cache. */
async function site() {
  const root = await tempDir("fetches")
  await publishEsbuild(root, one.version)
  await publishEsbuild(root, other.version)
  const context = {
    ...stepContext({ env: { npm_config_registry: `file://${root}` }, layers: folderLayers(join(root, "layers")) }),
    memory: momentaryMemory(),
  }
  const counts = join(root, "layers/mix-programs/unneeded.json")
  return {
    context,
    counts,
    fetch: async (...wanted: readonly WantedProgram[]) => {
      await using fetches = programFetches()
      return Promise.all(wanted.map((each) => fetches.fetch(each, context)))
    },
    unneeded: async () => [...readIdle(await readFile(counts, "utf8").catch(() => "[]")).values()],
  }
}

it("counts what a build does not need, and not what it needs without fetching it", async () => {
  const { context, fetch, unneeded } = await site()
  await fetch(one, other)
  expect(await unneeded()).toEqual([])
  await fetch(one)
  expect(await unneeded()).toEqual([1])
  {
    await using fetches = programFetches()
    fetches.need(one, context)
    fetches.need(other, context)
  }
  expect(await unneeded()).toEqual([])
})

it("counts nothing after a failure, when not all that is needed may be known", async () => {
  const { context, fetch, unneeded } = await site()
  await fetch(one, other)
  const controller = new AbortController()
  const failing = async (): Promise<void> => {
    await using fetches = programFetches()
    await fetches.fetch(one, { ...context, signal: controller.signal })
    controller.abort()
    throw new Error("the step before the other one failed")
  }
  await expect(failing()).rejects.toThrow("the step before the other one failed")
  expect(await unneeded()).toEqual([])
})

it("fails no build over what cannot be counted", async () => {
  const { counts, fetch } = await site()
  await mkdir(counts, { recursive: true })
  expect(await fetch(one)).toMatchObject([{ isNew: true }])
})
