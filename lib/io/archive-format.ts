/** A zip, a plain tar, or how a tar is compressed. */
export type ArchiveFormat = "gzip" | "xz" | "tar" | "zip"

/** How many of a file's first bytes tell its format. */
export const HEAD_BYTES = 512

const magic: readonly { readonly format: ArchiveFormat; readonly offset: number; readonly bytes: string }[] = [
  { format: "gzip", offset: 0, bytes: "\x1f\x8b" },
  { format: "xz", offset: 0, bytes: "\xfd7zXZ\0" },
  { format: "zip", offset: 0, bytes: "PK\x03\x04" },
  { format: "zip", offset: 0, bytes: "PK\x05\x06" }, // without entries
  { format: "tar", offset: 257, bytes: "ustar" },
]

/** The format of a file that begins with these bytes. */
export function archiveFormat(head: Buffer): ArchiveFormat | undefined {
  return magic.find(({ offset, bytes }) => head.toString("latin1", offset, offset + bytes.length) === bytes)?.format
}

/** What the first bytes of a file that is no archive look like, to follow "It". */
export function describeHead(head: Buffer): string {
  if (head.length === 0) return "is empty"
  const text = head.toString("latin1").trimStart()
  if (/^(<!doctype html|<html)/i.test(text)) return "is an HTML page"
  const start = text.slice(0, 40).replaceAll(/\s+/g, " ")
  if (/^[\x20-\x7e]+$/.test(start)) return `is a text that begins with "${start}"`
  return `begins with the bytes ${head.subarray(0, 8).toString("hex")}`
}
