import { describe, expect, it } from "vitest"
import { parseBuildsTxt } from "../../lib/versions/builds-txt.ts"

const commit = "8c0ea6bd3306cfd6ca19730d180a2a93a716e1ee"
const date = "2026-04-24T21:11:44Z"
const sha = "9210a9e4b3f12cf32dd2f42857dc980e2776d52505c0c34858ef6d50a186dd22"

describe("parseBuildsTxt", () => {
  it.each([
    ["nothing", "", []],
    [
      "blank lines, as upstream has at the top",
      `\n\nOTP-26.0 ${commit} ${date} ${sha}\n`,
      [{ ref: "OTP-26.0", sha256: sha }],
    ],
    ["a trailing space", `v1.18.4-otp-27 ${commit} ${date} ${sha} \n`, [{ ref: "v1.18.4-otp-27", sha256: sha }]],
    ["a trailing space and no digest", `v1.0.0 ${commit} ${date} \n`, [{ ref: "v1.0.0" }]],
    ["three columns", `OTP-24.3.4 ${commit} ${date}\n`, [{ ref: "OTP-24.3.4" }]],
    ["no newline at the end", `maint-27 ${commit} ${date} ${sha}`, [{ ref: "maint-27", sha256: sha }]],
    ["Windows line ends", `OTP-26.0 ${commit} ${date} ${sha}\r\n`, [{ ref: "OTP-26.0", sha256: sha }]],
    ["an upper-case digest", `OTP-26.0 ${commit} ${date} ${sha.toUpperCase()}`, [{ ref: "OTP-26.0", sha256: sha }]],
    ["nothing of a digest that lacks a digit", `OTP-26.0 ${commit} ${date} ${sha.slice(1)}`, []],
    ["nothing of a digest with a digit too many", `OTP-26.0 ${commit} ${date} ${sha}0`, []],
    [
      "nothing of a digest that is none",
      `OTP-26.0 ${commit} ${date} -\nOTP-27.0 ${commit} ${date}`,
      [{ ref: "OTP-27.0" }],
    ],
  ])("reads %s", (_, text, entries) => {
    expect(parseBuildsTxt(text, "https://origin/builds.txt")).toEqual({ source: "https://origin/builds.txt", entries })
  })
})
