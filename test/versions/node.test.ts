import { describe, expect, it } from "vitest"
import type { Arch } from "../../lib/core/target.ts"
import { chooseNode } from "../../lib/versions/node.ts"
import { parseNodeIndex } from "../../lib/versions/node-index.ts"
import { nodeIndex, outcome, wish, wishes } from "../support/indexes.ts"

const nvmrc = { kind: "file", file: ".nvmrc", line: 1 } as const

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

describe("chooseNode says", () => {
  it("that nobody asked", () => {
    expect(chooseNode(nodeIndex, "amd64")).toEqual({
      version: { value: "24.21.0", origin: { kind: "default", why: "newest LTS" } },
      passedOver: [],
      ref: "v24.21.0",
    })
  })

  it("who asked, and for what", () => {
    expect(chooseNode(nodeIndex, "amd64", wish("lts/jod", nvmrc))).toMatchObject({
      version: { value: "22.20.0", origin: nvmrc },
      asked: "lts/jod",
      ref: "v22.20.0",
    })
  })

  it("that there was no LTS release to take", () => {
    const index = parseNodeIndex('[{"version":"v25.2.0","files":["linux-x64"],"lts":false}]', nodeIndex.source)
    expect(chooseNode(index, "amd64").version.origin).toEqual({
      kind: "default",
      why: "newest, for want of an LTS release",
    })
  })
})

describe("chooseNode passes over", () => {
  it.each([
    ["amd64", ["22"], [], []],
    ["amd64", ["lts/*"], [], []],
    ["amd64", ["24.*"], [], []],
    ["amd64", [">=20"], [], ["25.2.0: it is of no long-term support line"]],
    ["amd64", [], [">=20 <24"], ["25.2.0: mix.exs:1 asks for >=20 <24", "23.11.1: it is of no long-term support line"]],
    ["arm64", [], [], ["24.21.0: it is not built for linux-arm64"]],
    [
      "amd64",
      [">=22.4.0 <22.5.1 || ^20"],
      [],
      ["25.2.0: .tool-versions:1 asks for >=22.4.0 <22.5.1 || ^20", expect.stringMatching(/^22\.5\.0: npm and Yarn/)],
    ],
  ] as const)("on %s, asked for %j and %j, %j", (arch, asked, required, expected) => {
    const { passedOver = [] } = chooseNode(nodeIndex, arch, wishes(asked, required))
    expect(passedOver.map(({ version, why }) => `${version}: ${why}`)).toEqual(expected)
  })
})
