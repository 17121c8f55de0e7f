import { mkdir, readdir, rename } from "node:fs/promises"
import { join } from "node:path"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { unpack } from "../io/archive.ts"
import type { Runtime } from "./runtime.ts"

/**
 * Hex, laid out as `mix archive.install` does it: the folder on top of the archive, `hex-2.2.1-otp-27`, lies in a folder
 * of the same name, and that in the folder that MIX_ARCHIVES names.
 */
export const hex: Runtime = {
  fill: async (download, layer, { signal }) => {
    const unpacked = join(layer.path, "unpacked")
    await unpack(download, unpacked, { signal })
    const [name, ...others] = await readdir(unpacked)
    if (name === undefined || others.length > 0) throw badArchive()
    await mkdir(join(layer.path, "archives"))
    await rename(unpacked, join(layer.path, "archives", name))
  },
  changes: (layer) => ({ MIX_ARCHIVES: { action: "override", value: join(layer.path, "archives") } }),
}

function badArchive(): BuildpackError {
  return new BuildpackError("hex/bad-archive", "Hex was downloaded and verified, but is not a Mix archive", {
    help: prose`
      A Mix archive has one folder on top, such as hex-2.2.1.
      Take another version with HEX_VERSION, or make the mirror (BEAMPACK_MIRROR) again.
    `,
  })
}
