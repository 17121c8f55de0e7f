import { type RuntimeName, runtimeTitles } from "../../lib/core/runtime.ts"
import type { BuildIndex } from "../../lib/versions/builds-txt.ts"
import { otpFor } from "../../lib/versions/compatibility.ts"
import compatibility from "../../lib/versions/data/compatibility.json" with { type: "json" }
import knownBad from "../../lib/versions/data/known-bad.json" with { type: "json" }
import support from "../../lib/versions/data/support.json" with { type: "json" }
import { isStableElixir, parseElixirRef } from "../../lib/versions/elixir-ref.ts"
import type { NodeIndex } from "../../lib/versions/node-index.ts"
import { compareNumbers, numbersIn } from "../../lib/versions/numbers.ts"
import { isStableOtp, parseOtp } from "../../lib/versions/otp-version.ts"
import { lineOf } from "../../lib/versions/support.ts"

/** What upstream lists now. */
export interface Upstream {
  readonly otp: BuildIndex
  readonly elixir: BuildIndex
  readonly node: NodeIndex
}

const patience = 180 // days
const files = { "compatibility.json": compatibility, "known-bad.json": knownBad, "support.json": support }

/** What upstream has and lib/versions/data does not know, and which of its files nobody has checked for long. One line each. */
export function news(upstream: Upstream, today: Date): readonly string[] {
  const elixirs = upstream.elixir.entries.flatMap(({ ref }) => parseElixirRef(ref) ?? []).filter(isStableElixir)
  const otps = upstream.otp.entries.flatMap(({ ref }) => parseOtp(ref) ?? []).filter(isStableOtp)
  const versions = elixirs.map(({ version }) => version)
  const listed = [
    ["erlang", otps.map(({ text }) => text)],
    ["elixir", versions],
    ["node", upstream.node.releases.map(({ version }) => version)],
  ] as const
  const lines = [
    ...listed.flatMap(([name, versions]) =>
      versions.length === 0
        ? [`Upstream lists no release of ${runtimeTitles[name]}`]
        : unknownLines(name, versions, support.rows[name], "support.json"),
    ),
    ...unknownLines("elixir", versions, compatibility.rows.map(minorOf), "compatibility.json"),
    ...elixirs.flatMap(({ version, otp }) => unknownPair(version, otp)),
    ...Object.entries(files).flatMap(([file, { checked }]) => unchecked(file, checked, today)),
  ]
  return [...new Set(lines)]
}

/** Lines that are newer than the newest row. */
function unknownLines(
  name: RuntimeName,
  versions: readonly string[],
  rows: readonly { readonly line: string }[],
  file: string,
): readonly string[] {
  const newest = numbersIn(rows.at(-1)?.line ?? "")
  const lines = versions.map((version) => lineOf(name, version))
  return lines
    .filter((line) => compareNumbers(numbersIn(line), newest) > 0)
    .map((line) => `${runtimeTitles[name]} ${line} is not in ${file}`)
}

function minorOf({ elixir }: { readonly elixir: string }): { readonly line: string } {
  return { line: lineOf("elixir", elixir) }
}

function unknownPair(elixir: string, otp: number | undefined): readonly string[] {
  const range = otpFor(elixir)
  if (otp === undefined || range === undefined || (otp >= range.min && otp <= range.max)) return []
  return [`Elixir ${elixir} is built for Erlang/OTP ${otp}, and compatibility.json says ${range.min} to ${range.max}`]
}

function unchecked(file: string, checked: string, today: Date): readonly string[] {
  const days = (today.getTime() - Date.parse(checked)) / 86_400_000
  return days > patience ? [`${file} was last checked on ${checked}, more than ${patience} days ago`] : []
}
