import { existsSync, readdirSync } from "node:fs"
import { appendFile, readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import type { FormerResult } from "../../lib/core/former.ts"
import { writeFiles } from "../support/app.ts"
import { push, type Site, site, sources } from "../support/site.ts"

const release = "_build/prod/rel/a"
const changed = { ...sources, "lib/a.ex": "other\n" }

/** What a step of a build is given, and what the build has said. */
async function offered(at: Site, change: Partial<Site>) {
  let former: FormerResult | undefined
  const ended = await push(at, {
    ...change,
    step: async (context) => {
      former = context.former
      await at.step(context)
    },
  })
  expect(ended).toMatchObject({ error: undefined, isReused: false })
  return former
}

/** Has a step of a build use what it is given, and tells what the build has said. */
async function using(at: Site, use: (former: FormerResult, app: string) => Promise<void>) {
  const ended = await push(at, {
    files: changed,
    step: async (context) => {
      if (context.former === undefined) throw new Error("there is nothing to use")
      await use(context.former, context.app)
      await at.step(context)
    },
  })
  expect(ended).toMatchObject({ error: undefined, isReused: false })
  return ended.texts
}

it("tells a step which files have changed since the last build", async () => {
  const at = await site()
  expect(await offered(at, {})).toBeUndefined()
  const former = await offered(at, { files: { "mix.exs": "one\n", "lib/a.ex": "other\n", "data/b": "b\n" } })
  expect(former?.changed.toSorted()).toEqual(["bin", "bin/run", "lib/a.ex"])
})

it.each<[string, Partial<Site>]>([
  ["another config var", { vars: { SECRET: "other" } }],
  ["another version of the buildpack", { version: "1.2.4" }],
])("is nothing for a build with %s", async (_, change) => {
  const at = await site()
  await push(at)
  expect(await offered(at, { files: changed, ...change })).toBeUndefined()
})

it("puts a folder in place as the last build has left it, and nothing else", async () => {
  const at = await site()
  await push(at)
  await using(at, async (former, app) => {
    expect(await former.bring(release)).toBe(true)
    expect(await readFile(join(app, release, "bin/a"), "utf8")).toBe("#!/bin/sh\n")
    expect(await readFile(join(app, "data/b"), "utf8")).toBe("b\n")
    expect((await readdir(app)).toSorted()).toEqual(["_build", "bin", "data", "lib", "mix.exs"])
  })
})

it("shows nothing of it to whoever reads the app's files meanwhile", async () => {
  const at = await site()
  await push(at)
  await using(at, async (former, app) => {
    const places = new Set<string>()
    const watch = setInterval(() => {
      for (const place of [".", "_build", "_build/prod"]) {
        if (existsSync(join(app, place)))
          for (const name of readdirSync(join(app, place))) places.add(join(place, name))
      }
    }, 1)
    await former.bring(release).finally(() => clearInterval(watch))
    expect([...places].toSorted()).toEqual([
      "_build",
      "_build/prod",
      "_build/prod/rel",
      "bin",
      "data",
      "lib",
      "mix.exs",
    ])
  })
})

it("touches nothing where something is already, or for what the last build has not made", async () => {
  const at = await site()
  await push(at)
  await using(at, async (former, app) => {
    expect(await former.bring("_build/test")).toBe(false)
    await writeFiles(app, { [`${release}/own`]: "" })
    expect(await former.bring(release)).toBe(false)
    expect(await readdir(join(app, "_build"), { recursive: true })).toEqual(
      expect.not.arrayContaining(["test", "prod/rel/a/bin"]),
    )
  })
})

it("brings nothing that is damaged, says so, and the build after that is as usual", async () => {
  const at = await site()
  await push(at)
  const layer = join(at.cache, "beampack/layers/result")
  for (const name of await readdir(layer)) if (name.endsWith(".tar")) await appendFile(join(layer, name), "x")
  const texts = await using(at, async (former, app) => {
    expect(await former.bring(release)).toBe(false)
    expect(await readdir(join(app, release, ".."))).toEqual([])
  })
  expect(texts).toContain("The result of the last build is not used: what the cache has is damaged")
  expect((await push(at, { files: changed })).isReused).toBe(true)
})
