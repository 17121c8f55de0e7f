import type { Env } from "../core/env.ts"

/** Now, or the moment that SOURCE_DATE_EPOCH names in seconds (https://reproducible-builds.org/specs/source-date-epoch/). */
export function today(env: Env): Date {
  const epoch = env.SOURCE_DATE_EPOCH ?? ""
  return /^\d{1,12}$/.test(epoch) ? new Date(Number(epoch) * 1000) : new Date()
}
