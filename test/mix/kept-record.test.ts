import { expect, it } from "vitest"
import { type KeptRecord, keptFiles, readRecord, writeRecord } from "../../lib/mix/kept-record.ts"

const record: KeptRecord = {
  keptAt: 1_700_000_000,
  parts: new Map([
    ["", { archive: "abc", tree: "def", variables: [] }],
    ["jason", { archive: "012", tree: "345", variables: ["CC"] }],
  ]),
  sources: new Map([
    ["mix.exs", { digest: "1", seconds: 315_532_801 }],
    ["__proto__", { digest: "2" }],
  ]),
  variables: { names: ["STAGE"], trace: "01234567" },
  dependencies: { names: ["CC"], trace: "89abcdef" },
  settings: new Map([["jason", "abc"]]),
  wrote: "priv/native/part.so",
}

it("is the same after it was written and read", () => {
  expect(readRecord(writeRecord(record))).toEqual(record)
})

it("is the same text in whatever order files were read", () => {
  const sources = new Map([...record.sources].toReversed())
  expect(writeRecord({ ...record, sources })).toBe(writeRecord(record))
})

it.each([
  ["nothing", ""],
  ["half of it", writeRecord(record).slice(0, 60)],
  ["null", "null"],
  ["a list", "[]"],
  ["another record", "{}"],
  ["files of another shape", writeRecord(record).replace('[["__proto__",', "[1,[")],
])("is not read from %s", (_, text) => {
  expect(readRecord(text)).toBeUndefined()
})

it("has no time of a file that the build itself has changed", () => {
  const file = { kind: "file", digest: "1", bytes: 1, seconds: 5 } as const
  const files = new Map([
    ["mix.exs", file],
    ["mix.lock", file],
  ])
  expect(keptFiles(files, new Set(["mix.lock"]))).toEqual(
    new Map([
      ["mix.exs", { digest: "1", seconds: 5 }],
      ["mix.lock", { digest: "1" }],
    ]),
  )
})
