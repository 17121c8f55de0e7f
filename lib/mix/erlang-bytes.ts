/** The first byte of each term outside of others. https://www.erlang.org/doc/apps/erts/erl_ext_dist */
export const VERSION = 131

/** The byte that comes next when the rest is compressed. */
export const COMPRESSED = 80

/** The first bytes of terms, by kind; those that only nodes of a cluster send one another are left out. */
export const tags = {
  newFloat: 70,
  bitBinary: 77,
  newPid: 88,
  newPort: 89,
  newerReference: 90,
  smallInteger: 97,
  integer: 98,
  float: 99,
  atom: 100,
  reference: 101,
  port: 102,
  pid: 103,
  smallTuple: 104,
  largeTuple: 105,
  nil: 106,
  string: 107,
  list: 108,
  binary: 109,
  smallBig: 110,
  largeBig: 111,
  newFun: 112,
  export: 113,
  newReference: 114,
  smallAtom: 115,
  map: 116,
  atomUtf8: 118,
  smallAtomUtf8: 119,
  v4Port: 120,
} as const

/** Bytes that are read from the front. Whatever reads beyond their end throws. */
export interface Reader {
  readonly bytes: Buffer
  at: number
}

/** The next byte. */
export function byte(reader: Reader): number {
  const value = reader.bytes.readUInt8(reader.at)
  reader.at += 1
  return value
}

/** The number that the next two bytes are. */
export function half(reader: Reader): number {
  return byte(reader) * 256 + byte(reader)
}

/** The number that the next four bytes are. */
export function word(reader: Reader): number {
  const value = reader.bytes.readUInt32BE(reader.at)
  reader.at += 4
  return value
}

/** The next so many bytes. */
export function take(reader: Reader, count: number): Buffer {
  const end = reader.at + count
  if (count < 0 || end > reader.bytes.length) throw new Error("it is cut short")
  const value = reader.bytes.subarray(reader.at, end)
  reader.at = end
  return value
}
