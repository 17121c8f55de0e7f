import { unknownFormat } from "./archive-errors.ts"
import { archiveFormat, describeHead } from "./archive-format.ts"
import { fileName } from "./location.ts"

/** Throws `archive/unknown-format` when the first bytes of the file at a URL are of no archive. */
export function checkArchive(head: Buffer, source: string): void {
  if (archiveFormat(head) === undefined) throw unknownFormat(fileName(source), describeHead(head))
}
