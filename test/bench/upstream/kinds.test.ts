import { expect, it } from "vitest"
import { kindOf, npmKindOf, totalOf, withAnswer } from "../../../bench/upstream/kinds.ts"

it.each([
  ["/builds/otp/amd64/ubuntu-24.04/OTP-27.3.4.1.tar.gz", "otp"],
  ["/builds/elixir/builds.txt", "elixir"],
  ["/dist/index.json", "node"],
  ["/installs/1.18.3/hex-2.0.6.ez", "tools"],
  ["/tarballs/ranch-2.1.0.tar", "hex-packages"],
  ["/packages/ranch", "hex-registry"],
  ["/names", "hex-registry"],
  ["/favicon.ico", "other"],
])("knows that %s is of the kind %s", (path, kind) => {
  expect(kindOf(path)).toBe(kind)
})

it.each([
  ["/esbuild", "npm-registry"],
  ["/@esbuild/linux-x64", "npm-registry"],
  ["/@esbuild/linux-x64/-/linux-x64-0.28.2.tgz", "npm-packages"],
  ["/-/npm/v1/security/advisories/bulk", "other"],
])("knows that npm's %s is of the kind %s", (path, kind) => {
  expect(npmKindOf(path)).toBe(kind)
})

it("adds up requests and bytes, by kind and all together", () => {
  const traffic = withAnswer(withAnswer(withAnswer({}, "otp", 10), "otp", 5), "node", 1)
  expect(traffic).toEqual({ otp: { requests: 2, bytes: 15 }, node: { requests: 1, bytes: 1 } })
  expect(totalOf(traffic)).toEqual({ requests: 3, bytes: 16 })
})
