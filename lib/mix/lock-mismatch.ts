import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"

/** What to tell when Hex has other content for a locked version; new enough versions of Hex notice it by themselves. */
export const lockMismatch = {
  id: "hex/lock-mismatch",
  title: (name: string, version: string): string => `Hex has another ${name} ${version} than mix.lock expects`,
  help: (name: string): string => prose`
    A version's content never changes on Hex, so the first thing to check is a mirror (HEX_MIRROR) or a proxy in
    between, and then whether mix.lock was edited by hand. When the new content is wanted, take it on your machine:
      mix deps.update ${name}
      git add mix.lock
  `,
} as const

/** The same as an error. */
export function mismatch(name: string, version: string): BuildpackError {
  return new BuildpackError(lockMismatch.id, lockMismatch.title(name, version), { help: lockMismatch.help(name) })
}
