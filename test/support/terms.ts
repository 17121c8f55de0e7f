import fc, { type Arbitrary } from "fast-check"

/** A term of Erlang, as far as it matters for what is in it. */
export type AnyTerm =
  | { readonly kind: "binary"; readonly text: string }
  | { readonly kind: "tuple"; readonly large: boolean; readonly terms: readonly AnyTerm[] }
  | { readonly kind: "list"; readonly terms: readonly AnyTerm[]; readonly tail: AnyTerm }
  | { readonly kind: "map"; readonly pairs: readonly (readonly [AnyTerm, AnyTerm])[] }
  | { readonly kind: "other"; readonly bytes: Buffer }

/** The binary of a text. */
export function binary(text: string): AnyTerm {
  return { kind: "binary", text }
}

/** A term as `term_to_binary` writes it, without the version. https://www.erlang.org/doc/apps/erts/erl_ext_dist */
export function encodeAny(term: AnyTerm): Buffer {
  switch (term.kind) {
    case "binary":
      return counted(109, 4, Buffer.from(term.text))
    case "tuple": {
      const head = term.large ? [105, ...number(term.terms.length, 4)] : [104, term.terms.length]
      return Buffer.concat([Buffer.from(head), ...term.terms.map(encodeAny)])
    }
    case "list": {
      const head = Buffer.from([108, ...number(term.terms.length, 4)])
      return Buffer.concat([head, ...term.terms.map(encodeAny), encodeAny(term.tail)])
    }
    case "map":
      return Buffer.concat([Buffer.from([116, ...number(term.pairs.length, 4)]), ...term.pairs.flat().map(encodeAny)])
    case "other":
      return term.bytes
  }
}

function number(value: number, size: number): readonly number[] {
  return Array.from({ length: size }, (_, at) => Math.floor(value / 256 ** (size - 1 - at)) % 256)
}

/** A tag, a number of bytes, what is between the two and does not count, and the bytes. */
function counted(tag: number, size: number, bytes: Buffer, between: readonly number[] = []): Buffer {
  return Buffer.concat([Buffer.from([tag, ...number(bytes.length, size), ...between]), bytes])
}

function fixed(tag: number, size: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), bytes, Buffer.alloc(size)]).subarray(0, 1 + size)
}

/** What belongs to a node: its name, and bytes. */
function ofNode(tag: number, size: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), counted(119, 1, bytes), fixed(0, size, bytes).subarray(1)])
}

/** The same, with a number of words. */
function ofWords(tag: number, creation: number, bytes: Buffer): Buffer {
  const words = bytes.length % 6
  const [, ...rest] = ofNode(tag, creation + 4 * words, bytes)
  return Buffer.from([tag, ...number(words, 2), ...rest])
}

/** A function of the arity 1, which has caught a binary. */
function closure(bytes: Buffer): Buffer {
  const name = counted(119, 1, bytes)
  const caught = counted(109, 4, bytes)
  const rest = [Buffer.from([1]), fixed(0, 24, bytes).subarray(1), name, Buffer.from([97, 1, 97, 2]), caught]
  const body = Buffer.concat(rest)
  return Buffer.concat([Buffer.from([112, ...number(4 + body.length, 4)]), body])
}

/** Terms of all kinds in which no text is a binary, out of a few bytes. */
const others: readonly ((bytes: Buffer) => Buffer)[] = [
  ...[97, 98, 70, 99].map((tag, at) => (bytes: Buffer) => fixed(tag, [1, 4, 8, 31][at] ?? 0, bytes)),
  ...[100, 118, 107].map((tag) => (bytes: Buffer) => counted(tag, 2, bytes)),
  ...[115, 119].map((tag) => (bytes: Buffer) => counted(tag, 1, bytes)),
  (bytes) => counted(110, 1, bytes, [1]),
  (bytes) => counted(111, 4, bytes, [0]),
  (bytes) => counted(77, 4, bytes, [3]),
  () => Buffer.from([106]),
  (bytes) => ofNode(103, 9, bytes),
  (bytes) => ofNode(88, 12, bytes),
  (bytes) => ofNode(102, 5, bytes),
  (bytes) => ofNode(89, 8, bytes),
  (bytes) => ofNode(120, 12, bytes),
  (bytes) => ofNode(101, 5, bytes),
  (bytes) => ofWords(114, 1, bytes),
  (bytes) => ofWords(90, 4, bytes),
  (bytes) => Buffer.concat([Buffer.from([113]), counted(119, 1, bytes), counted(100, 2, bytes), Buffer.from([97, 2])]),
  closure,
]

/** Terms with these texts, in binaries and wherever else there are bytes. */
export function anyTerm(texts: Arbitrary<string>): Arbitrary<AnyTerm> {
  const bytes = fc.oneof(
    texts.map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 40 }).map((some) => Buffer.from(some)),
  )
  const other = fc
    .tuple(fc.constantFrom(...others), bytes)
    .map(([encode, some]): AnyTerm => ({ kind: "other", bytes: encode(some.subarray(0, 255)) }))
  const { term } = fc.letrec<{ term: AnyTerm }>((tie) => {
    const some = fc.array(tie("term"), { maxLength: 5 })
    const pairs = fc.uniqueArray(fc.tuple(tie("term"), tie("term")), {
      maxLength: 5,
      selector: ([key]) => encodeAny(key).toString("hex"),
    })
    return {
      term: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        texts.map(binary),
        other,
        fc.record({ kind: fc.constant("tuple"), large: fc.boolean(), terms: some }),
        fc.record({ kind: fc.constant("list"), terms: some, tail: tie("term") }),
        fc.record({ kind: fc.constant("map"), pairs }),
      ),
    }
  })
  return term
}
