import { byte, half, type Reader, tags, take, VERSION, word } from "./erlang-bytes.ts"

/** The few kinds of Erlang terms that manifests are made of. An atom and a binary are two texts that are not the same. */
export type Term =
  | { readonly atom: string }
  | { readonly binary: string }
  | { readonly tuple: readonly Term[] }
  | { readonly list: readonly Term[] }
  | { readonly map: Readonly<Record<string, Term>> }
  | number

/** A term as bytes. Maps have atoms for keys, in the order of their names; tuples and numbers are small. */
export function encodeTerm(term: Term): Buffer {
  return Buffer.concat([Buffer.from([VERSION]), encode(term)])
}

function encode(term: Term): Buffer {
  if (typeof term === "number") return Buffer.from([tags.smallInteger, term])
  if ("atom" in term) return encodeAtom(term.atom)
  if ("binary" in term) {
    const bytes = Buffer.from(term.binary, "utf8")
    return Buffer.concat([tagged(tags.binary, bytes.length), bytes])
  }
  if ("tuple" in term)
    return Buffer.concat([Buffer.from([tags.smallTuple, term.tuple.length]), ...term.tuple.map(encode)])
  if ("list" in term) {
    const nil = Buffer.from([tags.nil])
    if (term.list.length === 0) return nil
    return Buffer.concat([tagged(tags.list, term.list.length), ...term.list.map(encode), nil])
  }
  const pairs = Object.entries(term.map).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const parts = pairs.flatMap(([key, value]) => [encodeAtom(key), encode(value)])
  return Buffer.concat([tagged(tags.map, pairs.length), ...parts])
}

function encodeAtom(name: string): Buffer {
  const bytes = Buffer.from(name, "utf8")
  return Buffer.concat([Buffer.from([tags.smallAtomUtf8, bytes.length]), bytes])
}

/** A tag, and how many of something follow. */
function tagged(tag: number, count: number): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt8(tag)
  head.writeUInt32BE(count, 1)
  return head
}

/** The term that bytes are; undefined for other kinds of terms, and for what is none. */
export function decodeTerm(bytes: Buffer): Term | undefined {
  try {
    const reader = { bytes, at: 1 }
    return bytes[0] === VERSION ? decode(reader) : undefined
  } catch {
    return undefined
  }
}

function decode(reader: Reader): Term {
  const tag = byte(reader)
  switch (tag) {
    case tags.smallInteger:
      return byte(reader)
    case tags.atom:
    case tags.atomUtf8:
      return { atom: text(reader, half(reader)) }
    case tags.smallAtom:
    case tags.smallAtomUtf8:
      return { atom: text(reader, byte(reader)) }
    case tags.binary:
      return { binary: text(reader, word(reader)) }
    case tags.smallTuple:
      return { tuple: many(reader, byte(reader)) }
    case tags.nil:
      return { list: [] }
    case tags.list: {
      const list = many(reader, word(reader))
      if (byte(reader) !== tags.nil) throw new Error("an improper list")
      return { list }
    }
    case tags.map:
      return { map: decodeMap(reader, word(reader)) }
    default:
      throw new Error(`a term of the kind ${tag}`)
  }
}

function decodeMap(reader: Reader, count: number): Record<string, Term> {
  const map: Record<string, Term> = {}
  for (let done = 0; done < count; done++) {
    const key = decode(reader)
    if (typeof key === "number" || !("atom" in key)) throw new Error("a key that is no atom")
    map[key.atom] = decode(reader)
  }
  return map
}

function many(reader: Reader, count: number): readonly Term[] {
  const terms: Term[] = []
  for (let done = 0; done < count; done++) terms.push(decode(reader))
  return terms
}

function text(reader: Reader, length: number): string {
  return take(reader, length).toString("utf8")
}
