import { expect, it } from "vitest"
import { miseConfigs, miseLockOf } from "../../lib/versions/mise-places.ts"

const strongestFirst = [
  ".mise.ci.local.toml",
  "mise/config.ci.local.toml",
  ".mise.ci.toml",
  ".mise/config.ci.toml",
  "mise.ci.toml",
  ".config/mise/config.ci.toml",
  "mise.production.toml",
  ".mise.local.toml",
  "mise.local.toml",
  ".config/mise/config.local.toml",
  ".mise.toml",
  "mise.toml",
  ".rtx.toml",
  "mise/config.toml",
  ".mise/config.toml",
  ".mise/conf.d/20.toml",
  ".mise/conf.d/10.toml",
  ".config/mise.toml",
  ".config/mise/mise.toml",
  ".config/mise/config.toml",
  ".config/mise/conf.d/beam.toml",
]
const others = ["mise.staging.toml", "mise.lock", "config.toml", ".config/config.toml", ".tool-versions"]

it("orders the config files of mise as mise does", () => {
  const files = [...strongestFirst, ...others].toSorted()
  expect(miseConfigs(files, "production, ci")).toEqual(strongestFirst)
})

it("leaves out those of environments without MISE_ENV", () => {
  const files = ["mise.ci.toml", "mise.toml", "mise.production.local.toml"]
  expect(miseConfigs(files)).toEqual(["mise.toml"])
  expect(miseConfigs(files, "")).toEqual(["mise.toml"])
})

it.each([
  ["mise.toml", "mise.lock"],
  [".mise.toml", "mise.lock"],
  ["mise.local.toml", "mise.local.lock"],
  ["mise.ci.toml", "mise.ci.lock"],
  [".mise.ci.local.toml", "mise.ci.local.lock"],
  ["mise/config.toml", "mise/mise.lock"],
  [".mise/config.ci.toml", ".mise/mise.ci.lock"],
  [".config/mise.toml", ".config/mise.lock"],
  [".config/mise/config.toml", ".config/mise/mise.lock"],
  [".config/mise/conf.d/node.toml", ".config/mise/mise.lock"],
  [".mise/conf.d/mise.ci.toml", ".mise/mise.lock"],
])("knows the lock of %s", (config, lock) => {
  expect(miseLockOf(config)).toBe(lock)
})
