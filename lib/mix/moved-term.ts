import { byte, half, type Reader, tags, take, word } from "./erlang-bytes.ts"

/**
 * A term, without the byte of its version, in which each binary that is the path `from` or one below it is the same of
 * `to`; all else stays as it is, byte for byte. Undefined when it has none. Throws for a term of an unknown kind, and for
 * what is none.
 */
export function movedTerm(term: Buffer, from: string, to: string): Buffer | undefined {
  const old = Buffer.from(from)
  // Most terms that have it are changed, and those that do not have it need not be walked.
  if (!term.includes(old)) return undefined
  const walk = {
    bytes: term,
    at: 0,
    parts: [],
    copied: 0,
    from: old,
    below: Buffer.from(`${from}/`),
    to: Buffer.from(to),
  }
  walkTerm(walk)
  if (walk.at !== term.length) throw new Error("more comes after the term")
  return movedParts(walk)
}

interface Walk extends Reader {
  readonly from: Buffer
  /** How a path in the folder begins. */
  readonly below: Buffer
  readonly to: Buffer
  /** The new bytes for those up to `copied`. */
  readonly parts: Buffer[]
  copied: number
}

function movedParts({ bytes, parts, copied }: Walk): Buffer | undefined {
  return parts.length === 0 ? undefined : Buffer.concat([...parts, bytes.subarray(copied)])
}

function walkTerm(walk: Walk): void {
  const tag = byte(walk)
  const walkRest = kinds[tag]
  if (walkRest === undefined) throw new Error(`it holds a term of the unknown kind ${tag}`)
  walkRest(walk)
}

/** What comes after the tag, by tag. */
const kinds: Readonly<Record<number, (walk: Walk) => void>> = {
  [tags.smallInteger]: bytes(1),
  [tags.integer]: bytes(4),
  [tags.smallBig]: counted(byte, 1),
  [tags.largeBig]: counted(word, 1),
  [tags.newFloat]: bytes(8),
  [tags.float]: bytes(31),
  [tags.atom]: counted(half),
  [tags.smallAtom]: counted(byte),
  [tags.atomUtf8]: counted(half),
  [tags.smallAtomUtf8]: counted(byte),
  [tags.binary]: moveBinary,
  [tags.bitBinary]: counted(word, 1),
  // Each byte of it is an integer of a list.
  [tags.string]: counted(half),
  [tags.nil]: bytes(0),
  [tags.list]: (walk) => walkTerms(walk, word(walk) + 1),
  [tags.smallTuple]: (walk) => walkTerms(walk, byte(walk)),
  [tags.largeTuple]: (walk) => walkTerms(walk, word(walk)),
  [tags.map]: walkMap,
  [tags.export]: (walk) => walkTerms(walk, 3),
  // Its size counts itself. What a function has caught is its own.
  [tags.newFun]: (walk) => take(walk, word(walk) - 4),
  [tags.pid]: ofNode(9),
  [tags.newPid]: ofNode(12),
  [tags.port]: ofNode(5),
  [tags.newPort]: ofNode(8),
  [tags.v4Port]: ofNode(12),
  [tags.reference]: ofNode(5),
  [tags.newReference]: numbered(1),
  [tags.newerReference]: numbered(4),
}

function bytes(count: number): (walk: Walk) => void {
  return (walk) => take(walk, count)
}

/** So many bytes as a number before them says, and some more. */
function counted(count: (walk: Walk) => number, more = 0): (walk: Walk) => void {
  return (walk) => take(walk, count(walk) + more)
}

/** A node's name, and bytes that only it understands. */
function ofNode(count: number): (walk: Walk) => void {
  return (walk) => {
    walkTerm(walk)
    take(walk, count)
  }
}

/** The same with so many words more as the number before them says. */
function numbered(creation: number): (walk: Walk) => void {
  return (walk) => ofNode(half(walk) * 4 + creation)(walk)
}

function walkTerms(walk: Walk, count: number): void {
  for (let done = 0; done < count; done++) walkTerm(walk)
}

function walkMap(walk: Walk): void {
  const count = word(walk)
  const keys: Buffer[] = []
  let hasMoved = false
  for (let done = 0; done < count; done++) {
    const [start, changes] = [walk.at, walk.parts.length]
    walkTerm(walk)
    keys.push(walk.bytes.subarray(start, walk.at))
    hasMoved ||= walk.parts.length > changes
    walkTerm(walk)
  }
  if (hasMoved && areAlike(keys.map((key) => movedKey(key, walk)))) {
    throw new Error("it has a map of which two keys would be the same")
  }
}

function movedKey(key: Buffer, { from, below, to }: Walk): Buffer {
  const walk = { bytes: key, at: 0, parts: [], copied: 0, from, below, to }
  walkTerm(walk)
  return movedParts(walk) ?? key
}

function areAlike(all: readonly Buffer[]): boolean {
  return new Set(all.map((each) => each.toString("latin1"))).size < all.length
}

function moveBinary(walk: Walk): void {
  const start = walk.at - 1
  const text = take(walk, word(walk))
  const isBelow = text.subarray(0, walk.below.length).equals(walk.below)
  if (!isBelow && !text.equals(walk.from)) return
  const rest = text.subarray(walk.from.length)
  const head = Buffer.alloc(5)
  head.writeUInt8(tags.binary)
  head.writeUInt32BE(walk.to.length + rest.length, 1)
  walk.parts.push(walk.bytes.subarray(walk.copied, start), head, walk.to, rest)
  walk.copied = walk.at
}
