import type { Arch } from "../core/target.ts"
import type { OtherPlatform, OtpPlatform } from "../versions/not-for-stack.ts"
import { type IndexContext, rememberedOrFresh } from "./index-text.ts"
import { loadOtpIndex, otpFolder } from "./indexes.ts"
import type { Origins } from "./origins.ts"
import { type UbuntuRelease, ubuntuReleases } from "./ubuntu.ts"

const arches: readonly Arch[] = ["amd64", "arm64"]

/**
 * The OTP builds for all systems but `here`, to say where a version can be had that is not there for this one. Read as
 * what a build can do without; those that cannot be had are left out. `now`: milliseconds since 1970.
 */
export async function otherPlatforms(
  origins: Origins,
  here: OtpPlatform,
  context: IndexContext,
  now: number,
): Promise<readonly OtherPlatform[]> {
  const read = rememberedOrFresh(context, now)
  const load = async (ubuntu: UbuntuRelease, arch: Arch): Promise<readonly OtherPlatform[]> => {
    const index = await loadOtpIndex(otpFolder(origins, arch, ubuntu), read)
    return index === undefined ? [] : [{ ubuntu, arch, index }]
  }
  const all = ubuntuReleases.flatMap((ubuntu) => arches.map((arch) => ({ ubuntu, arch })))
  const others = all.filter(({ ubuntu, arch }) => ubuntu !== here.ubuntu || arch !== here.arch)
  const found = await Promise.all(others.map(({ ubuntu, arch }) => load(ubuntu, arch)))
  return found.flat()
}
