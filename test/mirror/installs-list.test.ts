import { describe, expect, it } from "vitest"
import { mergeInstalls } from "../../lib/mirror/installs-list.ts"
import { fitsHost, type InstallRow, parseInstalls } from "../../lib/versions/hex-index.ts"

const sha512 = "c".repeat(128)
const row = (version: string, elixir: string, otp?: number): InstallRow => ({
  version,
  sha512,
  elixir,
  ...(otp !== undefined && { otp }),
})

describe("mergeInstalls", () => {
  it.each([
    ["the format without OTP", [row("3.19.0", "1.14.0"), row("3.22.0", "1.14.0")]],
    ["the format with OTP", [row("2.0.6", "1.18.4", 25), row("2.0.6", "1.18.4", 27)]],
  ])("writes %s so that it is read back", (_, rows) => {
    expect(parseInstalls(mergeInstalls("", rows))).toEqual(rows)
  })

  it("sorts by version, then Elixir, as numbers", () => {
    const text = mergeInstalls(mergeInstalls("", [row("2.0.10", "1.9.0")]), [
      row("2.0.10", "1.14.0"),
      row("2.0.6", "1.14.0"),
    ])
    expect(parseInstalls(text)).toEqual([row("2.0.6", "1.14.0"), row("2.0.10", "1.9.0"), row("2.0.10", "1.14.0")])
  })

  it("replaces the row of the same version, Elixir and OTP", () => {
    const renewed = { ...row("2.0.6", "1.14.0"), sha512: "d".repeat(128) }
    expect(parseInstalls(mergeInstalls(mergeInstalls("", [row("2.0.6", "1.14.0")]), [renewed]))).toEqual([renewed])
  })

  it("leaves the newest that fits where Mix looks for it: last", () => {
    const rows = [row("2.2.0", "1.18.4", 27), row("2.1.0", "1.18.4", 25), row("2.2.0", "1.18.4", 25)]
    const merged = parseInstalls(mergeInstalls("", rows))
    expect(merged.findLast((row) => fitsHost(row, { elixir: "1.18.4", otp: "26.2" }))).toEqual(
      row("2.2.0", "1.18.4", 25),
    )
  })
})
