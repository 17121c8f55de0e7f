import { posix } from "node:path"
import type { Assets } from "../app/assets.ts"
import { managers } from "./managers.ts"

/** Why a build of the same sources may make other assets of them; undefined when it does not. */
export function whyUnrepeatable({ places, packages }: Assets): string | undefined {
  const script = places.find(({ kind }) => kind === "compile")
  if (script?.kind === "compile") return `nobody knows what the script ${script.file} does`
  const unlocked = packages.find(({ lock }) => lock === undefined)
  if (unlocked === undefined) return undefined
  const { command, lock } = managers[unlocked.manager]
  return `without ${posix.join(unlocked.folder, lock)} ${command} may choose other packages each time`
}
