import { constants } from "node:fs"
import { mkdir, utimes, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { text } from "node:stream/consumers"
import { crc32 } from "node:zlib"
import type { Entry, ZipFile } from "yauzl"
import { type EntryOptions, entryPath, type Links, makeLinks } from "./archive-entry.ts"
import { specialFile } from "./archive-errors.ts"

const { S_IFMT, S_IFREG, S_IFDIR, S_IFLNK } = constants

/** Unpacks a zip file into a folder that is there and empty. Times and, where it has them, Unix modes are kept. */
export async function unpackZip(archive: string, into: string, { strip, signal }: EntryOptions): Promise<void> {
  const { openPromise, getFileNameLowLevel } = await import("yauzl")
  const zip = await openPromise(archive, { decodeStrings: false })
  const links: Links = new Map()
  for await (const entry of zip.eachEntry()) {
    signal?.throwIfAborted()
    // Decoded here, since yauzl does not tell which name it refuses, and takes the bytes of Unix for code page 437.
    const name = isFromUnix(entry)
      ? entry.fileNameRaw.toString("utf8")
      : getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
    const path = entryPath(name, strip, links)
    if (path === undefined) continue
    const mode = unixMode(entry)
    const type = name.endsWith("/") ? S_IFDIR : mode & S_IFMT || S_IFREG
    switch (type) {
      case S_IFDIR:
        await mkdir(join(into, path), { recursive: true })
        break
      case S_IFREG:
        await writeEntry(contentOf(zip, entry, signal), entry, join(into, path), mode & 0o777 || 0o644)
        break
      case S_IFLNK:
        links.set(path, { name, target: await text(contentOf(zip, entry, signal)) })
        break
      default:
        throw specialFile(name, "special file")
    }
  }
  await makeLinks(links, into)
}

async function writeEntry(content: AsyncIterable<Buffer>, entry: Entry, path: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content, { flag: "wx", mode })
  const time = entry.getLastModDate()
  await utimes(path, time, time)
}

/** The content, which fails at its end when its checksum is wrong; yauzl only checks its length. */
async function* contentOf(zip: ZipFile, entry: Entry, signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
  let sum = 0
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    signal?.throwIfAborted()
    sum = crc32(chunk, sum)
    yield chunk
  }
  if (sum !== entry.crc32) throw new Error(`wrong checksum of ${entry.fileNameRaw}`)
}

function unixMode(entry: Entry): number {
  return isFromUnix(entry) ? entry.externalFileAttributes >>> 16 : 0
}

// The upper byte of "version made by": APPNOTE.TXT 4.4.2.
function isFromUnix(entry: Entry): boolean {
  return entry.versionMadeBy >>> 8 === 3
}
