import type { HexRegistry } from "./hex-registry.ts"
import type { Images } from "./images.ts"
import type { MachineNetwork } from "./machine.ts"
import type { Packages } from "./packages.ts"

/** What the set-up has made for the stack tests. DOCKER_HOST names the daemon that has the images. */
interface Stack {
  readonly images: Images
  /** A folder for BEAMPACK_MIRROR, with Elixir 1.14 for heroku-22 and 1.18 for heroku-24. */
  readonly mirror: string
  readonly registry: HexRegistry
  readonly packages: Packages
  readonly network: MachineNetwork
  /** A folder for what tests make, on the disk of the packages; gone after the run. */
  readonly work: string
}

declare module "vitest" {
  interface ProvidedContext {
    readonly stack: Stack
  }
}
