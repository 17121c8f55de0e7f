import { mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import type { Layer } from "../../lib/core/layer.ts"
import { classicLayers } from "../../lib/heroku/layers.ts"
import { exists } from "../../lib/io/files.ts"
import { openKept, packKept, removeBuilt, unpackKept } from "../../lib/mix/kept-archive.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { stepContext } from "../support/step-context.ts"

it("removes what was brought back also when another step puts something there meanwhile", async () => {
  const app = await tempDir()
  const modules = Array.from({ length: 500 }, (_, at) => [`_build/prod/lib/a/ebin/${at}.beam`, ""] as const)
  await writeFiles(app, Object.fromEntries(modules))
  let isOver = false
  const other = async (): Promise<void> => {
    for (let at = 0; at < 30 && !isOver; at++) {
      const folder = join(app, `_build/prod/rel/${at}`)
      await mkdir(folder, { recursive: true })
        .then(() => writeFile(join(folder, "file"), ""))
        .catch(() => {})
    }
  }
  const writing = other()
  await removeBuilt(app, "_build/prod")
  isOver = true
  await writing
  await removeBuilt(app, "_build/prod")
  expect(await exists(join(app, "_build/prod"))).toBe(false)
})

const BEAM = "_build/prod/lib/a/ebin/a.beam"

/** A build that compiles with an Elixir, and shares a cache with others. */
async function buildWith(elixir: string, cache: string, alone = true) {
  const app = await writeFiles(await tempDir(), { [BEAM]: `by ${elixir}` })
  const layers = classicLayers(cache, { alone: async () => alone })
  const context = stepContext({ app, layers, env: { PATH: process.env.PATH } })
  const open = (): Promise<Layer> => layers.open({ name: "mix-build", scope: "build", metadata: { elixir } })
  const about = { sources: new Map(), variables: { names: [], trace: "" }, settings: new Map() }
  return {
    open,
    keep: (layer: Layer) => packKept(layer, "_build/prod", undefined, about, context),
    close: (layer: Layer) => layers.close(layer),
    /** What the build after it finds. */
    found: async (): Promise<string> => {
      const layer = await open()
      const kept = layer.restored ? await openKept(layer) : { why: "nothing" }
      if ("why" in kept) return kept.why
      const to = await tempDir()
      await unpackKept(layer, kept, "_build/prod", { ...context, app: to })
      return readFile(join(to, BEAM), "utf8")
    },
  }
}

it.each([
  ["before", true],
  ["after", false],
])("is never what another build has compiled that has emptied the layer, and fills it %s", async (_, isFirst) => {
  const cache = await tempDir("cache")
  const [one, other] = [await buildWith("1.17", cache, false), await buildWith("1.18", cache, false)]
  const layer = await one.open()
  const taken = await other.open()
  if (isFirst) await other.keep(taken)
  await one.keep(layer)
  if (!isFirst) await other.keep(taken)
  await other.close(taken)
  await one.close(layer)
  expect(await (await buildWith("1.17", cache)).found()).toBe("by 1.17")
})

it("stays whole when another build keeps what it has compiled at the same time", async () => {
  const cache = await tempDir("cache")
  const [one, other] = [await buildWith("1.18", cache, false), await buildWith("1.18", cache, false)]
  const layer = await one.open()
  await one.keep(layer)
  await one.close(layer)
  const again = await other.open()
  expect(again.restored).toBe(true)
  await Promise.all([one.keep(layer), other.keep(again)])
  expect(await (await buildWith("1.18", cache)).found()).toBe("by 1.18")
})
