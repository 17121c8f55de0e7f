import { nearMiss } from "../core/near-miss.ts"
import { describeOrigin } from "../core/setting.ts"
import type { ParsedConfig } from "./buildpack-config.ts"

/** A warning for each setting of a config file that no reader knows, unless another value of the file uses it. */
export function unreadSettings({ settings, used }: ParsedConfig, known: readonly string[]): readonly string[] {
  const unread = [...settings].filter(([key]) => !known.includes(key) && !used.has(key))
  return unread.map(
    ([key, { origin }]) => `${describeOrigin(origin)} sets ${key}, which nothing reads: ${advice(key, known)}`,
  )
}

function advice(key: string, known: readonly string[]): string {
  const meant = nearMiss(key, known)
  return meant === undefined ? "what commands need is set as a config var" : `did you mean ${meant}?`
}
