import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { hasCode } from "../core/cause.ts"
import type { EnvDelta } from "../core/env.ts"
import { literal, shellLines } from "./shell.ts"

/**
 * Leaves `export` in the buildpack's folder, which the platform sources before the next buildpack: what this one's layers
 * offer, where they are during the build. Some platforms mount that folder read-only; then nobody would source it either.
 */
export async function writeExport(root: string, deltas: readonly EnvDelta[]): Promise<void> {
  try {
    await writeFile(join(root, "export"), exportScript(deltas))
  } catch (error) {
    if (!hasCode(error, "EACCES", "EPERM", "EROFS")) throw error
  }
}

export function exportScript(deltas: readonly EnvDelta[]): string {
  return shellLines(
    deltas.filter((delta) => delta.scope !== "launch"),
    literal,
  )
}
