import type { OtpPlatform } from "../core/stacks.ts"
import type { OtherPlatform } from "../versions/not-for-stack.ts"
import { otpFolder } from "./file-urls.ts"
import { type IndexContext, rememberedOrFresh } from "./index-text.ts"
import { loadOtpIndex } from "./indexes.ts"
import type { Origins } from "./origins.ts"
import { otherOtpPlatforms } from "./platform.ts"

/**
 * The OTP builds for all systems but `here`, to say where a version can be had that is not there for this one. Read as
 * what a build can do without; those that cannot be had are left out. `now`: milliseconds since 1970.
 */
export async function otpElsewhere(
  origins: Origins,
  here: OtpPlatform,
  context: IndexContext,
  now: () => number,
): Promise<readonly OtherPlatform[]> {
  const read = rememberedOrFresh(context, now)
  const load = async (platform: OtpPlatform): Promise<readonly OtherPlatform[]> => {
    const index = await loadOtpIndex(otpFolder(origins, platform), read)
    return index === undefined ? [] : [{ ...platform, index }]
  }
  return (await Promise.all(otherOtpPlatforms(here).map(load))).flat()
}
