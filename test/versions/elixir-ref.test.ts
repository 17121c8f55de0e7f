import { describe, expect, it } from "vitest"
import {
  compareElixir,
  type ElixirRef,
  elixirLabel,
  isStableElixir,
  parseElixirRef,
} from "../../lib/versions/elixir-ref.ts"

function parsed(text: string): ElixirRef {
  const ref = parseElixirRef(text)
  if (ref === undefined) throw new Error(`not a ref of Elixir: ${text}`)
  return ref
}

describe("parseElixirRef", () => {
  it.each([
    ["v1.18.4-otp-27", { version: "1.18.4", otp: 27 }],
    ["1.18.4-otp-27", { version: "1.18.4", otp: 27 }],
    ["1.18.4", { version: "1.18.4" }],
    ["v1.18.4", { version: "1.18.4" }],
    [" v1.18.4\n", { version: "1.18.4" }],
    ["v1.20.0-rc.1-otp-28", { version: "1.20.0-rc.1", otp: 28 }],
    ["1.20.0-rc.1", { version: "1.20.0-rc.1" }],
    ["v1.0.0-rc1", { version: "1.0.0-rc1" }],
    ["main", { version: "main", branch: "main" }],
    ["main-otp-28", { version: "main", branch: "main", otp: 28 }],
    ["master-otp-24", { version: "master", branch: "master", otp: 24 }],
    ["v1.18", { version: "v1.18", branch: "v1.18" }],
    ["v1.18-otp-27", { version: "v1.18", branch: "v1.18", otp: 27 }],
  ])("reads %j", (text, ref) => {
    expect(parseElixirRef(text)).toEqual(ref)
  })

  it.each([
    "",
    "1.18",
    "1.18-otp-27",
    "v1",
    "v1.018",
    "v1.99999999999999999999",
    "topic-otp-27",
    "latest",
    "ref:v1.18.4",
    "branch main",
    "1.18.4-otp-",
    "1.18.4-otp-27-otp-28",
    "1.2.3-01",
  ])("refuses %j", (text) => {
    expect(parseElixirRef(text)).toBeUndefined()
  })
})

it("orders pre-releases before their release, and branches after the releases of their line", () => {
  const inOrder = [
    "1.9.4",
    "1.17.3",
    "1.18.4",
    "v1.18",
    "1.20.0-dev",
    "1.20.0-rc.1",
    "1.20.0-rc.2",
    "1.20.0-rc.10",
    "1.20.0",
    "1.20.1",
    "main",
  ]
  const sorted = inOrder.toSorted().map(parsed).toSorted(compareElixir)
  expect(sorted.map(({ version }) => version)).toEqual(inOrder)
})

it.each([
  ["v1.18.4-otp-27", true, "1.18.4"],
  ["v1.20.0-rc.1-otp-28", false, "1.20.0-rc.1"],
  ["v1.18-otp-27", false, "branch v1.18"],
  ["main", false, "branch main"],
])("isStableElixir(%s) is %s, and it is called %s", (text, isStable, label) => {
  expect(isStableElixir(parsed(text))).toBe(isStable)
  expect(elixirLabel(parsed(text))).toBe(label)
})
