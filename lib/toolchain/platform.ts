import type { RuntimeName } from "../core/runtime.ts"
import { type OtpPlatform, type UbuntuRelease, ubuntuReleases } from "../core/stacks.ts"
import { type Arch, arches } from "../core/target.ts"
import { ANY_PLATFORM } from "../versions/lock.ts"
import { nodeArch } from "../versions/node-index.ts"

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
      return nodePlatform(arch)
    default:
      return ANY_PLATFORM
  }
}

/** The platform of a file of Node.js, as its name has it. */
export function nodePlatform(arch: Arch): string {
  return `linux-${nodeArch[arch]}`
}

/** The other platforms for which a runtime has a file of its own. */
export function otherPlatforms(name: RuntimeName, here: Platform): readonly Platform[] {
  switch (name) {
    case "erlang":
      return otherOtpPlatforms(here)
    case "node":
      return arches.filter((arch) => arch !== here.arch).map((arch) => ({ arch }))
    default:
      return []
  }
}

/** All platforms that Erlang/OTP is built for, but this one. */
export function otherOtpPlatforms(here: Platform): readonly OtpPlatform[] {
  return allOtpPlatforms.filter(({ ubuntu, arch }) => ubuntu !== here.ubuntu || arch !== here.arch)
}

/** All platforms that Erlang/OTP is built for. */
export const allOtpPlatforms: readonly OtpPlatform[] = ubuntuReleases.flatMap((ubuntu) =>
  arches.map((arch) => ({ ubuntu, arch })),
)
