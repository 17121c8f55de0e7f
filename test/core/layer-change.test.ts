import { expect, it } from "vitest"
import type { Layer } from "../../lib/core/layer.ts"
import { type LayerWords, whyNotTaken } from "../../lib/core/layer-change.ts"

const layer: Layer = {
  name: "elixir",
  scope: "build",
  metadata: { version: "1.18.3", arch: "amd64", digest: "abc" },
  path: "/layers/elixir",
  restored: false,
}

const words: LayerWords = {
  version: (version) => `the cache has ${version}`,
  arch: (arch) => `the cache has it for ${arch}`,
}

it.each([
  ["one difference", { version: "1.17.3", arch: "amd64", digest: "abc" }, "the cache has 1.17.3"],
  ["the first of several", { version: "1.17.3", arch: "arm64", digest: "def" }, "the cache has 1.17.3"],
  ["the second", { version: "1.18.3", arch: "arm64", digest: "abc" }, "the cache has it for arm64"],
  [
    "one without words",
    { version: "1.18.3", arch: "amd64", digest: "def" },
    "what the cache has is of an unknown kind",
  ],
  ["a key that is not there", { arch: "amd64", digest: "abc" }, "what the cache has is of an unknown kind"],
  ["a value that is no text", { version: 1, arch: "amd64" }, "what the cache has is of an unknown kind"],
  ["a list", ["1.17.3"], "what the cache has is of an unknown kind"],
  ["damage", null, "what the cache has is of an unknown kind"],
])("says why a layer of the cache was not taken: %s", (_, former, said) => {
  expect(whyNotTaken({ ...layer, former }, words)).toBe(said)
})

it("has nothing to say when there was no layer, or it was taken", () => {
  expect(whyNotTaken(layer, words)).toBeUndefined()
  expect(whyNotTaken({ ...layer, restored: true, former: { version: "1.17.3" } }, words)).toBeUndefined()
})
