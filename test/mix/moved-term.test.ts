import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { movedTerm } from "../../lib/mix/moved-term.ts"
import { type AnyTerm, anyTerm, binary, encodeAny } from "../support/terms.ts"

const from = "/tmp/gebäut/1"
const to = "/app"

/** Texts of which some are the folder, or look like it. */
const texts = fc.oneof(
  fc.constantFrom(from, `${from}/`, `${from}/lib/a.ex`, `${from}2/lib/a.ex`, `.${from}/lib`, to, `${to}/lib/a.ex`),
  fc.string({ unit: "grapheme", maxLength: 20 }).map((text) => `${from}/${text}`),
  fc.string({ unit: "grapheme", maxLength: 20 }),
)

/** What `movedTerm` is to make of a term, told in another way. Throws when two keys of a map become the same. */
function moved(term: AnyTerm): AnyTerm {
  switch (term.kind) {
    case "binary":
      return binary(
        term.text === from || term.text.startsWith(`${from}/`) ? to + term.text.slice(from.length) : term.text,
      )
    case "tuple":
      return { ...term, terms: term.terms.map(moved) }
    case "list":
      return { ...term, terms: term.terms.map(moved), tail: moved(term.tail) }
    case "map": {
      const pairs = term.pairs.map(([key, value]) => [moved(key), moved(value)] as const)
      if (new Set(pairs.map(([key]) => encodeAny(key).toString("hex"))).size < pairs.length) throw new Error("alike")
      return { ...term, pairs }
    }
    case "other":
      return term
  }
}

function model(term: AnyTerm): Buffer | "alike" {
  try {
    return encodeAny(moved(term))
  } catch {
    return "alike"
  }
}

function real(bytes: Buffer): Buffer | string {
  try {
    return movedTerm(bytes, from, to) ?? bytes
  } catch (error) {
    return String(error).includes("a map of which two keys would be the same") ? "alike" : String(error)
  }
}

it("moves each binary that is the folder or a path in it, and nothing else", () => {
  fc.assert(
    fc.property(anyTerm(texts), (term) => {
      expect(real(encodeAny(term))).toEqual(model(term))
    }),
    { numRuns: 1000 },
  )
})

it("changes nothing twice, and says when there is nothing to change", () => {
  fc.assert(
    fc.property(anyTerm(texts), (term) => {
      const once = real(encodeAny(term))
      fc.pre(typeof once !== "string")
      expect(movedTerm(Buffer.from(once), from, to)).toBeUndefined()
    }),
  )
})

const folder = encodeAny(binary(from))

describe("what is no term", () => {
  it("is not taken for one when it is cut short or goes on", () => {
    fc.assert(
      fc.property(anyTerm(texts), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (term, part) => {
        // The folder at its end is there, so that nothing is passed over.
        const all = encodeAny({ kind: "tuple", large: false, terms: [binary(from), term] })
        const kept = 2 + folder.length + Math.floor(part * (all.length - folder.length - 2))
        expect(() => movedTerm(all.subarray(0, kept), from, to)).toThrow()
        expect(() => movedTerm(Buffer.concat([all, Buffer.from([106])]), from, to)).toThrow()
      }),
    )
  })

  it.each([0, 68, 82, 117, 121, 131, 255])("is not passed over: a term of the kind %i", (tag) => {
    const tuple = Buffer.concat([Buffer.from([104, 2]), folder, Buffer.from([tag, 0, 0, 0, 0, 0])])
    expect(() => movedTerm(tuple, from, to)).toThrow(`unknown kind ${tag}`)
  })

  it("may have a function that is smaller than its size", () => {
    for (const size of [0, 1, 2, 3]) {
      const tuple = Buffer.concat([Buffer.from([104, 2]), folder, Buffer.from([112, 0, 0, 0, size])])
      expect(() => movedTerm(tuple, from, to)).toThrow("cut short")
    }
  })
})

it("leaves a map alone of which two keys would be the same", () => {
  const map: AnyTerm = {
    kind: "map",
    pairs: [
      [binary(`${from}/a`), binary("1")],
      [binary(`${to}/a`), binary("2")],
    ],
  }
  expect(() => movedTerm(encodeAny(map), from, to)).toThrow("a map of which two keys would be the same")
})
