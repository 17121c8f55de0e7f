/** Why a platform ends a build, and the exit code of the lifecycle for it. */
export const refusalCodes = {
  start: 1,
  "buildpack-api": 12,
  "not-detected": 20,
  "detect-errored": 21,
  detect: 22,
  analyze: 32,
  restore: 42,
  buildpack: 51,
  build: 52,
  export: 62,
} as const

export type RefusalKind = keyof typeof refusalCodes

/** What a build was ended with. */
export class Refusal extends Error {
  override readonly name = "Refusal"
  readonly kind: RefusalKind

  constructor(kind: RefusalKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.kind = kind
  }
}

/** Does the work of a phase; whatever goes wrong in it, other than what it refuses by itself, is refused as `kind`. */
export async function refusingAs<T>(kind: RefusalKind, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refusal || !(error instanceof Error)) throw error
    throw new Refusal(kind, error.message, error)
  }
}
