import type { RuntimeName } from "../core/runtime.ts"
import type { Arch } from "../core/target.ts"
import { ANY_PLATFORM } from "../versions/lock.ts"
import { nodeArch } from "../versions/node-index.ts"
import { type Origins, upstream } from "./origins.ts"
import type { UbuntuRelease } from "./ubuntu.ts"

/** A platform that runtimes are built for; without a release only Node.js is wanted, which needs none. */
export interface Platform {
  readonly arch: Arch
  readonly ubuntu?: UbuntuRelease | undefined
}

/** The platform of a runtime's file, as a lock names it. */
export function platformOf(name: RuntimeName, { arch, ubuntu }: Platform): string {
  switch (name) {
    case "erlang":
      return `ubuntu-${ubuntu}-${arch}`
    case "node":
      return `linux-${nodeArch[arch]}`
    default:
      return ANY_PLATFORM
  }
}

/** The URL that upstream has a file at which a mirror may have been asked for. */
export function canonicalUrl(name: RuntimeName, url: string, origins: Origins): string {
  return moved(url, origins[originOf(name)], upstream[originOf(name)])
}

/** Where to get the file that upstream has at a URL. */
export function urlFor(name: RuntimeName, canonical: string, origins: Origins): string {
  return moved(canonical, upstream[originOf(name)], origins[originOf(name)])
}

function originOf(name: RuntimeName): keyof Origins {
  return name === "node" ? "node" : "hex"
}

function moved(url: string, from: string, to: string): string {
  return url.startsWith(`${from}/`) ? to + url.slice(from.length) : url
}
