import { expect, it } from "vitest"
import { knownBad } from "../../lib/versions/known-bad.ts"

it.each([
  ["erlang", "25.3.2.16", "25.3.2.21"],
  ["erlang", "26.2.5.6", "26.2.5.21"],
  ["erlang", "27.0", "27.3.4.12"],
  ["erlang", "27.1.2", "27.3.4.12"],
  ["erlang", "27.1.3", "27.3.4.12"],
  ["erlang", "27.2", "27.3.4.12"],
  ["erlang", "27.2.1", "27.3.4.12"],
  ["elixir", "1.17.1", "1.17.3"],
  ["elixir", "1.19.3-otp-28", "1.19.5"],
  ["node", "22.5.0", "22.5.1"],
] as const)("knows a defect of %s %s, and what to take", (name, version, take) => {
  expect(knownBad(name, version)).toMatchObject({ take, why: expect.any(String), source: expect.any(String) })
})

it.each([
  ["erlang", "25.2.3"],
  ["erlang", "25.3.2.15"],
  ["erlang", "25.3.2.21"],
  ["erlang", "26.2.5.21"],
  ["erlang", "27.2.2"],
  ["erlang", "27.3.4.1"],
  ["erlang", "28.1"],
  ["erlang", "maint-27"],
  ["elixir", "1.19.1"],
  ["elixir", "1.19.4-otp-28"],
  ["elixir", "branch main"],
  ["hex", "2.5.1"],
  ["rebar3", "3.24.0"],
  ["node", "22.5.1"],
] as const)("knows none of %s %s", (name, version) => {
  expect(knownBad(name, version)).toBeUndefined()
})

it.each([
  ["hex", "2.5.0", { erlang: "28.0" }, true],
  ["hex", "2.5.0", { erlang: "28.0.4" }, true],
  ["hex", "2.5.0", { erlang: "28.1" }, false],
  ["hex", "2.5.0", { erlang: "27.3.4" }, false],
  ["hex", "2.5.0", {}, false],
  ["erlang", "28.0.2", { elixir: "1.19.5" }, true],
  ["erlang", "28.0.2", { elixir: "1.20.0-rc.1" }, true],
  ["erlang", "28.0.2", { elixir: "main" }, true],
  ["erlang", "28.0.2", { elixir: "v1.19" }, true],
  ["erlang", "28.0.2", { elixir: "v1.18" }, false],
  ["erlang", "28.0.2", { elixir: "1.18.4" }, false],
  ["erlang", "28.0.2", {}, false],
] as const)("takes the host into account: %s %s on %j", (name, version, host, isBad) => {
  expect(knownBad(name, version, host) !== undefined).toBe(isBad)
})
