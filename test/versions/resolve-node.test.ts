import { describe, expect, it } from "vitest"
import type { Arch } from "../../lib/core/target.ts"
import { chooseNode } from "../../lib/versions/node.ts"
import { nodeIndex, outcome, wishes } from "../support/indexes.ts"

const chosen = (arch: Arch, asked: readonly string[], required: readonly string[] = []): string =>
  outcome(() => chooseNode(nodeIndex, arch, wishes(asked, required)).version.value)

describe("the newest LTS release", () => {
  it.each([
    ["amd64", "24.21.0"],
    ["arm64", "24.11.0"],
  ] as const)("for %s is %s", (arch, version) => {
    expect(chosen(arch, [])).toBe(version)
  })
})

describe("a wish", () => {
  it.each([
    ["22.12.0", "22.12.0"],
    ["v22.12.0", "22.12.0"],
    ["=22.12.0", "22.12.0"],
    ["v22", "22.20.0"],
    ["22", "22.20.0"],
    ["22.x", "22.20.0"],
    ["22.5", "22.5.1"],
    ["22.5.0", "22.5.0"],
    ["22.5.x", "22.5.1"],
    ["22.12", "22.12.0"],
    ["22.13.0", "version/unknown"],
    ["latest:20", "20.19.5"],
    ["prefix:20", "20.19.5"],
    ["25", "25.2.0"],
    ["24.10", "24.10.0"],
    ["21", "21.7.3"],
    ["26", "version/unknown"],
    ["latest", "25.2.0"],
    ["node", "25.2.0"],
    ["current", "25.2.0"],
    ["stable", "25.2.0"],
    ["lts", "24.21.0"],
    ["lts/*", "24.21.0"],
    ["lts/krypton", "24.21.0"],
    ["lts/jod", "22.20.0"],
    ["lts/Jod", "22.20.0"],
    ["lts-jod", "22.20.0"],
    ["lts/argon", "4.9.1"],
    ["lts/-1", "22.20.0"],
    ["lts/-2", "20.19.5"],
    ["lts/nobody", "version/unknown"],
    ["lts/-9", "version/unknown"],
    [">=20", "24.21.0"],
    [">=20 <22", "20.19.5"],
    [">=21 <22", "21.7.3"],
    ["^22.5.0", "22.20.0"],
    ["~22.5.0", "22.5.1"],
    ["18 || 20", "20.19.5"],
    ["18 || 21", "18.20.8"],
    ["20 - 22", "22.20.0"],
    ["*", "24.21.0"],
    ["x", "24.21.0"],
    [">=30", "version/unknown"],
    ["0.12.18", "0.12.18"],
    ["0.8.28", "version/unknown"],
    ["ref:main", "version/not-understood"],
    ["path:/opt/node", "version/not-understood"],
    ["node-22", "version/not-understood"],
    ["iojs", "version/not-understood"],
  ])("for %j takes %s", (asked, version) => {
    expect(chosen("amd64", [asked])).toBe(version)
  })
})

describe("what package.json requires", () => {
  it.each([
    [[], [">=18"], "24.21.0"],
    [[], ["^22"], "22.20.0"],
    [[], ["22.5.0"], "22.5.0"],
    [[], [">=22.5.0 <22.5.2"], "22.5.1"],
    [[], ["25"], "25.2.0"],
    [[], [">=18", "<22"], "20.19.5"],
    [[], ["<20", ">22"], "version/contradiction"],
    [[], [">=30"], "version/unknown"],
    [[], ["nonsense!"], "version/not-understood"],
    [["22"], ["<22.15.0"], "22.12.0"],
    [["22"], ["^24"], "22.20.0"],
    [["latest"], ["^22"], "22.20.0"],
    [["lts/*"], [">=20 <23"], "22.20.0"],
    [["20.11.1"], [">=20.19"], "20.11.1"],
    [["22", "20"], [], "22.20.0"],
  ])("with the wishes %j and the requirements %j gives %s", (asked, required, version) => {
    expect(chosen("amd64", asked, required)).toBe(version)
  })
})

describe("an architecture", () => {
  it.each([
    ["arm64", "24", "24.11.0"],
    ["arm64", "24.21.0", "version/not-for-stack"],
    ["arm64", "25", "25.2.0"],
    ["arm64", "25.1.0", "version/not-for-stack"],
    ["arm64", "0.12.18", "version/not-for-stack"],
    ["arm64", "0.8.28", "version/unknown"],
    ["arm64", "lts/krypton", "24.11.0"],
  ] as const)("%s, asked for %j, has %s", (arch, asked, version) => {
    expect(chosen(arch, [asked])).toBe(version)
  })
})
