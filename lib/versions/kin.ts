import rcompare from "semver/functions/rcompare.js"
import { nearMiss } from "../core/near-miss.ts"
import { runtimeTitles } from "../core/runtime.ts"
import type { Build } from "./candidates.ts"
import { type ElixirRef, splitOtp } from "./elixir-ref.ts"
import { readElixirWish } from "./elixir-wish.ts"
import { lineNames } from "./node-lines.ts"
import type { NodeVersion } from "./node-wish.ts"

/** What is there of the kind that somebody asks for in vain. */
export interface Kin {
  /** A sentence that lists them. */
  readonly there: string
  /** The nearest of them, as it is asked for. */
  readonly best: string
}

const MOST = 3

/** The builds for other OTPs of an Elixir that is asked for with its OTP: `1.18.4-otp-24`. */
export function buildsForOtherOtps(text: string, builds: readonly Build<ElixirRef>[]): Kin | undefined {
  const { rest, otp } = splitOtp(text.trim().replace(/^v/, ""))
  const wanted = readElixirWish(rest)
  if (otp === undefined || wanted === undefined) return undefined
  const its = builds.filter(({ version }) => wanted.allows(version)).flatMap(({ version }) => version.otp ?? [])
  const majors = [...new Set(its)].sort((a, b) => a - b)
  const [nearest] = majors.toSorted((a, b) => Math.abs(a - otp) - Math.abs(b - otp))
  if (nearest === undefined) return undefined
  return {
    there: `${runtimeTitles.elixir} ${rest} is built for ${runtimeTitles.erlang} ${majors.join(", ")}.`,
    best: `${rest}-otp-${nearest}`,
  }
}

/**
 * The long-term support lines that there are, where one is asked for: `lts/foo`. Else the newest release of each, which are
 * the ones with support, unless there are others of the very major that is asked for.
 */
export function otherReleases(text: string, builds: readonly Build<NodeVersion>[]): Kin | undefined {
  return otherLines(text, builds) ?? newestOfLines(text, builds)
}

function newestOfLines(text: string, builds: readonly Build<NodeVersion>[]): Kin | undefined {
  const [, major] = /^[v=\s]*(\d+)[\d.x*]*$/.exec(text.trim()) ?? []
  if (builds.some(({ version }) => major !== undefined && version.version.startsWith(`${major}.`))) return undefined
  const newest = new Map<string, string>()
  for (const { version } of builds.toSorted((a, b) => rcompare(a.version.version, b.version.version))) {
    if (version.lts !== false && !newest.has(version.lts)) newest.set(version.lts, version.version)
  }
  const [best, ...others] = [...newest.values()].slice(0, MOST)
  if (best === undefined) return undefined
  return { there: `The newest of the long-term support lines there: ${[best, ...others].join(", ")}`, best }
}

function otherLines(text: string, builds: readonly Build<NodeVersion>[]): Kin | undefined {
  const [, name] = /^lts[/-](.*)$/.exec(text.trim().toLowerCase()) ?? []
  const lines = lineNames(builds.map(({ version }) => version))
  const [newest] = lines
  if (name === undefined || newest === undefined) return undefined
  return {
    there: `The long-term support lines there: ${lines.map((line) => `lts/${line}`).join(", ")}.`,
    best: `lts/${nearMiss(name, lines) ?? newest}`,
  }
}
