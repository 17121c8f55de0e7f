import { expect, it } from "vitest"
import { applyDeltas } from "../../lib/core/env.ts"
import { mixDeltas, mixEnvironment } from "../../lib/mix/environment.ts"
import { tempDir } from "../support/app.ts"
import { folderLayers } from "../support/layers.ts"

it("is prod, with UTF-8 and homes that are kept, unless the user chose otherwise", async () => {
  const root = await tempDir()
  const deltas = await mixDeltas({ env: {}, layers: folderLayers(root), purpose: "production" })
  expect(applyDeltas({}, deltas, "build")).toEqual({
    MIX_ENV: "prod",
    LANG: "C.UTF-8",
    ELIXIR_ERL_OPTIONS: "+fnu",
    MIX_HOME: `${root}/mix-home`,
    HEX_HOME: `${root}/mix-home/hex`,
    REBAR_GLOBAL_CACHE_DIR: `${root}/mix-home/rebar3`,
  })
  const chosen = { MIX_ENV: "staging", LANG: "de_DE.UTF-8", ELIXIR_ERL_OPTIONS: "", HEX_HOME: "/hex" }
  expect(applyDeltas(chosen, deltas, "build")).toMatchObject(chosen)
})

it("gives the running app no folder of the build", async () => {
  const deltas = await mixDeltas({ env: {}, layers: folderLayers(await tempDir()), purpose: "production" })
  expect(Object.keys(applyDeltas({}, deltas, "launch"))).toEqual(["MIX_ENV", "LANG", "ELIXIR_ERL_OPTIONS"])
})

it("tells the running app which environment the user chose for the build", async () => {
  const env = { MIX_ENV: "staging" }
  const deltas = await mixDeltas({ env, layers: folderLayers(await tempDir()), purpose: "production" })
  expect(applyDeltas({}, deltas, "launch")).toMatchObject(env)
})

it("is test for tests, whose homes are others", async () => {
  const root = await tempDir()
  const deltas = await mixDeltas({ env: {}, layers: folderLayers(root), purpose: "test" })
  expect(applyDeltas({}, deltas, "build")).toMatchObject({ MIX_ENV: "test", MIX_HOME: `${root}/mix-home-test` })
  expect(applyDeltas({}, deltas, "launch")).toMatchObject({ MIX_ENV: "test" })
})

it.each([
  ["production", {}, "prod"],
  ["production", { MIX_ENV: "" }, "prod"],
  ["production", { MIX_ENV: "test" }, "test"],
  ["test", {}, "test"],
  ["test", { MIX_ENV: "ci" }, "ci"],
] as const)("for %s takes %o for %s", (purpose, env, expected) => {
  expect(mixEnvironment({ env, purpose })).toBe(expected)
})
