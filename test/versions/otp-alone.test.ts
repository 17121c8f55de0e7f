import { expect, it } from "vitest"
import { chooseOtp } from "../../lib/versions/otp-alone.ts"
import { otpIndex, outcome, wishes } from "../support/indexes.ts"

it.each([
  ["24.04-amd64", [], "OTP-29.0.3"],
  ["22.04-arm64", [], "OTP-28.5.1"],
  ["24.04-arm64", [], "OTP-28.5.1"],
  ["24.04-amd64", ["26.2.5"], "OTP-26.2.5"],
  ["24.04-amd64", ["29.0-rc1"], "OTP-29.0-rc1"],
  ["24.04-amd64", ["27"], "OTP-27.3.4.12"],
  ["24.04-amd64", ["27", "28"], "OTP-27.3.4.12"],
  ["24.04-amd64", ["24"], "OTP-24.3.4.17"],
  ["22.04-amd64", ["24.2"], "OTP-24.2"],
  ["24.04-amd64", ["< 26"], "OTP-25.3.2.21"],
  ["24.04-amd64", ["latest"], "OTP-29.0.3"],
  ["24.04-amd64", ["27.0"], "OTP-27.0"],
  ["24.04-amd64", [">= 27.0 and < 27.3"], "OTP-27.2.1"],
  ["24.04-amd64", ["25.3.2.16"], "OTP-25.3.2.16"],
  ["24.04-amd64", [">= 25.0 and <= 25.3.2.16"], "OTP-25.3.2"],
  ["24.04-amd64", ["master"], "master"],
  ["24.04-amd64", ["maint-27"], "maint-27"],
  ["26.04-arm64", ["maint-27"], "version/unknown"],
  ["26.04-amd64", ["25"], "version/unknown"],
  ["26.04-amd64", ["newest"], "version/not-understood"],
] as const)("on %s %j is %s", (system, asked, expected) => {
  expect(outcome(() => chooseOtp(otpIndex(system), wishes(asked)).ref)).toBe(expected)
})
