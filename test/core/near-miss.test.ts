import { expect, it } from "vitest"
import { nearMiss } from "../../lib/core/near-miss.ts"

const known = ["erlang_version", "elixir_version", "release", "hook_post_compile", "hook_pre_compile"]

it.each([
  ["elixr_version", "elixir_version"],
  ["Elixir-Version", "elixir_version"],
  ["ERLANGVERSION", "erlang_version"],
  ["erlang_verison", "erlang_version"],
  ["realease", "release"],
  ["relaese", "release"],
  ["releases", "release"],
  ["hook_postcompile", "hook_post_compile"],
])("takes %s for %s", (name, meant) => {
  expect(nearMiss(name, known)).toBe(meant)
})

it.each(["node_version", "MIX_ENV", "rel", "x", "hook", "elixir"])("takes %s for nothing", (name) => {
  expect(nearMiss(name, known)).toBeUndefined()
})

it("takes nothing for anything when nothing is known", () => {
  expect(nearMiss("release", [])).toBeUndefined()
})
