import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { hasCode } from "../core/cause.ts"
import type { EnvDelta } from "../core/env.ts"
import type { Output } from "../core/output.ts"
import { literal, shellLines } from "./shell.ts"

/**
 * Leaves `export` in the buildpack's folder, which the platform sources before the next buildpack: what this one's layers
 * offer, where they are during the build. Where that folder is read-only this one's build is fine all the same.
 */
export async function writeExport(root: string, deltas: readonly EnvDelta[], output: Output): Promise<void> {
  const file = join(root, "export")
  try {
    await writeFile(file, exportScript(deltas))
  } catch (error) {
    if (!hasCode(error, "EACCES", "EPERM", "EROFS")) throw error
    output({ kind: "detail", text: `${file} cannot be written: a buildpack after this one will not find its runtimes` })
  }
}

/** That file's text, in sh: what is for the build, or for both it and the running app. */
export function exportScript(deltas: readonly EnvDelta[]): string {
  return shellLines(
    deltas.filter((delta) => delta.scope !== "launch"),
    literal,
  )
}
