import { describe, expect, it } from "vitest"
import { parseNodeIndex } from "../../lib/versions/node-index.ts"
import { digestIn } from "../../lib/versions/shasums.ts"

const source = "https://nodejs.org/dist/index.json"
const both = ["linux-arm64", "linux-x64", "src"]
const releases = [
  { version: "v25.2.0", files: both, lts: false },
  { version: "v24.11.0", files: ["linux-x64"], lts: "Krypton" },
]

it("parseNodeIndex reads versions, their lines and platforms", () => {
  expect(parseNodeIndex(JSON.stringify(releases), source)).toEqual({
    source,
    releases: [
      { version: "25.2.0", files: both, lts: false },
      { version: "24.11.0", files: ["linux-x64"], lts: "Krypton" },
    ],
  })
})

describe("parseNodeIndex", () => {
  it.each(["", "<html>", "{}", "null", "[null]", "[1]", '[{"version":"v22.0.0"}]', '[{"files":[]}]'])(
    "refuses %j",
    (text) => {
      expect(() => parseNodeIndex(text, source)).toThrow(expect.objectContaining({ id: "node/bad-index" }))
    },
  )
})

describe("digestIn", () => {
  const sha = "9210a9e4b3f12cf32dd2f42857dc980e2776d52505c0c34858ef6d50a186dd22"
  const sums = `${"0".repeat(64)}  node-v22.12.0-linux-x64.tar.xz\n${sha}  node-v22.12.0-linux-x64.tar.gz\n`
  const where = "https://nodejs.org/dist/v22.12.0/SHASUMS256.txt"

  it.each([
    sums,
    sums.replaceAll("\n", "\r\n"),
    sums.toUpperCase().replaceAll(/NODE\S+/g, (name) => name.toLowerCase()),
  ])("finds the digest of a file", (text) => {
    expect(digestIn(text, "node-v22.12.0-linux-x64.tar.gz", where)).toEqual({ algorithm: "sha256", hex: sha })
  })

  it.each([
    "",
    "<html>",
    `${sha.slice(1)}  node-v22.12.0-linux-x64.tar.gz`,
    `${sha}  win-x64/node-v22.12.0-linux-x64.tar.gz`,
  ])("refuses a file without digest in %j", (text) => {
    expect(() => digestIn(text, "node-v22.12.0-linux-x64.tar.gz", where)).toThrow(
      expect.objectContaining({ id: "node/no-digest" }),
    )
  })
})
