import { randomBytes } from "node:crypto"
import { gunzipSync } from "node:zlib"
import { execa } from "execa"
import { expect, it } from "vitest"
import { type Bytes, deflated, gzip } from "../../scripts/package/gzip.ts"

const text = { plain: Buffer.from("some text, ".repeat(1000)) }
const noise = { plain: randomBytes(100_000) }
const nothing = { plain: Buffer.alloc(0) }

it.each<[string, () => Promise<readonly Bytes[]>]>([
  ["nothing", async () => []],
  ["no bytes", async () => [nothing]],
  ["what is still to be compressed", async () => [text, noise, text]],
  ["what was compressed before", async () => [await deflated(noise.plain)]],
  ["both", async () => [text, await deflated(noise.plain), nothing, await deflated(text.plain), noise]],
  [
    "the same part twice",
    async () => {
      const part = await deflated(noise.plain)
      return [part, part]
    },
  ],
])("makes one gzip file of %s", async (_, parts) => {
  const bytes = await parts()
  const file = Buffer.concat(await gzip(bytes))
  const plain = Buffer.concat(bytes.map((part) => part.plain))
  expect(gunzipSync(file).equals(plain)).toBe(true)
  const { stdout } = await execa("gzip", ["-dc"], { input: file, encoding: "buffer" })
  expect(plain.equals(stdout)).toBe(true)
})

it("takes the compressed form that it is given", async () => {
  const part = await deflated(text.plain)
  const file = Buffer.concat(await gzip([noise, part, noise]))
  expect(file.includes(part.deflated)).toBe(true)
})

it("has no time and no system in it", async () => {
  expect(
    Buffer.concat(await gzip([text]))
      .subarray(0, 10)
      .toString("hex"),
  ).toBe("1f8b08000000000000ff")
})
