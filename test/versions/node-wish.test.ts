import { describe, expect, it } from "vitest"
import type { NodeRelease } from "../../lib/versions/node-index.ts"
import { readNodeWish } from "../../lib/versions/node-wish.ts"

const release = (version: string, lts: string | false = false): NodeRelease => ({ version, lts, files: [] })
const releases: readonly NodeRelease[] = [
  release("25.1.0"),
  release("24.11.0", "Krypton"),
  release("24.1.0"),
  release("23.11.1"),
  release("22.21.0", "Jod"),
  release("22.12.0", "Jod"),
  release("20.19.5", "Iron"),
  release("18.20.8", "Hydrogen"),
  release("0.10.48"),
]

function chosen(text: string, how: "allows" | "names" | "includes"): string {
  const wanted = readNodeWish(text, releases)
  if (wanted === undefined) return "not understood"
  return releases
    .filter((one) => wanted[how](one))
    .map(({ version }) => version)
    .join(" ")
}

const everything = releases.map(({ version }) => version).join(" ")
const everyLts = "24.11.0 22.21.0 22.12.0 20.19.5 18.20.8"

describe("what a wish for Node.js allows", () => {
  it.each([
    ["22.12.0", "22.12.0"],
    ["v22.12.0", "22.12.0"],
    ["=22.12.0", "22.12.0"],
    ["22", "22.21.0 22.12.0"],
    ["v22", "22.21.0 22.12.0"],
    ["22.12", "22.12.0"],
    ["22.x", "22.21.0 22.12.0"],
    ["^22.20", "22.21.0"],
    ["~22.12.0", "22.12.0"],
    [">=20 <23", "22.21.0 22.12.0 20.19.5"],
    [">= 24", "25.1.0 24.11.0 24.1.0"],
    ["18 || 20", "20.19.5 18.20.8"],
    ["18 - 20", "20.19.5 18.20.8"],
    ["*", everything],
    ["latest:22", "22.21.0 22.12.0"],
    ["prefix:22.1", ""],
    ["lts", everyLts],
    ["lts/*", everyLts],
    ["LTS/*", everyLts],
    ["lts/jod", "22.21.0 22.12.0"],
    ["lts/Jod", "22.21.0 22.12.0"],
    ["lts-jod", "22.21.0 22.12.0"],
    ["lts/-1", "22.21.0 22.12.0"],
    ["lts/-2", "20.19.5"],
    ["lts/-9", ""],
    ["lts/lithium", ""],
    ["node", everything],
    ["current", everything],
    ["stable", everything],
    ["latest", everything],
    [" v22.12.0\n", "22.12.0"],
  ])("%s: %s", (text, versions) => {
    expect(chosen(text, "allows")).toBe(versions)
  })

  it.each([
    "",
    " ",
    "iojs",
    "iojs-v3.3.1",
    "system",
    "unstable",
    "path:/opt/node",
    "ref:v22.12.0",
    "sub-1:lts",
    "lts/",
    "lts/*/2",
    "jod",
    "v",
    "22..1",
    "node@22",
    "latest:lts",
    "22 # pinned",
    `>=${"9".repeat(300)}`,
  ])("does not understand %j", (text) => {
    expect(readNodeWish(text)).toBeUndefined()
  })
})

it.each([
  ["22.12.0", "22.12.0"],
  ["v22.12.0", "22.12.0"],
  ["= 22.12.0", "22.12.0"],
  ["22.12", ""],
  ["prefix:22.12.0", ""],
  ["^22.12.0", ""],
  ["node", ""],
  ["lts/iron", ""],
])("%s names %j", (text, versions) => {
  expect(chosen(text, "names")).toBe(versions)
})

it.each([
  ["node", true],
  ["Latest", true],
  ["latest:22", true],
  [">=20", false],
  ["lts/*", false],
])("whether %s means the newest, whatever its line: %s", (text, expected) => {
  expect(readNodeWish(text)?.takesNewest).toBe(expected)
})

it("takes a pre-release only when it is named, but lets one do that is there", () => {
  const wanted = readNodeWish(">=24")
  expect(wanted?.allows(release("25.0.0-rc.1"))).toBe(false)
  expect(wanted?.includes(release("25.0.0-rc.1"))).toBe(true)
})
