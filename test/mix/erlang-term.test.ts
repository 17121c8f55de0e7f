import fc from "fast-check"
import { expect, it } from "vitest"
import { decodeTerm, encodeTerm, type Term } from "../../lib/mix/erlang-term.ts"

/** `term_to_binary` of `{{:hex, 2, 0}, %{managers: [:mix], name: "a"}}` in Erlang/OTP 25 and 27, base64. */
const terms = {
  25: "g2gCaANkAANoZXhhAmEAdAAAAAJkAAhtYW5hZ2Vyc2wAAAABZAADbWl4amQABG5hbWVtAAAAAWE=",
  27: "g2gCaAN3A2hleGECYQB0AAAAAncIbWFuYWdlcnNsAAAAAXcDbWl4ancEbmFtZW0AAAABYQ==",
}

const term: Term = {
  tuple: [
    { tuple: [{ atom: "hex" }, 2, 0] },
    { map: { name: { binary: "a" }, managers: { list: [{ atom: "mix" }] } } },
  ],
}

it("writes what Erlang writes", () => {
  expect(encodeTerm(term).toString("base64")).toBe(terms[27])
})

it.each(Object.entries(terms))("reads what Erlang/OTP %s writes", (_, bytes) => {
  expect(decodeTerm(Buffer.from(bytes, "base64"))).toEqual(term)
})

const text = fc.string({ unit: "grapheme", maxLength: 20 })
const { tree } = fc.letrec<{ tree: Term }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    fc.nat(255),
    fc.string({ maxLength: 50 }).map((atom) => ({ atom })),
    text.map((binary) => ({ binary })),
    fc.array(tie("tree"), { maxLength: 4 }).map((list) => ({ list })),
    fc.array(tie("tree"), { maxLength: 4 }).map((tuple) => ({ tuple })),
    fc
      .dictionary(fc.stringMatching(/^[a-z]+$/), tie("tree"), { maxKeys: 4, noNullPrototype: true })
      .map((map) => ({ map })),
  ),
}))

it("reads what it has written", () => {
  fc.assert(
    fc.property(tree, (any) => {
      expect(decodeTerm(encodeTerm(any))).toEqual(any)
    }),
  )
})

it("finds no term in bytes that are cut short or none at all", () => {
  const whole = encodeTerm(term)
  for (let length = 0; length < whole.length; length++) expect(decodeTerm(whole.subarray(0, length))).toBeUndefined()
  for (const bytes of ["jason,1.0.0,hexpm", "\x83\x50\0\0\0\x01x", "\x83\x63"]) {
    expect(decodeTerm(Buffer.from(bytes, "latin1"))).toBeUndefined()
  }
})
