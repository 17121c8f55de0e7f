import type { Env } from "../core/env.ts"
import type { Output } from "../core/output.ts"
import { type RuntimeRequest, runtimeNames } from "../core/runtime.ts"
import type { Target } from "../core/target.ts"
import { originsFrom } from "./origins.ts"
import type { Search } from "./search.ts"
import { type UbuntuRelease, ubuntuFor } from "./ubuntu.ts"

/** For what a search is. */
interface SearchContext {
  readonly env: Env
  readonly target: Target
  readonly output: Output
}

/** The search for these runtimes, for a target; says whose OTP builds are taken where that is not plain. */
export function searchFor(requests: readonly RuntimeRequest[], context: SearchContext): Search {
  const ordered = runtimeNames.flatMap((name) => requests.filter((request) => request.name === name))
  const ubuntu = ordered.some(({ name }) => name !== "node") ? ubuntuOf(context) : undefined
  return { requests: ordered, origins: originsFrom(context.env), platform: { arch: context.target.arch, ubuntu } }
}

function ubuntuOf({ target, output }: SearchContext): UbuntuRelease {
  const { release, note } = ubuntuFor(target)
  if (note !== undefined) output(note)
  return release
}
