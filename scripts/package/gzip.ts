import { promisify } from "node:util"
import { constants, crc32, deflateRaw } from "node:zlib"

/** Bytes of an archive. Large ones bring their compressed form, made once for all archives that they go in. */
export interface Bytes {
  readonly plain: Buffer
  readonly deflated?: Buffer
}

/** Magic number, deflate, and neither flags nor a time nor the system that made it. */
const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])
/** The last block of a deflate stream, with nothing in it. */
const lastBlock = Buffer.from([0x03, 0x00])

/** The bytes with a compressed form that can stand anywhere in a gzip file. */
export async function deflated(plain: Buffer): Promise<Required<Bytes>> {
  // Flushed, it ends at a byte's end, and none of its blocks is the last one. It refers to nothing before it.
  return { plain, deflated: await promisify(deflateRaw)(plain, { finishFlush: constants.Z_SYNC_FLUSH }) }
}

/** A gzip file (RFC 1952) of the bytes, as its parts. */
export async function gzip(parts: readonly Bytes[]): Promise<readonly Buffer[]> {
  const compressed = await Promise.all(
    joined(parts).map(async (part) => part.deflated ?? (await deflated(part.plain)).deflated),
  )
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(parts.reduce((sum, { plain }) => crc32(plain, sum), 0))
  trailer.writeUInt32LE(parts.reduce((size, { plain }) => size + plain.length, 0) % 2 ** 32, 4)
  return [header, ...compressed, lastBlock, trailer]
}

/** The same bytes, with those that are still to be compressed in as few parts as can be. */
function joined(parts: readonly Bytes[]): readonly Bytes[] {
  const result: Bytes[] = []
  let pending: Buffer[] = []
  for (const part of parts) {
    if (part.deflated === undefined) pending.push(part.plain)
    else {
      result.push({ plain: Buffer.concat(pending) }, part)
      pending = []
    }
  }
  return [...result, { plain: Buffer.concat(pending) }]
}
