import type { Env } from "../core/env.ts"
import { describeOrigin } from "../core/setting.ts"
import type { App, ConfigFile } from "./app.ts"
import { parseBuildpackConfig } from "./buildpack-config.ts"
import { nearMiss } from "./near-miss.ts"

/** A warning for each setting of a config file that no reader knows, unless another value of the file uses it. */
export function unreadSettings(app: App, file: ConfigFile, known: readonly string[], env: Env): readonly string[] {
  const { settings, used } = parseBuildpackConfig(app.texts[file] ?? "", file, env)
  const unread = [...settings].filter(([key]) => !known.includes(key) && !used.has(key))
  return unread.map(
    ([key, { origin }]) => `${describeOrigin(origin)} sets ${key}, which nothing reads: ${advice(key, known)}`,
  )
}

function advice(key: string, known: readonly string[]): string {
  const meant = nearMiss(key, known)
  return meant === undefined ? "what commands need is set as a config var" : `did you mean ${meant}?`
}
