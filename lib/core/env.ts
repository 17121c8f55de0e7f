/** Environment variables by name. */
export type Env = Readonly<Record<string, string | undefined>>

/** What one layer does to one variable. `delim` joins the new value with the old one, unless it is there already. */
export type EnvChange =
  | { readonly action: "override" | "default"; readonly value: string }
  | { readonly action: "prepend" | "append"; readonly value: string; readonly delim: string }

/** A change to the environment, decoupled from how a platform writes it down. */
export interface EnvDelta {
  /** `build`: the steps after this one and later buildpacks; `launch`: the running app; `all`: both. */
  readonly scope: "all" | "build" | "launch"
  readonly name: string
  readonly change: EnvChange
}

/** The environment after the deltas of one scope, in order. */
export function applyDeltas(env: Env, deltas: readonly EnvDelta[], scope: "build" | "launch"): Env {
  const result: Record<string, string | undefined> = { ...env }
  for (const delta of deltas) {
    if (delta.scope === "all" || delta.scope === scope) {
      result[delta.name] = changed(result[delta.name], delta.change)
    }
  }
  return result
}

function changed(old: string | undefined, change: EnvChange): string | undefined {
  switch (change.action) {
    case "override":
      return change.value
    case "default":
      return old ?? change.value
    case "prepend":
      return isListed(change, old) ? old : old ? change.value + change.delim + old : change.value
    case "append":
      return isListed(change, old) ? old : old ? old + change.delim + change.value : change.value
  }
}

function isListed({ value, delim }: { readonly value: string; readonly delim: string }, list = ""): boolean {
  return (delim + list + delim).includes(delim + value + delim)
}

/** Without the variables that are not set. */
export function definedEnv(env: Env): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
