import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { type OtpPlatform, stackOf, type UbuntuRelease } from "../core/stacks.ts"
import type { Arch } from "../core/target.ts"
import type { BuildIndex } from "./builds-txt.ts"

/** The builds for another system. */
export interface OtherPlatform extends OtpPlatform {
  readonly index: BuildIndex
}

/** Failures of a choice that a look at other systems may explain. */
export function mayBeElsewhere(error: unknown): error is BuildpackError {
  return error instanceof BuildpackError && ["version/unknown", "version/no-pair"].includes(error.id)
}

/**
 * The failure of a choice, told anew when the same choice succeeds with the builds for other systems; else the failure
 * itself. `choose` chooses from an index, and throws when it cannot.
 */
export function notForStack(
  error: BuildpackError,
  here: OtpPlatform,
  others: readonly OtherPlatform[],
  choose: (index: BuildIndex) => unknown,
): BuildpackError {
  const having = others.filter(({ index }) => isThere(() => choose(index)))
  const arches = Map.groupBy(having, ({ ubuntu }) => ubuntu)
  const systems = [...arches].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return notFor(
    error,
    systemName(here.ubuntu, [here]),
    systems.map(([ubuntu, its]) => systemName(ubuntu, its)),
  )
}

/** The failure of a choice for one system, told anew when there are others that have what is asked for. */
export function notFor(error: BuildpackError, here: string, others: readonly string[]): BuildpackError {
  if (others.length === 0) return error
  return new BuildpackError("version/not-for-stack", `${error.title} on ${here}`, {
    help: prose`
      It is there on:

          ${others.join("\n")}

      Build there, or stay and ask for another version:

      ${error.help}
    `,
    cause: error,
  })
}

/** Whether a choice succeeds. */
export function isThere(choose: () => unknown): boolean {
  try {
    choose()
    return true
  } catch (error) {
    if (error instanceof BuildpackError) return false
    throw error
  }
}

function systemName(ubuntu: UbuntuRelease, arches: readonly { readonly arch: Arch }[]): string {
  return `Ubuntu ${ubuntu} (${stackOf(ubuntu)}; ${arches.map(({ arch }) => arch).join(", ")})`
}
