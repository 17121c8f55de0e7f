import { chmod, rename } from "node:fs/promises"
import { join } from "node:path"
import type { Runtime } from "./runtime.ts"

/** rebar3: one escript, which Mix finds by MIX_REBAR3. */
export const rebar3: Runtime = {
  fill: async (download, layer) => {
    const script = join(layer.path, "rebar3")
    await rename(download, script)
    await chmod(script, 0o755)
  },
  changes: (layer) => ({ MIX_REBAR3: { action: "override", value: join(layer.path, "rebar3") } }),
}
