import type { Env } from "../core/env.ts"
import type { Output } from "../core/output.ts"
import { type RuntimeName, type RuntimeRequest, runtimeNames } from "../core/runtime.ts"
import type { UbuntuRelease } from "../core/stacks.ts"
import type { Target } from "../core/target.ts"
import { type Origins, originsFrom } from "./origins.ts"
import type { Platform } from "./platform.ts"
import { ubuntuFor } from "./ubuntu.ts"

/** What is wanted, for which platform, and where to look. */
export interface Search {
  /** In the order in which they build on each other. */
  readonly requests: readonly RuntimeRequest[]
  readonly origins: Origins
  readonly platform: Platform
}

interface SearchContext {
  /** For BEAMPACK_MIRROR. */
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

/** The request for a runtime, if it is wanted. */
export function requestFor(name: RuntimeName, { requests }: Search): RuntimeRequest | undefined {
  return requests.find((request) => request.name === name)
}

function ubuntuOf({ target, output }: SearchContext): UbuntuRelease {
  const { release, note } = ubuntuFor(target)
  if (note !== undefined) output(note)
  return release
}
