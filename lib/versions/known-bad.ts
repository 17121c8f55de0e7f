import type { RuntimeName } from "../core/runtime.ts"
import data from "./data/known-bad.json" with { type: "json" }
import { elixirPoint } from "./elixir-ref.ts"
import { compareNumbers, numbersIn } from "./numbers.ts"

/** Why a version is not taken unless it is asked for. */
export interface KnownBad {
  /** A clause without a period: "its Logger can crash on text that is not ASCII". */
  readonly why: string
  /** A version of the same line that does not have the defect. */
  readonly take?: string | undefined
  /** Where it can be read. */
  readonly source: string
}

/** What a version is to run on; some are bad only there. */
export interface KnownBadHost {
  readonly erlang?: string | undefined
  readonly elixir?: string | undefined
}

/** All versions between two, by their numbers. */
interface VersionSpan {
  readonly from: string
  /** The first that is no longer bad; absent as long as there is none. */
  readonly before?: string | undefined
}

interface KnownBadRow extends VersionSpan, KnownBad {
  /** The row holds only beside these. */
  readonly with?: { readonly [name in keyof KnownBadHost]?: VersionSpan | undefined } | undefined
}

const rows: Readonly<Partial<Record<RuntimeName, readonly KnownBadRow[]>>> = data.rows

/** The known defect of a version on its host; undefined when none is known. A host that is not known is taken to be fine. */
export function knownBad(name: RuntimeName, version: string, host: KnownBadHost = {}): KnownBad | undefined {
  const row = rows[name]?.find((row) => contains(row, name, version) && isBadOn(row, host))
  return row === undefined ? undefined : { why: row.why, take: row.take, source: row.source }
}

function isBadOn({ with: needed = {} }: KnownBadRow, host: KnownBadHost): boolean {
  const { erlang, elixir } = needed
  return (
    (erlang === undefined || contains(erlang, "erlang", host.erlang)) &&
    (elixir === undefined || contains(elixir, "elixir", host.elixir))
  )
}

function contains({ from, before }: VersionSpan, name: RuntimeName, version: string | undefined): boolean {
  if (version === undefined) return false
  const numbers = name === "elixir" ? elixirPoint(version).numbers : numbersIn(version)
  if (compareNumbers(numbers, numbersIn(from)) < 0) return false
  return before === undefined || compareNumbers(numbers, numbersIn(before)) < 0
}
