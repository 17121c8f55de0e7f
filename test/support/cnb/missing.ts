import { hasCode } from "../../../lib/core/cause.ts"

/** Whether something failed because a file or folder is not there. */
export function isMissing(error: unknown): boolean {
  return hasCode(error, "ENOENT")
}
