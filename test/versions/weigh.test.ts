import { expect, it } from "vitest"
import type { RuntimeName } from "../../lib/core/runtime.ts"
import { type WeighedVersion, weigh } from "../../lib/versions/weigh.ts"

const otp: WeighedVersion = { version: "27.3.4.2", ref: "OTP-27.3.4.2" }
const maint: WeighedVersion = { version: "maint-27", ref: "maint-27" }
const elixir: WeighedVersion = { version: "1.18.4", ref: "v1.18.4-otp-27" }
const early: WeighedVersion = { version: "1.20.0-rc.1", ref: "v1.20.0-rc.1-otp-28" }
const main: WeighedVersion = { version: "branch main", ref: "main-otp-28" }
const hex: WeighedVersion = { version: "2.4.1", ref: "1.18.4/hex-2.4.1-otp-27.ez" }
const node = (version: string, lts?: string | false): WeighedVersion => ({ version, lts })

/** What the verdict has of "allowed", "named" and "included". */
function verdict(name: RuntimeName, text: string, version: WeighedVersion): string {
  const found = weigh(name, text, version)
  if (found === undefined) return "not understood"
  const { isAllowed, isNamed, isIncluded } = found
  const words = [isAllowed && "allowed", isNamed && "named", isIncluded && "included"].filter(Boolean)
  return words.length === 0 ? "refused" : words.join(" ")
}

it.each([
  ["erlang", "27.3.4.2", otp, "allowed named included"],
  ["erlang", "OTP-27.3.4.2", otp, "allowed named included"],
  ["erlang", "27", otp, "allowed included"],
  ["erlang", ">= 27.3", otp, "allowed included"],
  ["erlang", "27.3.4", otp, "included"],
  ["erlang", "26", otp, "refused"],
  ["erlang", "maint-27", otp, "refused"],
  ["erlang", "nonsense", otp, "not understood"],
  ["erlang", "ref:maint-27", maint, "allowed named included"],
  ["erlang", "27", maint, "included"],
  ["erlang", "27", { version: "27.3.4.2" }, "allowed included"],
  ["erlang", "27", { version: "twenty-seven" }, "refused"],
  ["elixir", "1.18.4", elixir, "allowed named included"],
  ["elixir", "1.18.4-otp-27", elixir, "allowed named included"],
  ["elixir", "1.18.4-otp-26", elixir, "refused"],
  ["elixir", "~> 1.17", elixir, "allowed included"],
  ["elixir", "~> 1.19", elixir, "refused"],
  ["elixir", "~> 1.19", early, "included"],
  ["elixir", "1.20.0-rc", early, "allowed included"],
  ["elixir", "main", main, "allowed named included"],
  ["elixir", "~> 1.18", main, "included"],
  ["elixir", "1.18", { version: "1.18.4-otp-27" }, "allowed included"],
  ["hex", "2.4.1", hex, "allowed named included"],
  ["hex", "~> 2.5", hex, "refused"],
  ["rebar3", "3.24", { version: "3.24.0" }, "allowed included"],
  ["node", "24.11.0", node("24.11.0"), "allowed named included"],
  ["node", "24", node("24.11.0"), "allowed included"],
  ["node", ">=20", node("25.0.0-rc.1"), "included"],
  ["node", "lts/*", node("24.11.0"), "allowed included"],
  ["node", "lts/Krypton", node("24.11.0"), "allowed included"],
  ["node", "lts/jod", node("24.11.0"), "refused"],
  ["node", "lts/*", node("23.1.0"), "refused"],
  ["node", "path:/opt/node", node("24.11.0"), "not understood"],
] as const)("%s: %s weighed against %j is %s", (name, text, version, expected) => {
  expect(verdict(name, text, version)).toBe(expected)
})

it.each([
  ["lts/*", node("26.0.0"), "included"],
  ["lts/lithium", node("26.0.0"), "included"],
  ["lts/*", node("26.0.0", false), "refused"],
  ["lts/*", node("26.3.0", "Lithium"), "allowed included"],
  ["lts/*", node("24.3.0", false), "refused"],
  ["lts/-1", node("22.21.0"), "included"],
  ["lts/-1", node("22.21.0", "Jod"), "included"],
  ["lts/-1", node("26.0.0"), "included"],
  ["lts/-1", node("23.1.0"), "refused"],
  ["lts/-1", node("26.0.0", false), "refused"],
] as const)(
  "what only an index could tell is not held against a version: %s for %j is %s",
  (text, version, expected) => {
    expect(verdict("node", text, version)).toBe(expected)
  },
)
