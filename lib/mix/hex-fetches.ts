import { fetchPackage, type Unfetched } from "./hex-fetch.ts"

/**
 * `fetchPackage` for one build: nobody is asked twice for a package, and once nobody answers, nobody is asked any more.
 */
export function hexFetches(): typeof fetchPackage {
  const begun = new Map<string, ReturnType<typeof fetchPackage>>()
  let outage: Unfetched | undefined
  const ask: typeof fetchPackage = async (wanted, to, context) => {
    const unfetched = outage ?? (await fetchPackage(wanted, to, context))
    // What the network does to one it does to all.
    if (unfetched?.isOutage) outage ??= unfetched
    return unfetched
  }
  return (wanted, to, context) => {
    const one = begun.get(wanted.outer) ?? ask(wanted, to, context)
    begun.set(wanted.outer, one)
    return one
  }
}
