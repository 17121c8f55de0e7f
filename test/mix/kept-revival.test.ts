import { expect, it } from "vitest"
import type { KeptRecord } from "../../lib/mix/kept-record.ts"
import { revival } from "../../lib/mix/kept-revival.ts"
import type { SourceFile } from "../../lib/mix/kept-sources.ts"
import { tracedVariables } from "../../lib/mix/kept-variables.ts"

const keptAt = 1_700_000_000
const old = 315_532_801

const kept: KeptRecord = {
  keptAt,
  parts: new Map(),
  sources: new Map([
    ["config/config.exs", { digest: "c", seconds: keptAt - 100 }],
    ["lib/a.ex", { digest: "a", seconds: old }],
    ["lib/link.ex", { digest: "../a.ex", seconds: keptAt - 100 }],
    ["priv/made.txt", { digest: "m" }],
  ]),
  variables: tracedVariables(["STAGE"], { STAGE: "one" }),
  dependencies: tracedVariables(["CC"], {}),
  settings: new Map(),
}

function file(digest: string, seconds = old): SourceFile {
  return { kind: "file", digest, bytes: 1, seconds }
}

const link: SourceFile = { kind: "link", digest: "../a.ex", bytes: 7, seconds: old }

/** The same files as they come from an upload, all of 1980. */
const files = {
  "config/config.exs": file("c"),
  "lib/a.ex": file("a"),
  "lib/link.ex": link,
  "priv/made.txt": file("m"),
}

function revive(sources: Readonly<Record<string, SourceFile>>, now = keptAt + 1000, stage = "one") {
  return revival(kept, { files: new Map(Object.entries(sources)), code: [] }, { env: { STAGE: stage }, now })
}

const now = keptAt + 1000

it("gives back the times that Mix has seen, and a new one to what the build itself had changed", () => {
  expect(revive(files)).toEqual({
    kind: "revive",
    times: new Map([
      ["config/config.exs", keptAt - 100],
      ["priv/made.txt", now],
    ]),
    from: now,
    changes: "nothing of the app has changed",
    ownAnew: undefined,
  })
})

it.each([
  ["a changed file", { ...files, "lib/a.ex": file("b") }, ["lib/a.ex"], "1 of the app's 4 files is new or changed"],
  [
    "two new files, one of them an old one",
    { ...files, "lib/b.ex": file("b"), "lib/c.ex": file("c", keptAt + 500) },
    ["lib/b.ex", "lib/c.ex"],
    "2 of the app's 6 files are new or changed",
  ],
  ["a new link", { ...files, "lib/other.ex": link }, [], "1 of the app's 5 files is new or changed"],
])("gives the time of this build to %s", (_, sources, touched, changes) => {
  const plan = revive(sources)
  const times = Object.fromEntries(plan.kind === "revive" ? plan.times : [])
  expect(Object.keys(times).filter((path) => times[path] === now)).toEqual(expect.arrayContaining(touched))
  expect(Object.keys(times)).toHaveLength(touched.length + 2)
  expect(plan).toMatchObject({ changes, ownAnew: undefined })
})

it("counts what is gone", () => {
  const { "lib/a.ex": a, "lib/link.ex": _, ...others } = files
  expect(revive(others)).toMatchObject({ changes: "2 are gone" })
  expect(revive({ ...others, "lib/b.ex": a })).toMatchObject({
    changes: "1 of the app's 3 files is new or changed, 2 are gone",
  })
})

it.each([
  ["a variable has another value", files, "two", "a variable that it reads has another value"],
  [
    "a link leads elsewhere",
    { ...files, "lib/link.ex": { ...link, digest: "../b.ex" } },
    "one",
    "lib/link.ex leads elsewhere",
  ],
  ["configuration is gone", { "lib/a.ex": file("a") }, "one", "config/config.exs is gone"],
])("has the app's own modules compiled anew when %s", (_, sources, stage, ownAnew) => {
  expect(revive(sources, now, stage)).toMatchObject({ kind: "revive", ownAnew })
})

it("has them compiled anew when compiling writes beside the build, where a fresh checkout has nothing", () => {
  const made = { ...kept, wrote: "priv/native/part.so" }
  expect(
    revival(made, { files: new Map(Object.entries(files)), code: [] }, { env: { STAGE: "one" }, now }),
  ).toMatchObject({
    ownAnew: "compiling it writes priv/native/part.so",
  })
})

it.each([
  ["changed", { ...files, "priv/made.txt": file("n") }],
  ["gone", { "config/config.exs": file("c"), "lib/a.ex": file("a"), "lib/link.ex": link }],
])("has them compiled anew when a file is %s that code may have read", (_, sources) => {
  const read = (code: string) =>
    revival(
      kept,
      { files: new Map(Object.entries(sources)), code: [{ path: "lib/a.ex", text: code }] },
      { env: { STAGE: "one" }, now },
    )
  expect(read('@made File.read!("priv/made.txt")')).toMatchObject({
    ownAnew: "it may have read priv/made.txt, which has changed",
  })
  expect(read("@made 1")).toMatchObject({ ownAnew: undefined })
})

it("drops all of it when a variable that a dependency reads has another value", () => {
  const env = { STAGE: "one", CC: "clang" }
  expect(revival(kept, { files: new Map(Object.entries(files)), code: [] }, { env, now })).toEqual({
    kind: "drop",
    why: "a variable that a dependency reads has another value",
  })
})

it.each([
  ["in the same second", keptAt, keptAt + 1],
  ["while the clock was a little ahead", keptAt - 4, keptAt + 1],
  ["a second before", keptAt + 1, keptAt + 1],
])("takes a time after all that was kept %s", (_, at, from) => {
  expect(revive({ ...files, "lib/a.ex": file("b") }, at)).toMatchObject({
    from,
    times: expect.toSatisfy((times: ReadonlyMap<string, number>) => times.get("lib/a.ex") === from),
  })
})

it("drops what was compiled in the future", () => {
  expect(revive(files, keptAt - 10)).toEqual({
    kind: "drop",
    why: "it was compiled later than this machine's clock shows",
  })
})
