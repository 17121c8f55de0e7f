import { columns } from "../core/columns.ts"
import { runtimeTitles } from "../core/runtime.ts"
import type { Target } from "../core/target.ts"
import { hasEnded, type ListedName, type ListedVersion, type VersionList } from "../core/version-list.ts"

/**
 * What `versions --json` prints. Machines read it: keys may be added, none is renamed, removed or given another meaning.
 */
interface VersionsAnswer {
  readonly target: { readonly arch: string; readonly distro: string; readonly stack: string | null }
  readonly runtimes: readonly {
    readonly name: ListedName
    /** The index, without the user and password that the mirror may want. */
    readonly source: string
    /** Newest first. */
    readonly versions: readonly {
      readonly version: string
      /** An OTP or Node major, a minor of Elixir. */
      readonly line: string
      readonly prerelease: boolean
      /** Whether the index has its digest. */
      readonly digest: boolean
      /** The OTP majors that it can run on; null but for Elixir. */
      readonly otp: readonly number[] | null
      /** The name of Node's LTS line. */
      readonly lts: string | null
      /** The last day with security fixes, as far as one is set. */
      readonly supportEnd: string | null
      /** Why it is not taken unless its full name is asked for. */
      readonly knownBad: string | null
    }[]
  }[]
}

/** Of the lists of the runtimes that were asked for, each as its index has it, newest first. */
export function versionsAnswer(lists: readonly VersionList[], { arch, distro, stack }: Target): VersionsAnswer {
  return {
    target: { arch, distro: `${distro.name} ${distro.version}`.trim(), stack: stack ?? null },
    runtimes: lists.map(({ name, source, versions }) => ({
      name,
      source,
      versions: versions.map(({ version, line, isPrerelease, hasDigest, otp, lts, supportEnd, knownBad }) => ({
        version,
        line,
        prerelease: isPrerelease,
        digest: hasDigest,
        otp: otp ?? null,
        lts: lts ?? null,
        supportEnd: supportEnd ?? null,
        knownBad: knownBad ?? null,
      })),
    })),
  }
}

/** The same for people, with what has ended by `today`. */
export function versionsText(lists: readonly VersionList[], today: Date): string {
  return lists
    .map(({ name, source, versions }) => `${runtimeTitles[name]} (${source})\n${table(versions, today)}`)
    .join("\n")
}

function table(versions: readonly ListedVersion[], today: Date): string {
  if (versions.length === 0) return "  none for this platform\n"
  const rows = versions.map((version) => [version.version, kindOf(version), stateOf(version, today)])
  return columns(rows, "  ")
    .map((row) => `  ${row}\n`)
    .join("")
}

/** What a runtime's versions differ in: Elixir's in their OTP, Node's in their LTS. */
function kindOf({ otp, lts }: ListedVersion): string {
  if (otp !== undefined) return `OTP ${otp.join(", ")}`
  return lts === undefined ? "" : `LTS ${lts}`
}

function stateOf({ supportEnd, knownBad, hasDigest }: ListedVersion, today: Date): string {
  return [
    ...(supportEnd === undefined
      ? []
      : [`${hasEnded(supportEnd, today) ? "no security fixes since" : "security fixes until"} ${supportEnd}`]),
    ...(hasDigest ? [] : ["no digest is listed"]),
    ...(knownBad === undefined ? [] : [`taken only by its full name: ${knownBad}`]),
  ].join("; ")
}
