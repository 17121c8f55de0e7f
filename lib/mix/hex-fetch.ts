import { BuildpackError } from "../core/error.ts"
import type { StepContext } from "../core/step.ts"
import { isNotFound, isRefusal } from "../io/download-errors.ts"
import { type PackagePlace, packagePlaces } from "./hex-origin.ts"
import type { HexPackage } from "./hex-package.ts"
import { mismatch } from "./lock-mismatch.ts"

/** Why a package was not fetched, though Mix may still be able to. */
export interface Unfetched {
  readonly why: string
  /** What to warn of, when somebody failed. */
  readonly warning?: string
  /** Whether others would not be fetched either, as when the network is down. */
  readonly isOutage: boolean
}

type Context = Pick<StepContext, "env" | "output" | "signal">

/**
 * Fetches a package's file, from the first place that has it; undefined when it is there. Throws `hex/lock-mismatch` when
 * it is another file than the lock names.
 */
export async function fetchPackage(wanted: HexPackage, to: string, context: Context): Promise<Unfetched | undefined> {
  const places = packagePlaces(wanted, context.env)
  if (places === undefined) return { why: `only Hex knows the repository ${wanted.repository}`, isOutage: false }
  if (isOffline(context.env.HEX_OFFLINE)) return { why: "HEX_OFFLINE is set", isOutage: true }
  return fetchFrom(places, wanted, to, context)
}

/** The same from these places. */
export async function fetchFrom(
  places: readonly PackagePlace[],
  { name, version, repository, outer }: HexPackage,
  to: string,
  { env, output, signal }: Context,
): Promise<Unfetched | undefined> {
  // Who is told no key may say so of a private package, instead of that it has none.
  const isPassedOver = (error: unknown) => isNotFound(error) || (repository !== "hexpm" && isRefusal(error))
  const [{ download }, { isOutage }] = await Promise.all([import("../io/download.ts"), import("../io/receive.ts")])
  let failure: BuildpackError | undefined
  for (const { url, authorization } of places) {
    try {
      const options = { env, output, signal, authorization }
      await download(url, to, { algorithm: "sha256", hex: outer }, options)
      return undefined
    } catch (error) {
      if (!(error instanceof BuildpackError && error.id.startsWith("download/"))) throw error
      if (error.id === "download/digest-mismatch") throw mismatch(name, version)
      failure = error
      if (!isPassedOver(error)) break
    }
  }
  const why = `${name} ${version} could not be fetched`
  return { why, warning: `${why}, which is left to Mix. ${failure?.title}`, isOutage: isOutage(failure) }
}

/** As Hex reads it. */
function isOffline(value = ""): boolean {
  return ["1", "true"].includes(value.toLowerCase())
}
