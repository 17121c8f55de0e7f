import { describe, expect, it } from "vitest"
import { parseElixirRef } from "../../lib/versions/elixir-ref.ts"

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
  ])("reads %j", (text, ref) => {
    expect(parseElixirRef(text)).toEqual(ref)
  })

  it.each([
    "",
    "main",
    "main-otp-28",
    "v1.18",
    "v1.18-otp-27",
    "1.18",
    "latest",
    "ref:v1.18.4",
    "1.18.4-otp-",
    "1.18.4-otp-27-otp-28",
    "1.2.3-01",
  ])("refuses %j", (text) => {
    expect(parseElixirRef(text)).toBeUndefined()
  })
})
