import { nearMiss } from "../core/near-miss.ts"
import type { Origin } from "../core/setting.ts"
import { type SettingKey, type SettingSpec, settingTable } from "./setting-table.ts"

/** The file with our own table, from the app's folder. */
export const PROJECT_TOML = "project.toml"

const specs: ReadonlyMap<string, SettingSpec> = new Map(Object.entries(settingTable))

/** What project.toml may set, in the table's order. */
export const settingKeys: readonly string[] = [...specs.keys()]

/** A setting by its key; undefined when there is none. */
export function findSetting(key: string): SettingSpec | undefined {
  return specs.get(key)
}

/** The variables that set it, the strongest first. */
export function variablesOf(key: string): readonly string[] {
  return [`BEAMPACK_${key.toUpperCase()}`, ...(specs.get(key)?.more ?? [])]
}

/** Names that no file has ever had, and that people think of. */
const misnomers: readonly (readonly [name: string, key: SettingKey])[] = [
  ["otp", "erlang"],
  ["nodejs", "node"],
]

/** The keys by all names they have: misnomers, those in the older buildpacks' files, and their own. */
export const keysByName: ReadonlyMap<string, string> = new Map([
  ...misnomers,
  ...[...specs].flatMap(([key, { old = [] }]) => old.map((name) => [name, key] as const)),
  ...settingKeys.map((key) => [key, key] as const),
])

/** The key that a name most likely stands for: it is mistyped, or an older buildpack's. */
export function meantSetting(name: string): string | undefined {
  return keysByName.get(nearMiss(name, [...keysByName.keys()]) ?? "")
}

/** How a setting is called where its value came from: `npm`, `BEAMPACK_NPM` or `npm_version`. */
export function settingName(key: SettingKey, origin: Origin): string {
  if (origin.kind === "env") return origin.name
  const inProjectToml = origin.kind === "file" && origin.file === PROJECT_TOML
  return inProjectToml ? key : (specs.get(key)?.old?.[0] ?? key)
}

/** What to type there for another value. */
export function settingLine(key: SettingKey, value: string, origin: Origin): string {
  const inProjectToml = origin.kind === "file" && origin.file === PROJECT_TOML
  return inProjectToml ? `${key} = "${value}"` : `${settingName(key, origin)}=${value}`
}
