import { expect, it } from "vitest"
import { parseBuildsTxt } from "../../lib/versions/builds-txt.ts"
import { listElixir, listNode, listOtp, newestOfLines } from "../../lib/versions/listing.ts"
import { parseNodeIndex } from "../../lib/versions/node-index.ts"

const digest = "0".repeat(64)

function builds(...refs: readonly string[]) {
  return parseBuildsTxt(refs.map((ref) => `${ref} 0123abcd 2026-04-24T21:11:44Z ${digest}`).join("\n"), "builds.txt")
}

const versionsOf = (list: readonly { readonly version: string }[]): readonly string[] =>
  list.map(({ version }) => version)

it("lists the releases of Erlang/OTP, newest first, and no branches", () => {
  const list = listOtp(
    builds("OTP-27.3", "OTP-27.3.4.10", "OTP-27.3.4.2", "OTP-28.0-rc2", "maint-27", "master", "OTP-28.0"),
  )
  expect(versionsOf(list)).toEqual(["28.0", "28.0-rc2", "27.3.4.10", "27.3.4.2", "27.3"])
  expect(list[1]).toMatchObject({ line: "28", isPrerelease: true, hasDigest: true })
})

it("lists branches when they are asked for", () => {
  const list = listOtp(builds("OTP-27.3", "maint-27", "master"), "branches")
  expect(list.map(({ version, isPrerelease }) => [version, isPrerelease])).toEqual([
    ["master", true],
    ["maint-27", true],
  ])
  const elixirs = listElixir(
    builds("main-otp-28", "v1.18-otp-26", "v1.18-otp-27", "v1.18.4-otp-27"),
    new Set([27, 28]),
    "branches",
  )
  expect(elixirs.map(({ version, otp }) => [version, otp])).toEqual([
    ["branch main", [28]],
    ["branch v1.18", [28, 27]],
  ])
})

it("says which builds have no digest", () => {
  const index = parseBuildsTxt("OTP-24.3.4 0123abcd 2024-04-26T03:41:09Z\n", "builds.txt")
  expect(listOtp(index)).toMatchObject([{ version: "24.3.4", hasDigest: false }])
})

it.each([
  { refs: ["v1.18.4-otp-25", "v1.18.4-otp-27"], otps: [24, 25, 26, 27, 28], otp: [28, 27, 26, 25] },
  { refs: ["v1.18.4-otp-27"], otps: [25, 26, 27], otp: [27] },
  { refs: ["v1.18.4"], otps: [26, 27], otp: [27, 26] },
  { refs: ["v1.19.0-otp-28"], otps: [28, 29], otp: [28] },
  { refs: ["v9.9.0-otp-28"], otps: [28, 29], otp: [28] },
])("runs the Elixir of $refs on OTP $otp of $otps", ({ refs, otps, otp }) => {
  expect(listElixir(builds(...refs), new Set(otps))).toMatchObject([{ otp }])
})

it("leaves out what runs on no OTP of the platform, and branches", () => {
  const index = builds(
    "main-otp-28",
    "v1.18-otp-27",
    "v1.18.4-otp-27",
    "v1.9.0-otp-21",
    "v1.19.0-rc.0-otp-28",
    "v1.18.10-otp-27",
  )
  const list = listElixir(index, new Set([27, 28]))
  expect(list.map(({ version, line }) => [version, line])).toEqual([
    ["1.19.0-rc.0", "1.19"],
    ["1.18.10", "1.18"],
    ["1.18.4", "1.18"],
  ])
})

it("lists the Node that was built for the architecture, with the name of its LTS line", () => {
  const releases = [
    { version: "v24.11.0", lts: "Krypton", files: ["linux-x64", "linux-arm64"] },
    { version: "v25.2.0", lts: false, files: ["linux-x64"] },
    { version: "v22.12.0", lts: "Jod", files: ["linux-arm64"] },
  ]
  const index = parseNodeIndex(JSON.stringify(releases), "index.json")
  expect(listNode(index, "amd64").map(({ version, lts }) => [version, lts])).toEqual([
    ["25.2.0", undefined],
    ["24.11.0", "Krypton"],
  ])
  expect(versionsOf(listNode(index, "arm64"))).toEqual(["24.11.0", "22.12.0"])
})

it.each([
  { what: "the newest", line: [{}, {}], taken: "1.3" },
  { what: "none that is known bad", line: [{ knownBad: "it fails" }, {}], taken: "1.2" },
  { what: "one with a digest", line: [{ hasDigest: false }, {}], taken: "1.2" },
  {
    what: "one without a digest before a bad one",
    line: [{ knownBad: "it fails" }, { hasDigest: false }],
    taken: "1.2",
  },
  { what: "a bad one when there is no other", line: [{ knownBad: "it fails" }], taken: "1.3" },
])("takes of a line $what", ({ line, taken }) => {
  const list = line.map((more, index) => ({
    version: `1.${3 - index}`,
    line: "1",
    isPrerelease: false,
    hasDigest: true,
    ...more,
  }))
  const candidate = { version: "2.0-rc1", line: "2", isPrerelease: true, hasDigest: true }
  expect(versionsOf(newestOfLines([candidate, ...list]))).toEqual([taken])
})
