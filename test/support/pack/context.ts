import type { CnbImages } from "./images.ts"
import type { CnbPackages } from "./packages.ts"
import type { Registry } from "./registry.ts"

/** What the set-up has made for the tests with real clients, in addition to the stack. */
export interface PackContext {
  /** The program pack, and its environment. */
  readonly program: string
  readonly env: Readonly<Record<string, string>>
  /** The folder with the lifecycle's programs, as builders have it. */
  readonly lifecycle: string
  /** By its name all images and volumes of this run are told. */
  readonly prefix: string
  readonly images: CnbImages
  readonly packages: CnbPackages
  readonly builders: Builders
  readonly registry: Pick<Registry, "host"> & {
    /** The run image in it. */
    readonly runImage: string
  }
}

/** Images that build apps. */
export interface Builders {
  /** With our buildpacks in it, which its order begins with. */
  readonly ours: string
  /** For buildpacks that are named on the command line. */
  readonly bare: string
}

declare module "vitest" {
  interface ProvidedContext {
    readonly pack: PackContext
  }
}
