import { type OtpPlatform, stackOf } from "../core/stacks.ts"
import { type Arch, arches } from "../core/target.ts"
import type { Lock } from "../versions/lock.ts"
import { parseLock } from "../versions/lock-parse.ts"
import { allOtpPlatforms, type Platform, platformOf } from "./platform.ts"

/**
 * The platforms for which a lock has all its files, for people: `Ubuntu 22.04 (heroku-22), 24.04 (heroku-24) on amd64`,
 * or where it has no Erlang/OTP, `amd64, arm64`. Throws `lock/malformed` and `lock/format`.
 */
export async function lockCover(text: string): Promise<string> {
  return coverOf(await parseLock(text))
}

/** The same of a lock that is not written yet. */
export function coverOf(lock: Lock): string {
  const covers = (platform: Platform): boolean => lock.every(({ name, files }) => platformOf(name, platform) in files)
  const words = lock.some(({ name }) => name === "erlang")
    ? otpCover(allOtpPlatforms.filter(covers))
    : arches.filter((arch) => covers({ arch })).join(", ")
  return words === "" ? "no platform" : words
}

/** By release, with processors that have the same ones together. */
function otpCover(platforms: readonly OtpPlatform[]): string {
  const releasesOf = (own: Arch): string =>
    platforms.flatMap(({ arch, ubuntu }) => (arch === own ? [`${ubuntu} (${stackOf(ubuntu)})`] : [])).join(", ")
  const byReleases = Map.groupBy(arches, releasesOf)
  return [...byReleases]
    .flatMap(([releases, own]) => (releases === "" ? [] : [`Ubuntu ${releases} on ${own.join(" and ")}`]))
    .join("; ")
}
