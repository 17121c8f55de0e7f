import { expect, it } from "vitest"
import type { RuntimeName } from "../../lib/core/runtime.ts"
import type { Setting } from "../../lib/core/setting.ts"
import { type LockedRuntime, readings } from "../../lib/versions/lock.ts"
import { isExact, newlyNewest, readsAsLocked, unmet } from "../../lib/versions/lock-fit.ts"

const mise = (value: string): Setting<string> => ({ value, origin: { kind: "file", file: "mise.toml", line: 5 } })
const mixExs = (value: string): Setting<string> => ({ value, origin: { kind: "file", file: "mix.exs", line: 7 } })

interface Said {
  readonly wish?: string
  readonly requires?: string
}

const said = ({ wish, requires }: Said) => ({
  wishes: wish === undefined ? [] : [mise(wish)],
  requirements: requires === undefined ? [] : [mixExs(requires)],
})

function locked(name: RuntimeName, version: string, ref: string, asked: Said = {}, lts?: string): LockedRuntime {
  return { name, version, ref, asked: readings(said(asked)), lts, files: {} }
}

const otp = (asked?: Said) => locked("erlang", "27.3.4.2", "OTP-27.3.4.2", asked)
const elixir = (asked?: Said) => locked("elixir", "1.18.4", "v1.18.4-otp-27", asked)
const node = (version: string, lts?: string) => locked("node", version, `v${version}`, {}, lts)

it.each([
  ["nothing", otp(), {}, undefined],
  ["the start of the version", otp(), { wish: "27" }, undefined],
  ["another version, though the locked one patches it", otp(), { wish: "27.3.4" }, "27.3.4"],
  ["what cannot be read", otp(), { wish: "nonsense" }, "nonsense"],
  ["what it was locked for, which the index explained", otp({ wish: "27.3.4" }), { wish: "27.3.4" }, undefined],
  ["the same version for another OTP", elixir(), { wish: "1.18.4-otp-26" }, "1.18.4-otp-26"],
  ["what a new requirement refuses", elixir({ wish: "1.18" }), { wish: "1.18", requires: "~> 1.19" }, "~> 1.19"],
  [
    "a requirement that lost to the wish before",
    elixir({ wish: "1.18", requires: "~> 1.19" }),
    { wish: "1.18", requires: "~> 1.19" },
    undefined,
  ],
  [
    "a requirement that lost to another wish",
    elixir({ wish: "1.18", requires: "~> 1.19" }),
    { wish: "~> 1.18", requires: "~> 1.19" },
    "~> 1.19",
  ],
  ["the very version, whatever the code demands", elixir(), { wish: "1.18.4", requires: "~> 1.19" }, undefined],
  ["an LTS release", node("24.11.0", "Krypton"), { wish: "lts/*" }, undefined],
  ["an LTS release, of what was none", node("26.0.0"), { wish: "lts/*" }, "lts/*"],
  ["a line that only the index can count to", node("22.21.0", "Jod"), { wish: "lts/-1" }, "lts/-1"],
] as const)("what is asked for: %s", (_, lock, now, expected) => {
  expect(unmet(lock, { name: lock.name, ...said(now) })?.value).toBe(expected)
})

it.each([
  ["latest", { wish: "27" }, true],
  ["latest", {}, true],
  ["latest", { requires: ">= 26" }, true],
  ["latest", { wish: "latest" }, false],
  ["27", { wish: "latest" }, false],
  ["latest:27", { wish: "27.3.4.2" }, false],
])("whether %s, after %j, is a word for the newest that nobody said before: %s", (wish, before, expected) => {
  expect(newlyNewest(otp(before), { name: "erlang", ...said({ wish }) }) !== undefined).toBe(expected)
})

it.each([
  ["1.18.4", true],
  ["v1.18.4-otp-27", true],
  ["1.18", false],
  ["~> 1.18.4", false],
])("whether %s means just the locked version: %s", (wish, expected) => {
  expect(isExact(elixir(), { name: "elixir", ...said({ wish }) })).toBe(expected)
})

it.each([
  [{ wish: "1.18", requires: "~> 1.17" }, true],
  [{ wish: "1.18" }, false],
  [{ wish: "1.18.4", requires: "~> 1.17" }, false],
  [{ requires: "~> 1.17" }, false],
])("whether %j is what was asked for when it was locked: %s", (now, expected) => {
  const lock = elixir({ wish: "1.18", requires: "~> 1.17" })
  expect(readsAsLocked(lock, { name: "elixir", ...said(now) })).toBe(expected)
})
