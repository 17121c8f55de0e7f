import { expect, it } from "vitest"
import { parseResolved, type Resolved, resolvedText } from "../../lib/toolchain/resolved-text.ts"

const node = {
  name: "node",
  version: "24.11.0",
  ref: "v24.11.0",
  asked: [".nvmrc asks for 24"],
  files: {
    "linux-x64": {
      url: "https://nodejs.org/dist/v24.11.0/node-v24.11.0-linux-x64.tar.gz",
      digest: { algorithm: "sha256", hex: "ab".repeat(32) },
    },
  },
} as const

const resolved: Resolved = {
  lock: [node],
  remarks: {
    node: { why: "newest LTS", passedOver: [{ version: "25.2.0", why: "it is of no long-term support line" }] },
  },
}

it("what was resolved is read as it was kept", async () => {
  expect(await parseResolved(resolvedText(resolved))).toMatchObject(resolved)
})

it.each([
  ["nothing", undefined],
  ["no JSON", "[node]"],
  ["another value", "[]"],
  ["another lock", JSON.stringify({ lock: "format = 0", remarks: 1 })],
  ["no lock", JSON.stringify({ lock: 1 })],
])("nothing was resolved as far as %s tells", async (_, text) => {
  expect(await parseResolved(text)).toEqual({ lock: [], remarks: {} })
})

it("remarks of another version of beampack are passed over", async () => {
  const remarks = { node: { why: 1, passedOver: ["25.2.0", { version: "25.1.0", why: "old" }] }, hex: "new" }
  const text = JSON.stringify({ ...JSON.parse(resolvedText(resolved)), remarks })
  expect((await parseResolved(text)).remarks).toEqual({
    node: { passedOver: [{ version: "25.1.0", why: "old" }] },
    hex: {},
  })
})
