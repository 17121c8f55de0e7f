import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import type { Bytes } from "./gzip.ts"

/** A file in a tar or, without content, a folder. */
export interface TarEntry {
  /** Without a slash at its end. */
  readonly path: string
  readonly content?: readonly Bytes[]
  readonly executable?: boolean
}

/** 1980-01-01T00:00:01Z: the time that platforms give to the files of buildpacks and images. */
const time = 315_532_801
const blockSize = 512

/** A tar (POSIX ustar) of entries that belong to root, byte for byte as Go's archive/tar has it, which pack uses. */
export function tar(entries: readonly TarEntry[]): readonly Bytes[] {
  const parts = entries.flatMap((entry): Bytes[] => {
    const { content = [] } = entry
    return [{ plain: header(entry) }, ...content, { plain: Buffer.alloc(-lengthOf(content) & (blockSize - 1)) }]
  })
  return [...parts, { plain: Buffer.alloc(2 * blockSize) }]
}

/**
 * What is in a folder, as entries below `prefix`, by name, each folder before what is in it. The content of a `known` file,
 * by its path in there, is not read again.
 */
export async function entriesOf(
  folder: string,
  prefix: string,
  known: ReadonlyMap<string, Bytes>,
): Promise<readonly TarEntry[]> {
  const paths = await readdir(folder, { recursive: true })
  return Promise.all(
    paths.toSorted(byName).map(async (path): Promise<TarEntry> => {
      const file = join(folder, path)
      const stats = await stat(file)
      if (stats.isDirectory()) return { path: prefix + path }
      const bytes = known.get(path) ?? { plain: await readFile(file) }
      return { path: prefix + path, content: [bytes], executable: (stats.mode & 0o111) !== 0 }
    }),
  )
}

/** What is in a folder comes before what has the folder's name and more. */
function byName(one: string, other: string): number {
  return one.replaceAll("/", "\0") < other.replaceAll("/", "\0") ? -1 : 1
}

function header({ path, content, executable = false }: TarEntry): Buffer {
  if (Buffer.byteLength(path) > 100) throw new Error(`${path} is longer than a name in a tar may be`)
  const isFolder = content === undefined
  const fields: readonly (readonly [offset: number, text: string])[] = [
    [0, path],
    [100, octal(isFolder || executable ? 0o755 : 0o644, 7)],
    [108, octal(0, 7)],
    [116, octal(0, 7)],
    [124, octal(lengthOf(content ?? []), 11)],
    [136, octal(time, 11)],
    // The checksum counts itself as blanks.
    [148, " ".repeat(8)],
    [156, isFolder ? "5" : "0"],
    [257, "ustar\0" + "00"],
    [329, octal(0, 7)],
    [337, octal(0, 7)],
  ]
  const block = Buffer.alloc(blockSize)
  for (const [offset, text] of fields) block.write(text, offset)
  const checksum = block.reduce((sum, byte) => sum + byte, 0)
  block.write(`${octal(checksum, 6)}\0`, 148)
  return block
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0")
}

function lengthOf(content: readonly Bytes[]): number {
  return content.reduce((length, { plain }) => length + plain.length, 0)
}
