import { readdir, stat } from "node:fs/promises"
import { extname, join } from "node:path"

const sources = [".ex", ".erl", ".xrl", ".yrl", ".eex", ".c"]

/** Neither tests nor what the others hold is compiled. */
const apart = ["test", "priv", "assets", "deps", "node_modules", ".git"]

/** The bytes of a dependency's sources, which tell about how long it takes to compile it. Nothing there weighs nothing. */
export async function sourceWeight(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const weights = entries.map(async (entry) => {
    if (entry.isDirectory()) return apart.includes(entry.name) ? 0 : sourceWeight(join(folder, entry.name))
    if (!entry.isFile() || !sources.includes(extname(entry.name))) return 0
    return stat(join(folder, entry.name)).then(
      ({ size }) => size,
      () => 0,
    )
  })
  return (await Promise.all(weights)).reduce((sum, weight) => sum + weight, 0)
}
