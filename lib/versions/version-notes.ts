import { type RuntimeName, runtimeTitles } from "../core/runtime.ts"
import { hasEnded } from "../core/version-list.ts"
import { otpFor } from "./compatibility.ts"
import { type KnownBadHost, knownBad } from "./known-bad.ts"
import { numbersIn } from "./numbers.ts"
import { lineOf, supportEnd, supportedLines } from "./support.ts"

/** A version that is going to be used. */
export interface FoundVersion {
  readonly name: RuntimeName
  readonly version: string
}

/** Warnings about the versions that were chosen: ended support, known defects, an unsupported pair. One line each, no period. */
export function versionNotes(found: readonly FoundVersion[], today: Date): readonly string[] {
  const host = {
    erlang: found.find(({ name }) => name === "erlang")?.version,
    elixir: found.find(({ name }) => name === "elixir")?.version,
  }
  return [
    ...found.flatMap((each) => endNote(each, today)),
    ...found.flatMap((each) => defectNote(each, host)),
    ...pairNote(host),
  ]
}

function endNote({ name, version }: FoundVersion, today: Date): readonly string[] {
  const end = supportEnd(name, version)
  if (end === undefined || !hasEnded(end.date, today)) return []
  const others = supportedLines(name, today)
  const way = others === undefined ? "" : `; supported are ${others}`
  return [`${runtimeTitles[name]} ${lineOf(name, version)} has had no security fixes since ${end.date}${way}`]
}

function defectNote({ name, version }: FoundVersion, host: KnownBadHost): readonly string[] {
  const bad = knownBad(name, version, host)
  if (bad === undefined) return []
  const way = bad.take === undefined ? "" : `; take ${bad.take} or later`
  return [`${runtimeTitles[name]} ${version} has a known defect: ${bad.why}${way}`]
}

/** Only of an OTP that is too new: with one that is too old nothing starts, so that none is chosen. */
function pairNote({ erlang, elixir }: KnownBadHost): readonly string[] {
  const [major] = numbersIn(erlang ?? "")
  const range = otpFor(elixir ?? "")
  if (major === undefined || range === undefined || major <= range.max) return []
  const supported = range.min === range.max ? `${range.max}` : `${range.min} to ${range.max}`
  return [`Elixir ${elixir} supports Erlang/OTP ${supported}, and may fail on ${major}`]
}
