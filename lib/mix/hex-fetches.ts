import type { StepContext } from "../core/step.ts"
import { fetchPackage, type Unfetched } from "./hex-fetch.ts"
import type { HexPackage } from "./hex-package.ts"

/** The packages that a build asks for: nobody is asked twice for one. */
export interface HexFetches {
  /** Puts its file there; tells why not, as `fetchPackage` does. Once nobody answers, nobody is asked any more. */
  fetch(wanted: HexPackage, file: string, context: StepContext): Promise<Unfetched | undefined>
}

/** Those of one build. */
export function hexFetches(): HexFetches {
  const begun = new Map<string, Promise<Unfetched | undefined>>()
  let outage: Unfetched | undefined
  const ask = async (...[wanted, file, context]: Parameters<HexFetches["fetch"]>): Promise<Unfetched | undefined> => {
    const unfetched = outage ?? (await fetchPackage(wanted, file, context))
    // What the network does to one it does to all.
    if (unfetched?.isOutage) outage ??= unfetched
    return unfetched
  }
  return {
    fetch: (wanted, file, context) => {
      const one = begun.get(wanted.outer) ?? ask(wanted, file, context)
      begun.set(wanted.outer, one)
      return one
    },
  }
}
