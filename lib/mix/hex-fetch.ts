import { BuildpackError } from "../core/error.ts"
import type { StepContext } from "../core/step.ts"
import { packageSource } from "./hex-origin.ts"
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

/**
 * Fetches a package's file, from the first source that has it; undefined when it is there. Throws `hex/lock-mismatch` when
 * it is another file than the lock names.
 */
export async function fetchPackage(
  wanted: HexPackage,
  to: string,
  { env, output, signal }: Pick<StepContext, "env" | "output" | "signal">,
): Promise<Unfetched | undefined> {
  const { name, version, repository, outer } = wanted
  const source = packageSource(wanted, env)
  if (source === undefined) return { why: `only Hex knows the repository ${repository}`, isOutage: false }
  if (isOffline(env.HEX_OFFLINE)) return { why: "HEX_OFFLINE is set", isOutage: true }
  const [{ download }, { isOutage }] = await Promise.all([import("../io/download.ts"), import("../io/receive.ts")])
  let failure: BuildpackError | undefined
  for (const url of source.urls) {
    try {
      const options = { env, output, signal, authorization: source.authorization }
      await download(url, to, { algorithm: "sha256", hex: outer }, options)
      return undefined
    } catch (error) {
      if (!(error instanceof BuildpackError && error.id.startsWith("download/"))) throw error
      if (error.id === "download/digest-mismatch") throw mismatch(name, version)
      failure = error
      if (error.id !== "download/not-found") break
    }
  }
  const why = `${name} ${version} could not be fetched`
  return { why, warning: `${why}, which is left to Mix. ${failure?.title}`, isOutage: isOutage(failure) }
}

/** As Hex reads it. */
function isOffline(value = ""): boolean {
  return ["1", "true"].includes(value.toLowerCase())
}
