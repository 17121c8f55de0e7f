import { randomBytes } from "node:crypto"
import { basename, dirname, join } from "node:path"

/** A fresh hidden name in the folder of `path`: what is made there can be renamed to `path` in one step. */
export function temporaryBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`)
}
