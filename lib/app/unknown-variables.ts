import type { Env } from "../core/env.ts"
import { nearMiss } from "../core/near-miss.ts"
import { keysByName, settingKeys, variablesOf } from "./setting-names.ts"

const OURS = "BEAMPACK_"
const EVERYBODYS = "BP_"

/** Our variables that are no setting of the app: those of a site, of the running app, of our launcher. */
const others = ["BEAMPACK_MIRROR", "BEAMPACK_LIMITS", "BEAMPACK_APP_NODE_OPTIONS"]

const known: readonly string[] = [...settingKeys.flatMap(variablesOf), ...others]

/** The variables by what may follow the prefix, which alone would make all names alike. */
const ours: ReadonlyMap<string, string> = new Map([
  ...[...keysByName].map(([name, key]) => [name, OURS + key.toUpperCase()] as const),
  ...others.map((name) => [name.slice(OURS.length), name] as const),
])
const everybodys: ReadonlyMap<string, string> = new Map(
  known.filter((name) => name.startsWith(EVERYBODYS)).map((name) => [name.slice(EVERYBODYS.length), name]),
)

/**
 * A warning for each variable of our name that nothing reads, never with its value. Of those that begin with `BP_`, as
 * every buildpack's may, only for what looks like a mistyped one of ours.
 */
export function unknownVariables(env: Env): readonly string[] {
  const names = Object.keys(env).filter((name) => env[name] && !known.includes(name))
  return names.toSorted().flatMap((name) => warning(name) ?? [])
}

function warning(name: string): string | undefined {
  const told = `${name} is set, but nothing reads it:`
  if (name.startsWith(OURS)) {
    const meant = nearest(name.slice(OURS.length), ours)
    return `${told} ${meant === undefined ? "docs/settings.md lists what is read" : `did you mean ${meant}?`}`
  }
  const meant = name.startsWith(EVERYBODYS) ? nearest(name.slice(EVERYBODYS.length), everybodys) : undefined
  return meant === undefined ? undefined : `${told} did you mean ${meant}?`
}

function nearest(name: string, names: ReadonlyMap<string, string>): string | undefined {
  return names.get(nearMiss(name, [...names.keys()]) ?? "")
}
