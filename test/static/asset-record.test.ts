import { describe, expect, it } from "vitest"
import { MIX_LOCK } from "../../lib/app/lock-entry.ts"
import {
  type AssetRecord,
  BY_PACKAGE,
  lockedKey,
  readAssetRecord,
  whatChanged,
  writeAssetRecord,
} from "../../lib/static/asset-record.ts"

const record: AssetRecord = {
  facts: { machine: "a", node: "24", managers: "", beam: "27 1.18", settings: "[]" },
  variables: { names: ["A", "B"], trace: "00000000" },
  inputs: new Map([
    ["assets/a.js", "1"],
    ["lib/b.heex", "2"],
  ]),
  archive: "0",
  made: ["priv/static/a.js"],
  links: [],
}

it("reads what it has written", () => {
  expect(readAssetRecord(writeAssetRecord(record))).toEqual(record)
})

it.each(["", "[]", "null", "{}", '{"archive": 1}', '{"archive": "0", "inputs": 1}'])(
  "takes nothing else for a record: %s",
  (text) => {
    expect(readAssetRecord(text)).toBeUndefined()
  },
)

it.each<readonly [why: string | undefined, now: Partial<AssetRecord>]>([
  [undefined, {}],
  [undefined, { made: [], archive: "1" }],
  ["Node.js is another", { facts: { ...record.facts, node: "22" } }],
  ["Erlang/OTP or Elixir is another", { facts: { ...record.facts, beam: "28 1.19" } }],
  [
    "the machine is of another kind and the package manager is another",
    { facts: { ...record.facts, machine: "b", managers: "c" } },
  ],
  ["the way they are built has changed", { facts: { ...record.facts, settings: "" } }],
  ["C is set and B is not set", { variables: { names: ["A", "C"], trace: "1" } }],
  ["a variable of the build has another value", { variables: { names: ["A", "B"], trace: "1" } }],
  ["assets/c.js is new, and 2 more differences", { inputs: new Map([["assets/c.js", "1"]]) }],
])("says %s", (why, now) => {
  expect(whatChanged(record, { ...record, ...now })).toBe(why)
})

it("passes over what is not known yet", () => {
  const now = { ...record, inputs: new Map([["assets/a.js", "1"]]) }
  expect(whatChanged(record, now, (path) => !path.startsWith("lib/"))).toBeUndefined()
})

describe("of mix.lock", () => {
  const whole = new Map([[MIX_LOCK, "0"]])
  const packages = new Map([
    [MIX_LOCK, BY_PACKAGE],
    [lockedKey("phoenix"), "1"],
    [lockedKey("tailwind"), "2"],
  ])
  const fewer = new Map([...packages].slice(0, 2))

  it.each<readonly [why: string | undefined, before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>]>([
    [undefined, packages, new Map(packages)],
    ["phoenix in mix.lock has changed", packages, new Map([...packages, [lockedKey("phoenix"), "2"]])],
    ["tailwind in mix.lock counts now", fewer, packages],
    ["tailwind in mix.lock counts no more", packages, fewer],
    ["mix.lock has changed", whole, new Map([[MIX_LOCK, "1"]])],
    ["mix.lock counts otherwise than it did", whole, packages],
    ["mix.lock counts otherwise than it did", packages, whole],
    ["mix.lock is new", new Map(), packages],
    ["mix.lock is gone", packages, new Map()],
  ])("says %s", (why, before, now) => {
    expect(whatChanged({ ...record, inputs: before }, { ...record, inputs: now })).toBe(why)
  })
})
