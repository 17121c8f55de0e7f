import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { parseElixirRef } from "../../lib/versions/elixir-ref.ts"
import { readElixirWish } from "../../lib/versions/elixir-wish.ts"
import type { NodeRelease } from "../../lib/versions/node-index.ts"
import { readNodeWish } from "../../lib/versions/node-wish.ts"
import { parseOtp } from "../../lib/versions/otp.ts"
import { readOtpWish } from "../../lib/versions/otp-wish.ts"

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

const releases: readonly NodeRelease[] = [
  { version: "25.2.0", lts: false, files: [] },
  { version: "24.11.0", lts: "Krypton", files: [] },
  { version: "22.20.0", lts: "Jod", files: [] },
]

describe("what docs/versions.md says of Erlang/OTP", () => {
  it.each(rowsOf("Erlang/OTP"))("%s may be %s", (asked, example) => {
    const version = parseOtp(example)
    expect(version && readOtpWish(asked)?.allows(version)).toBe(true)
  })
})

describe("what docs/versions.md says of Elixir", () => {
  it.each(rowsOf("Elixir"))("%s may be %s", (asked, example) => {
    const ref = parseElixirRef(example)
    expect(ref && readElixirWish(asked)?.allows(ref)).toBe(true)
  })
})

describe("what docs/versions.md says of Node", () => {
  it.each(rowsOf("Node"))("%s may be %s", (asked, example) => {
    const release = releases.find(({ version }) => version === example)
    expect(release && readNodeWish(asked, releases)?.allows(release)).toBe(true)
  })
})

it.each(["path:/opt/otp", "ref:0123abc", "sub-1:27", "the newest"])("understands nothing by %s", (asked) => {
  expect([readOtpWish(asked), readElixirWish(asked), readNodeWish(asked, releases)]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})
