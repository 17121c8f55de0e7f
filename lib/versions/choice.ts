import type { Digest } from "../core/runtime.ts"
import type { Origin, Setting } from "../core/setting.ts"

/** A version that was chosen from an index, before anybody knows its URL. */
export interface Choice {
  readonly version: Setting<string>
  /** Its name in the index. */
  readonly ref: string
  readonly digest: Digest
}

/** The choice of a build of builds.hex.pm, with the pin's origin, or as the newest that fits. */
export function chosen(
  version: string,
  pin: Setting<string> | undefined,
  build: { readonly ref: string; readonly sha256: string },
): Choice {
  return {
    version: { value: version, origin: pin?.origin ?? newestThatFits },
    ref: build.ref,
    digest: { algorithm: "sha256", hex: build.sha256 },
  }
}

/** The origin of a version that nobody pinned. */
export const newestThatFits: Origin = { kind: "default", why: "newest that fits" }
