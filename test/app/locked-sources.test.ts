import { expect, it } from "vitest"
import { lockedSources } from "../../lib/app/locked-sources.ts"

const outer = "ab".repeat(32)
const digest = { algorithm: "sha256", hex: outer }

it.each([
  [
    "a package",
    `:jason, "1.4.4", "00", [:mix], [], "hexpm", "${outer}"`,
    { name: "jason", repository: "hexpm", digest },
  ],
  [
    "a package of an organisation",
    `:secret, "1.4.4", "00", [:mix], [], "hexpm:acme", "${outer.toUpperCase()}"`,
    { name: "secret", repository: "hexpm:acme", digest },
  ],
  ["a package of an old lock", ':jason, "1.4.4"', { name: "jason", repository: "hexpm", digest: undefined }],
  [
    "a package without a digest of that kind",
    ':jason, "1.4.4", "00", [:mix], [], "hexpm", "1b0b7ea1"',
    { name: "jason", repository: "hexpm", digest: undefined },
  ],
])("tells where the application comes from: %s", (_, tuple, expected) => {
  expect(lockedSources(`%{"my_json": {:hex, ${tuple}}}`)).toEqual([
    { kind: "hex", app: "my_json", version: "1.4.4", ...expected },
  ])
})

it("tells repository and commit of a git dependency", () => {
  const text = '%{"heroicons": {:git, "https://github.com/tailwindlabs/heroicons.git", "88ab3a0d", [tag: "v2.1.1"]}}'
  const url = "https://github.com/tailwindlabs/heroicons.git"
  expect(lockedSources(text)).toEqual([{ kind: "git", app: "heroicons", url, commit: "88ab3a0d" }])
})

it.each(["", "%{}", '%{"a": 1, "b": {}, "c": {:hex, :c}, "d": {:git, "url"}, "e": {:path, "e", "f"}}', "<<<<<<< HEAD"])(
  "leaves out what it does not understand: %s",
  (text) => {
    expect(lockedSources(text)).toEqual([])
  },
)
