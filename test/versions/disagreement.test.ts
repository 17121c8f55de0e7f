import { expect, it } from "vitest"
import type { RuntimeName } from "../../lib/core/runtime.ts"
import type { Origin, Setting } from "../../lib/core/setting.ts"
import { disagreements } from "../../lib/versions/disagreement.ts"

const file = (name: string, line: number): Origin => ({ kind: "file", file: name, line })
const toolVersions = file(".tool-versions", 2)
const mise = file("mise.toml", 5)
const mixExs = file("mix.exs", 7)
const engines = file("package.json", 12)
const variable: Origin = { kind: "env", name: "ELIXIR_VERSION" }
const ours: Origin = { kind: "default", why: "newest that fits" }

const says = (value: string, origin: Origin): Setting<string> => ({ value, origin })

/** Chosen for the first of the wishes. */
function warnings(
  name: RuntimeName,
  [version, ref]: readonly [version: string, ref: string],
  wishes: readonly Setting<string>[],
  requirements: readonly Setting<string>[] = [],
): readonly string[] {
  const [wish] = wishes
  const chosen = { version: { value: version, origin: wish?.origin ?? ours }, asked: wish?.value, ref }
  return disagreements(name, chosen, { wishes, requirements })
}

const otp27 = ["27.3.4.2", "OTP-27.3.4.2"] as const
const elixir118 = ["1.18.4", "v1.18.4-otp-27"] as const
const node22 = ["22.21.0", "v22.21.0"] as const

it("a weaker wish that is not followed", () => {
  expect(warnings("erlang", otp27, [says("27", toolVersions), says("26.2.5", mise)])).toMatchInlineSnapshot(`
    [
      "Erlang/OTP 27.3.4.2 is taken, as .tool-versions:2 asks for 27; not followed: mise.toml:5 (26.2.5)",
    ]
  `)
})

it("a weaker wish for another build of the same version", () => {
  const wishes = [says("1.18.4-otp-27", variable), says("1.18.4-otp-26", toolVersions)]
  expect(warnings("elixir", elixir118, wishes)).toMatchInlineSnapshot(`
    [
      "Elixir 1.18.4 is taken, as ELIXIR_VERSION asks for 1.18.4-otp-27; not followed: .tool-versions:2 (1.18.4-otp-26)",
    ]
  `)
})

it("a requirement of mix.exs, which Mix insists on", () => {
  const requirements = [says("~> 1.19", mixExs)]
  expect(warnings("elixir", elixir118, [says("1.18", variable)], requirements)).toMatchInlineSnapshot(`
    [
      "Elixir 1.18.4 is taken, as ELIXIR_VERSION asks for 1.18; mix.exs:7 requires ~> 1.19, so Mix will refuse to build the app",
    ]
  `)
})

it("a requirement of package.json", () => {
  const requirements = [says(">=24", engines)]
  expect(warnings("node", node22, [says("lts/jod", mise)], requirements)).toMatchInlineSnapshot(`
    [
      "Node.js 22.21.0 is taken, as mise.toml:5 asks for lts/jod; package.json:12 requires >=24, which it is not",
    ]
  `)
})

it("a weaker wish that nobody can read", () => {
  expect(warnings("erlang", otp27, [says("27", toolVersions), says("path:/opt/otp", mise)])).toMatchInlineSnapshot(`
    [
      "Erlang/OTP 27.3.4.2 is taken, as .tool-versions:2 asks for 27; not understood: mise.toml:5 (path:/opt/otp)",
    ]
  `)
})

it("a requirement that nobody can read, and no wish", () => {
  const requirements = [says("1.x.y", mixExs)]
  expect(warnings("elixir", elixir118, [], requirements)).toMatchInlineSnapshot(`
    [
      "Elixir 1.18.4 is taken (newest that fits); mix.exs:7 requires 1.x.y, which is not understood",
    ]
  `)
})

