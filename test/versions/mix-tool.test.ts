import { describe, expect, it } from "vitest"
import { chooseMixTool } from "../../lib/versions/mix-tool.ts"
import { wish, wishes } from "../support/indexes.ts"

const sha = "ab".repeat(64)
const index = {
  source: "https://builds.hex.pm/installs/hex.csv",
  text: `2.0.6,${sha},1.15.0,25\n2.2.2,${sha},1.18.0,25\n2.5.0,${sha},1.18.0,28\n2.5.1,${sha},1.19.0,27\n`,
}
const variable = { kind: "env", name: "HEX_VERSION" } as const

describe("chooseMixTool", () => {
  it("takes the one that Mix would take", () => {
    expect(chooseMixTool("hex", index, { elixir: "1.18.4", otp: "27.3.4" })).toEqual({
      version: { value: "2.2.2", origin: { kind: "default", why: "newest that fits" } },
      passedOver: [],
      ref: "1.18.0/hex-2.2.2-otp-25.ez",
      digest: { algorithm: "sha512", hex: sha },
    })
  })

  it("takes the one that is asked for and says who asks", () => {
    const choice = chooseMixTool("hex", index, { elixir: "1.19.0", otp: "27.3.4" }, wish("2.0", variable))
    expect(choice).toMatchObject({
      version: { value: "2.0.6", origin: variable },
      asked: "2.0",
      ref: "1.15.0/hex-2.0.6-otp-25.ez",
    })
  })

  it("says why it takes none that is known to be bad", () => {
    const { version, passedOver } = chooseMixTool("hex", index, { elixir: "1.18.4", otp: "28.0.1" })
    expect(version.value).toBe("2.2.2")
    expect(passedOver).toEqual([{ version: "2.5.0", why: expect.stringContaining(":re.import/1") }])
  })

  it("has nothing to say of what it leaves out for who asks for just one", () => {
    expect(chooseMixTool("hex", index, { elixir: "1.18.4", otp: "28.0" }, wishes(["2.2.2"])).passedOver).toEqual([])
  })

  it("names the nearest that fit for one that is not there", () => {
    const choose = () => chooseMixTool("hex", index, { elixir: "1.18.4", otp: "27.3.4" }, wish("2.5.1", variable))
    expect(choose).toThrow(
      expect.objectContaining({ id: "version/unknown", help: expect.stringContaining("2.2.2, 2.0.6") }),
    )
  })
})
