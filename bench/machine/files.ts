import { mkdir, readdir, stat, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { Files } from "../generate/package.ts"

/** Writes texts by path below a folder. */
export async function writeFiles(folder: string, files: Files): Promise<void> {
  await Promise.all(
    Object.entries(files).map(async ([path, text]) => {
      const file = join(folder, path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, text)
    }),
  )
}

/** Bytes of all files in a folder, as they are and not as the disk stores them; hard links count once. 0 when it is not there. */
export async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const seen = new Map<number, number>()
  for (const file of files) {
    const { ino, size } = await stat(file)
    seen.set(ino, size)
  }
  return [...seen.values()].reduce((sum, size) => sum + size, 0)
}
