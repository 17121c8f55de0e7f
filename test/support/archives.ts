import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Readable } from "node:stream"
import { buffer } from "node:stream/consumers"
import { Header } from "tar/header"
import { ZipFile } from "yazl"
import { tempDir } from "./app.ts"

export interface Entry {
  /** Taken as it is, also when no sound archive would have it. */
  readonly path: string
  readonly type?: "File" | "Directory" | "SymbolicLink" | "Link" | "FIFO" | "CharacterDevice" | "BlockDevice"
  readonly content?: string | Buffer
  /** What a link points to. */
  readonly linkpath?: string
  readonly mode?: number
}

/** A tar of these entries, in their order. */
export function tarOf(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap((entry) => {
    const content = bytesOf(entry.content ?? "")
    const header = new Header({
      path: entry.path,
      type: entry.type ?? "File",
      mode: entry.mode ?? 0o644,
      size: content.length,
      mtime: new Date(1_700_000_000_000),
      uid: 12_345,
      gid: 12_345,
      ...(entry.linkpath !== undefined && { linkpath: entry.linkpath }),
    })
    header.encode()
    return [header.block ?? Buffer.alloc(0), content, Buffer.alloc((512 - (content.length % 512)) % 512)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

function bytesOf(content: string | Buffer): Buffer {
  return typeof content === "string" ? Buffer.from(content) : content
}

const fileTypes = { File: 0o100000, SymbolicLink: 0o120000, FIFO: 0o010000 } as const

/** A zip of these entries. A symlink's content is what it points to. */
export async function zipOf(entries: readonly (Entry & { readonly type?: keyof typeof fileTypes })[]): Promise<Buffer> {
  const zip = new ZipFile()
  // yazl refuses bad names: it is given others of the same length, replaced afterwards.
  const names = entries.map((entry, index) => ({ raw: entry.path, safe: `${index}`.padStart(entry.path.length, "~") }))
  entries.forEach((entry, index) => {
    zip.addBuffer(bytesOf(entry.linkpath ?? entry.content ?? ""), names[index]?.safe ?? "", {
      mode: fileTypes[entry.type ?? "File"] | (entry.mode ?? 0o644),
      mtime: new Date(1_700_000_000_000),
      compress: false,
    })
  })
  zip.end()
  const safe = await buffer(zip.outputStream as Readable)
  const raw = names.reduce((text, name) => text.replaceAll(name.safe, () => name.raw), safe.toString("latin1"))
  return Buffer.from(raw, "latin1")
}

/** A folder that holds an archive, and where to unpack it. */
export async function archived(
  name: string,
  content: Buffer | string,
): Promise<{ dir: string; file: string; into: string }> {
  const dir = await tempDir()
  await writeFile(join(dir, name), content)
  return { dir, file: join(dir, name), into: join(dir, "layers/otp") }
}
