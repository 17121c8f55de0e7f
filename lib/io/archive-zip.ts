import { constants } from "node:fs"
import { mkdir, utimes, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { buffer } from "node:stream/consumers"
import { crc32 } from "node:zlib"
import type { Entry, ZipFile } from "yauzl"
import { entryPath, type Links, makeLinks } from "./archive-entry.ts"
import { specialFile } from "./archive-errors.ts"

const { S_IFMT, S_IFREG, S_IFDIR, S_IFLNK } = constants
const MADE_BY_UNIX = 3

/** Unpacks a zip file into a folder that is there and empty. Times and, where it has them, Unix modes are kept. */
export async function unpackZip(archive: string, into: string, strip: number): Promise<void> {
  const { openPromise, getFileNameLowLevel } = await import("yauzl")
  // Names are decoded here, since yauzl refuses those that escape without telling which.
  const zip = await openPromise(archive, { decodeStrings: false })
  const links: Links = new Map()
  for await (const entry of zip.eachEntry()) {
    const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false)
    const path = entryPath(name, strip, links)
    if (path === undefined) continue
    const mode = unixMode(entry)
    const type = name.endsWith("/") ? S_IFDIR : mode & S_IFMT || S_IFREG
    switch (type) {
      case S_IFDIR:
        await mkdir(join(into, path), { recursive: true })
        break
      case S_IFREG:
        await writeEntry(zip, entry, join(into, path), mode & 0o777 || 0o644)
        break
      case S_IFLNK:
        links.set(path, (await buffer(checked(await zip.openReadStreamPromise(entry), entry))).toString("utf8"))
        break
      default:
        throw specialFile(name, "special file")
    }
  }
  await makeLinks(links, into)
}

async function writeEntry(zip: ZipFile, entry: Entry, path: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, checked(await zip.openReadStreamPromise(entry), entry), { flag: "wx", mode })
  const time = entry.getLastModDate()
  await utimes(path, time, time)
}

/** The content, which fails at its end when its checksum is wrong; yauzl only checks its length. */
async function* checked(content: AsyncIterable<Buffer>, entry: Entry): AsyncGenerator<Buffer> {
  let sum = 0
  for await (const chunk of content) {
    sum = crc32(chunk, sum)
    yield chunk
  }
  if (sum !== entry.crc32) throw new Error(`wrong checksum of ${entry.fileNameRaw}`)
}

function unixMode(entry: Entry): number {
  return entry.versionMadeBy >>> 8 === MADE_BY_UNIX ? entry.externalFileAttributes >>> 16 : 0
}
