import { chmod, readdir } from "node:fs/promises"
import { join } from "node:path"
import { unpack } from "../io/archive.ts"
import { onPath, type Runtime } from "./runtime.ts"

/** Elixir: a zip without a folder on top, in which not every build marks its scripts as executable. */
export const elixir: Runtime = {
  fill: async (download, layer, { signal }) => {
    await unpack(download, layer.path, { signal })
    const bin = join(layer.path, "bin")
    for (const name of await readdir(bin)) await chmod(join(bin, name), 0o755)
  },
  changes: (layer) => ({ PATH: onPath(join(layer.path, "bin")) }),
}
