import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { compareElixir, parseElixirRef } from "../../lib/versions/elixir-ref.ts"
import { readElixirWish } from "../../lib/versions/elixir-wish.ts"
import { chooseNode } from "../../lib/versions/node.ts"
import type { NodeRelease } from "../../lib/versions/node-index.ts"
import { readNodeWish } from "../../lib/versions/node-wish.ts"
import { compareOtp, parseOtp } from "../../lib/versions/otp-version.ts"
import { readOtpWish } from "../../lib/versions/otp-wish.ts"
import type { Wanted } from "../../lib/versions/wanted.ts"
import { wishes } from "../support/indexes.ts"

const page = readFileSync(join(import.meta.dirname, "../../docs/versions.md"), "utf8")

/** The first and the last cell of each row in the table with this heading. */
function rowsOf(heading: string): readonly (readonly [asked: string, example: string])[] {
  const [, table = ""] = new RegExp(`^\\| ${heading} \\|.*\\n.*\\n((?:\\|.*\\n)+)`, "m").exec(page) ?? []
  const rows = table.trim().split("\n")
  return rows.map((row) => {
    const [, asked = "", example = ""] = /^\| `(.+?)` \|.*\| `(.+?)` \|$/.exec(row) ?? []
    return [asked.replaceAll("\\|", "|"), example]
  })
}

/** The newest of all that a table names, which a wish names or else allows. */
function newestMeant<Version>(
  wanted: Wanted<Version> | undefined,
  all: readonly Version[],
  compare: (left: Version, right: Version) => number,
): Version | undefined {
  const newestFirst = all.toSorted((a, b) => compare(b, a))
  return newestFirst.find((each) => wanted?.names(each)) ?? newestFirst.find((each) => wanted?.allows(each))
}

const releases: readonly NodeRelease[] = [
  { version: "25.2.0", lts: false, files: ["linux-x64"] },
  { version: "24.11.0", lts: "Krypton", files: ["linux-x64"] },
  { version: "22.20.0", lts: "Jod", files: ["linux-x64"] },
]

describe("what docs/versions.md says of Erlang/OTP", () => {
  const rows = rowsOf("Erlang/OTP")
  const all = rows.flatMap(([, example]) => parseOtp(example) ?? [])

  it.each(rows)("%s is %s", (asked, example) => {
    expect(newestMeant(readOtpWish(asked), all, compareOtp)?.text).toBe(example)
  })
})

describe("what docs/versions.md says of Elixir", () => {
  const rows = rowsOf("Elixir")
  const all = rows.flatMap(([, example]) => parseElixirRef(example) ?? [])

  it.each(rows)("%s is %s", (asked, example) => {
    expect(newestMeant(readElixirWish(asked), all, compareElixir)).toEqual(parseElixirRef(example))
  })
})

describe("what docs/versions.md says of Node", () => {
  it.each(rowsOf("Node"))("%s is %s", (asked, example) => {
    expect(chooseNode({ source: "index.json", releases }, "amd64", wishes([asked])).version.value).toBe(example)
  })
})

it.each(["path:/opt/otp", "ref:0123abc", "sub-1:27", "the newest"])("understands nothing by %s", (asked) => {
  expect([readOtpWish(asked), readElixirWish(asked), readNodeWish(asked, releases)]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})
