import { describe, expect, it } from "vitest"
import { buildLine, mergeBuilds } from "../../lib/mirror/builds-list.ts"
import { parseBuildsTxt } from "../../lib/versions/builds-txt.ts"

const sha256 = "ab".repeat(32)
const otp25 = buildLine({ ref: "OTP-25.2.3", date: new Date("2026-04-07T10:54:55.123Z"), sha256 })

describe("buildLine", () => {
  it("is a line as upstream writes it", () => {
    expect(otp25).toBe(`OTP-25.2.3 ${"0".repeat(40)} 2026-04-07T10:54:55Z ${sha256}`)
  })

  it("is read back as the build that it was made from", () => {
    expect(parseBuildsTxt(`${otp25}\n`, "here").entries).toEqual([{ ref: "OTP-25.2.3", sha256 }])
  })
})

describe("mergeBuilds", () => {
  const of = (ref: string, mark = "1") => `${ref} ${mark.repeat(40)} 2026-01-01T00:00:00Z ${"0".repeat(64)}`

  it.each([
    ["starts a list", "", [of("OTP-27.0")], ["OTP-27.0"]],
    [
      "adds in byte order, not by version",
      `${of("OTP-27.0")}\n`,
      [of("OTP-26.0"), of("OTP-27.0.1"), of("OTP-3")],
      ["OTP-26.0", "OTP-27.0", "OTP-27.0.1", "OTP-3"],
    ],
    ["replaces a build of the same ref", `${of("OTP-27.0", "2")}\n`, [of("OTP-27.0")], ["OTP-27.0"]],
    ["drops blank lines and spaces at the end", `\n${of("OTP-27.0")} \n\n`, [], ["OTP-27.0"]],
  ])("%s", (_, text, lines, refs) => {
    expect(mergeBuilds(text, lines)).toBe(refs.map((ref) => `${of(ref)}\n`).join(""))
  })

  it("keeps the old lines that have no digest", () => {
    const old = "OTP-24.3.4 0863bd30aabd035c83158c78046c5ffda16127e1 2024-04-26T03:41:09Z"
    expect(mergeBuilds(`${old}\n`, [otp25])).toBe(`${old}\n${otp25}\n`)
  })
})
