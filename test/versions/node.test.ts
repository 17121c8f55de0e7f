import { describe, expect, it } from "vitest"
import { chooseNode } from "../../lib/versions/node.ts"
import { parseNodeIndex } from "../../lib/versions/node-index.ts"
import { nodeIndex, wish, wishes } from "../support/indexes.ts"

const nvmrc = { kind: "file", file: ".nvmrc", line: 1 } as const

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
