import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { type RuntimeName, runtimeTitles } from "../core/runtime.ts"

/** An index that was read and holds nothing to choose from. */
export function emptyIndex(name: RuntimeName, source: string): BuildpackError {
  const title = `The index of ${runtimeTitles[name]} lists no version that can be installed`
  return new BuildpackError("version/empty-index", title, {
    help: prose`
      ${source} was read, but holds no stable version.

      If this is a mirror (BEAMPACK_MIRROR), make it again; else try later: the file is being rewritten or is damaged.
    `,
  })
}
