import { readdir, stat } from "node:fs/promises"
import { join } from "node:path"

/** The files of a folder by path, each with its mode and its size; a link counts as what it leads to. */
export async function readTree(dir: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(dir, { recursive: true })).toSorted()
  const described = names.map(async (name) => {
    const found = await stat(join(dir, name))
    return [name, `${found.mode.toString(8)} ${found.isFile() ? found.size : ""}`] as const
  })
  return Object.fromEntries(await Promise.all(described))
}
