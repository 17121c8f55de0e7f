import { cp, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { cacheFolder } from "../../lib/core/layer.ts"
import type { Artifact } from "../../lib/core/runtime.ts"
import type { StepContext } from "../../lib/core/step.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { push, REUSED, type Site, site, sources } from "../support/site.ts"

const result = (at: Site): string => join(at.cache, "beampack/layers/result")

/** The only one, since the app is small. */
async function archiveOf(at: Site): Promise<string> {
  const [name = "", ...others] = (await readdir(result(at))).filter((each) => each.endsWith(".tar"))
  expect(others).toEqual([])
  return join(result(at), name)
}

it("makes of the app what the build before has made of it, and leaves all that it has left", async () => {
  const at = await site()
  const first = await push(at)
  await rm(join(at.root, "export"))
  const second = await push(at)
  expect(second.isReused).toBe(true)
  expect(second.tree).toEqual(first.tree)
  expect(second.tree.map(({ path }) => path)).toContain("_build/prod/rel/a/bin/a")
  expect(second.tree.map(({ path }) => path)).not.toContain("mix.exs")
  expect(second.exported).toBe(first.exported)
  expect(second.exported).toContain(`${at.cache}/beampack/layers/erlang/bin`)
  expect(second.report).toMatchObject({ result: "success", result_cache_hit: true })
  expect(second.texts).toEqual([
    "Planning the build (beampack/elixir)",
    REUSED,
    REUSED,
    "Process types",
    "web: bin/a start (Procfile:1)",
  ])
})

it("is used by any number of builds, wherever their folders are", async () => {
  const at = await site()
  const first = await push(at)
  const moved = { ...at, app: join(await tempDir("elsewhere"), "build_2") }
  const second = await push(moved)
  expect(second).toMatchObject({ isReused: true, tree: first.tree })
  const cache = join(await tempDir("cache"), "cache")
  await cp(at.cache, cache, { recursive: true })
  const third = await push({ ...moved, cache })
  expect(third).toMatchObject({ isReused: true, tree: first.tree })
  expect(third.exported).toContain(`${cache}/beampack/layers/erlang/bin`)
})

const elixir: Artifact = {
  name: "elixir",
  version: { value: "1.18.4", origin: { kind: "default", why: "test" } },
  ref: "v1.18.4",
  url: "https://example.com/elixir.zip",
  digest: { algorithm: "sha256", hex: "00" },
}

describe("a build", () => {
  it.each<[string, (at: Site) => Partial<Site>]>([
    ["a changed file", () => ({ files: { ...sources, "lib/a.ex": "other\n" } })],
    ["a new file", () => ({ files: { ...sources, "lib/b.ex": "" } })],
    ["a file less", () => ({ files: { "mix.exs": "one\n" } })],
    ["another config var", () => ({ vars: { SECRET: "other" } })],
    ["a config var less", () => ({ vars: {} })],
    ["another variable of the platform", ({ env }) => ({ env: { ...env, STACK: "heroku-26" } })],
    ["another version of the buildpack", () => ({ version: "1.2.4" })],
    ["another runtime", () => ({ plan: { runtimes: [elixir] } })],
  ])("with %s runs its steps, and the next one like it does not", async (_, change) => {
    const at = await site()
    await push(at)
    const changed = { ...at, ...change(at) }
    const second = await push(changed)
    expect(second).toMatchObject({ error: undefined, isReused: false })
    expect(await push(changed)).toMatchObject({ isReused: true, tree: second.tree })
  })

  it("of another program of the same version runs its steps", async () => {
    const at = await site()
    await push(at)
    await writeFile(join(at.root, "lib/main.js"), "// mended")
    expect((await push(at)).isReused).toBe(false)
  })

  it("does not care for what is another in each build, unless the app names it", async () => {
    const at = await site()
    const other = { env: { ...at.env, HOSTNAME: "second", SOURCE_VERSION: "c0ffee" } }
    await push(at)
    expect((await push(at, other)).isReused).toBe(true)
    const naming = { ...at, files: { ...sources, "lib/a.ex": 'System.get_env("SOURCE_VERSION")\n' } }
    await push(naming)
    expect((await push(naming)).isReused).toBe(true)
    expect((await push(naming, other)).isReused).toBe(false)
  })
})

describe("nothing is kept", () => {
  it.each<[string, Partial<Site>, string | undefined]>([
    ["of a plan that says so", { plan: { unrepeatable: "nobody knows" } }, "All steps run in each build: nobody knows"],
    ["of an app that runs on all that is there", { launch: {} }, undefined],
    ["of one that was built before", { files: { ...sources, "_build/prod/a": "" } }, undefined],
    ["of somebody's checkout", { files: { ...sources, ".git/HEAD": "" } }, undefined],
    [
      "of a build that has warned, so that it warns again",
      { step: async ({ output }) => output({ kind: "warning", text: "Mind that" }) },
      undefined,
    ],
  ])("%s", async (_, change, said) => {
    const at = { ...(await site()), ...change }
    for (const ended of [await push(at), await push(at)]) {
      expect(ended).toMatchObject({ error: undefined, isReused: false })
      expect(ended.texts.filter((text) => text.startsWith("All steps run"))).toEqual(said === undefined ? [] : [said])
    }
    expect(await readdir(join(at.cache, "beampack/layers"))).not.toContain("result")
  })

  it("of a build that fails", async () => {
    const at = await site()
    const failing = { step: () => Promise.reject(new Error("no")) }
    await push(at, failing)
    expect(await readdir(join(at.cache, "beampack/layers"))).not.toContain("result")
  })

  it("in a cache that lies in the app", async () => {
    const at = await site()
    const inside = { ...at, cache: join(at.app, "cache") }
    expect(await push(inside)).toMatchObject({ error: undefined, report: { result: "success" } })
    expect(await readdir(join(inside.cache, "beampack/layers"))).not.toContain("result")
  })

  it("when it cannot be, which is said and fails no build", async () => {
    const at = { ...(await site()), env: { PATH: "/nonexistent", STACK: "heroku-24" } }
    const first = await push(at)
    expect(first).toMatchObject({ error: undefined, report: { result: "success" } })
    const said = first.texts.filter((text) => text.startsWith("The next build runs all steps again: "))
    expect(said).toEqual([expect.stringMatching(/the result could not be kept \(tar failed \(exit 127\)/)])
    expect((await push(at)).isReused).toBe(false)
  })

  it("for one that wants nothing from the cache, nor for those after it", async () => {
    const at = await site()
    await push(at)
    const origin = { kind: "env", name: "BEAMPACK_CACHE" } as const
    expect((await push(at, { plan: { freshCache: { value: true, origin } } })).isReused).toBe(false)
    expect((await push(at)).isReused).toBe(false)
    expect((await push(at)).isReused).toBe(true)
  })
})

describe("what was kept", () => {
  it.each<[string, (at: Site) => Promise<unknown>, string]>([
    ["has another archive", async (at) => writeFile(await archiveOf(at), "?"), "what the cache has is damaged"],
    ["has no archive", async (at) => rm(await archiveOf(at)), "what the cache has is damaged"],
    ["has half a record", (at) => writeFile(join(result(at), "record"), "{"), "what the cache has is damaged"],
    ["is no file", (at) => rm(join(result(at), "record")).then(() => mkdir(join(result(at), "record"))), "EISDIR"],
    [
      "names a layer that is gone",
      (at) => rm(join(at.cache, "beampack/layers/erlang.json")),
      "the cache has no erlang any more",
    ],
  ])("is not used when it %s, which is said, and kept anew", async (_, damage, why) => {
    const at = await site()
    const first = await push(at)
    await damage(at)
    const second = await push(at)
    expect(second).toMatchObject({ error: undefined, isReused: false, tree: first.tree })
    const said = second.texts.filter((text) => text.startsWith("The result of the last build is not used: "))
    expect(said).toEqual([expect.stringContaining(why)])
    expect(await push(at)).toMatchObject({ isReused: true, tree: first.tree })
  })

  it("is used when a tool's own cache is gone, which the tool fills again", async () => {
    const at = await site()
    const step: Site["step"] = async (context) => {
      const layer = await cacheFolder(context.layers, "erlang-cache", "all")
      await writeFiles(layer, { download: "1" })
      await at.step(context)
    }
    await push(at, { step })
    await rm(join(at.cache, "beampack/layers/erlang-cache"), { recursive: true })
    await rm(join(at.cache, "beampack/layers/erlang-cache.json"))
    expect(await push(at, { step })).toMatchObject({ isReused: true })
  })

  it("is forgotten when a build was killed while it was kept", async () => {
    const at = await site()
    await push(at)
    await rm(join(result(at), "record"))
    await writeFile(await archiveOf(at), "half")
    expect((await push(at)).isReused).toBe(false)
    expect((await push(at)).isReused).toBe(true)
  })

  it("is not written again when it is the same", async () => {
    const at = await site()
    const other = { files: { ...sources, "lib/a.ex": "other\n" } }
    await push(at)
    const archive = await archiveOf(at)
    const { mtimeMs } = await stat(archive)
    expect((await push(at, other)).isReused).toBe(false)
    expect((await stat(archive)).mtimeMs).toBe(mtimeMs)
    expect((await push(at, other)).isReused).toBe(true)
  })

  it("brings the launch layers from their own place", async () => {
    const at = await site()
    const keeping: Site = {
      ...at,
      step: async ({ layers, app }) => {
        await at.step({ app } as StepContext)
        const layer = await layers.open({ name: "node", scope: "all", metadata: { version: "1" } })
        await writeFiles(layer.path, { "bin/node": "#!/bin/sh\n" })
        await layers.close(layer)
      },
    }
    const first = await push(keeping)
    expect(first.tree.map(({ path }) => path)).toContain(".beampack/node/bin/node")
    expect(await push(keeping)).toMatchObject({ isReused: true, tree: first.tree })
  })
})
