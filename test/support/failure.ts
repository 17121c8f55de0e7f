import { BuildpackError } from "../../lib/core/error.ts"

/** The BuildpackError that a promise is rejected with; anything else fails the test. */
export async function failure(promise: Promise<unknown>): Promise<BuildpackError> {
  const outcome = await promise.then(
    () => new Error("expected a failure"),
    (error: unknown) => error,
  )
  if (outcome instanceof BuildpackError) return outcome
  throw outcome
}
