import { join } from "node:path"
import { unpack } from "../io/archive.ts"
import { onPath, type Runtime } from "./runtime.ts"

/** Node.js with its npm, as published. */
export const node: Runtime = {
  fill: (download, layer, { signal }) => unpack(download, layer.path, { strip: 1, signal }),
  changes: (layer) => ({ PATH: onPath(join(layer.path, "bin")) }),
}
