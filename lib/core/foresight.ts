import type { BuildRequest } from "./buildpack.ts"
import type { Lasting } from "./lasting.ts"

/** What is known of a build before it is planned. */
export interface Foresight extends Pick<BuildRequest, "app" | "purpose" | "env" | "signal"> {
  /** A complete layer as the last build has left it; undefined when there is none. The plan says whether it will do. */
  held(name: string): Promise<FormerLayer | undefined>
  readonly lasting: Lasting
}

/** What another build has left as a layer. */
export interface FormerLayer {
  readonly path: string
  readonly metadata: Readonly<Record<string, unknown>>
}
