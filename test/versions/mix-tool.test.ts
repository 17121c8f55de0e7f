import { describe, expect, it } from "vitest"
import { chooseMixTool } from "../../lib/versions/mix-tool.ts"

const sha = "ab".repeat(64)
const index = {
  source: "https://builds.hex.pm/installs/hex.csv",
  text: `2.0.6,${sha},1.15.0,25\n2.2.2,${sha},1.18.0,25\n2.5.1,${sha},1.19.0,27\n`,
}
const pin = (value: string) => ({ value, origin: { kind: "env", name: "HEX_VERSION" } }) as const

describe("chooseMixTool", () => {
  it("takes the one that Mix would take", () => {
    expect(chooseMixTool("hex", index, { elixir: "1.18.4", otpMajor: 27 })).toEqual({
      version: { value: "2.2.2", origin: { kind: "default", why: "newest that fits" } },
      ref: "1.18.0/hex-2.2.2-otp-25.ez",
      digest: { algorithm: "sha512", hex: sha },
    })
  })

  it("takes the pinned one and says who pinned it", () => {
    const choice = chooseMixTool("hex", index, { elixir: "1.19.0", otpMajor: 27 }, pin("2.0.6"))
    expect(choice).toMatchObject({ version: pin("2.0.6"), ref: "1.15.0/hex-2.0.6-otp-25.ez" })
  })

  it("names the nearest that fit for one that is not there", () => {
    const choose = () => chooseMixTool("hex", index, { elixir: "1.18.4", otpMajor: 27 }, pin("2.5.1"))
    expect(choose).toThrow(
      expect.objectContaining({ id: "version/unknown", help: expect.stringContaining("2.2.2, 2.0.6") }),
    )
  })

  it("says so when none is old enough", () => {
    const choose = () => chooseMixTool("hex", index, { elixir: "1.10.0", otpMajor: 22 })
    expect(choose).toThrow(
      expect.objectContaining({
        id: "version/empty-index",
        title: "There is no Hex for Elixir 1.10.0 on Erlang/OTP 22",
      }),
    )
  })
})
