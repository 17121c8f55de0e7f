import { createHash } from "node:crypto"
import { expect, it } from "vitest"
import { digestInDocument, digestsInSums } from "../../lib/mix/program-listing.ts"

const hash = createHash("sha512").update("x")
const hex = hash.copy().digest("hex")
const integrity = `sha512-${hash.digest("base64")}`

it("finds the digest in what a registry says", () => {
  const text = (dist: unknown): string => JSON.stringify({ version: "1.0.0", dist })
  expect(digestInDocument(text({ integrity }))).toEqual({ algorithm: "sha512", hex })
  expect(digestInDocument(text({ integrity: `sha1-abc= ${integrity}` }))).toEqual({ algorithm: "sha512", hex })
  const none = [text({ shasum: "abc" }), text({ integrity: "sha1-abc=" }), text(null), "<html>", "null", ""]
  expect(none.map(digestInDocument)).toEqual(none.map(() => undefined))
})

it("reads a list of digests as shasum writes it", () => {
  const [one, two] = ["a".repeat(64), "B".repeat(64)]
  const sums = digestsInSums(`${one}  ./tailwindcss-linux-x64\r\n${two} *tailwindcss-linux-arm64\n`)
  expect([...(sums ?? [])]).toEqual([
    ["tailwindcss-linux-x64", { algorithm: "sha256", hex: one }],
    ["tailwindcss-linux-arm64", { algorithm: "sha256", hex: "b".repeat(64) }],
  ])
  expect(digestsInSums("<html>Please log in</html>")).toBeUndefined()
})