it("a version of Hex", () => {
  const wishes = [says("2.4.1", variable), says("2.5.1", toolVersions)]
  expect(warnings("hex", ["2.4.1", "1.18.4/hex-2.4.1-otp-27.ez"], wishes)).toMatchInlineSnapshot(`
    [
      "Hex 2.4.1 is taken, as ELIXIR_VERSION asks for it; not followed: .tool-versions:2 (2.5.1)",
    ]
  `)
})

it("one for all weaker wishes, and one for each requirement", () => {
  const weaker = [says("1.17", toolVersions), says("1.18", mise), says("branch main", mise), says("newest", mise)]
  const requirements = [says("~> 1.18", mixExs), says("~> 1.19", file("apps/web/mix.exs", 9))]
  expect(warnings("elixir", elixir118, [says("1.18.4", variable), ...weaker], requirements)).toMatchInlineSnapshot(`
    [
      "Elixir 1.18.4 is taken, as ELIXIR_VERSION asks for it; not followed: .tool-versions:2 (1.17), mise.toml:5 (branch main); not understood: mise.toml:5 (newest)",
      "Elixir 1.18.4 is taken, as ELIXIR_VERSION asks for it; apps/web/mix.exs:9 requires ~> 1.19, so Mix will refuse to build the app",
    ]
  `)
})

it.each<[name: RuntimeName, chosen: readonly [string, string], wishes: readonly string[], requirement: string]>([
  ["erlang", otp27, ["27.3.4.2", "27.3", "27", "latest", ">= 26"], "~> 27.0"],
  ["erlang", ["maint-27", "maint-27"], ["maint-27", "27", "ref:maint-27"], ">= 27.3"],
  ["elixir", elixir118, ["1.18.4", "1.18", "v1.18.4-otp-27", "~> 1.18"], "~> 1.17 and < 1.19.0"],
  ["elixir", ["1.20.0-rc.1", "v1.20.0-rc.1-otp-28"], ["1.20.0-rc.1", "1.20.0-rc"], "~> 1.19"],
  ["elixir", ["branch main", "main-otp-28"], ["branch main", "main-otp-28"], "~> 1.18"],
  ["elixir", ["branch v1.18", "v1.18-otp-27"], ["branch v1.18", "1.18"], "~> 1.18.4"],
  ["rebar3", ["3.25.1", "1.18.4/rebar3-3.25.1-otp-27"], ["3.25.1", "3.25"], "~> 3.24"],
  ["node", node22, ["22", "v22.21.0", "lts/*", "lts/-1", "node"], ">=18"],
])("no word on %s %j, which all agree on", (name, chosen, wishes, requirement) => {
  const settings = wishes.map((wish) => says(wish, mise))
  expect(warnings(name, chosen, settings, [says(requirement, mixExs)])).toEqual([])
})

it.each([
  ["lts/jod", "22.21.0", 0],
  ["lts/Iron", "22.21.0", 1],
  ["lts", "22.21.0", 0],
  ["lts/*", "23.11.1", 1],
  ["lts", "25.1.0", 1],
  ["lts/argon", "4.9.1", 0],
  ["lts", "0.10.48", 1],
  ["lts/-1", "23.11.1", 1],
  ["lts/-1", "24.11.0", 0],
  ["lts/*", "26.0.0", 0],
  ["lts/lithium", "26.4.0", 0],
  ["lts/lithium", "24.11.0", 1],
] as const)("weighs %s against Node.js %s: %i warnings", (weaker, version, count) => {
  const wishes = [says(version, toolVersions), says(weaker, mise)]
  expect(warnings("node", [version, `v${version}`], wishes)).toHaveLength(count)
})

it("who asks is named, not the lock that had chosen for him", () => {
  const lock = file("beampack.lock", 4)
  const chosen = { version: { value: "27.3.4.2", origin: lock }, asked: "27", asker: variable, ref: "OTP-27.3.4.2" }
  const wishes = [says("27", variable), says("26", toolVersions)]
  expect(disagreements("erlang", chosen, { wishes, requirements: [] })).toEqual([
    "Erlang/OTP 27.3.4.2 is taken, as ELIXIR_VERSION asks for 27; not followed: .tool-versions:2 (26)",
  ])
})
