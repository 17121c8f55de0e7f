import { runtimeNames, runtimeTitles } from "../core/runtime.ts"
import type { Lock, LockedRuntime } from "./lock.ts"

/** What has become of each runtime, one line each: `Elixir 1.18.3 -> 1.18.4`. */
export function lockChanges(former: Lock, lock: Lock): readonly string[] {
  return runtimeNames.flatMap((name) => {
    const old = former.find((locked) => locked.name === name)
    const now = lock.find((locked) => locked.name === name)
    if (old === undefined && now === undefined) return []
    return [`${runtimeTitles[name]} ${change(old, now)}`]
  })
}

function change(old: LockedRuntime | undefined, now: LockedRuntime | undefined): string {
  if (now === undefined) return `${old?.version} (no longer needed)`
  if (old === undefined) return `${now.version} (new)`
  return old.version === now.version ? `${now.version} (as before)` : `${old.version} -> ${now.version}`
}

/** A warning for each file that has another digest than it had, though it is of the same version and platform. */
export function republished(former: Lock, lock: Lock): readonly string[] {
  return lock.flatMap(({ name, version, files }) => {
    const old = former.find((locked) => locked.name === name && locked.version === version)
    const changed = Object.keys(files).filter((platform) => {
      const was = old?.files[platform]
      return was !== undefined && was.digest.hex !== files[platform]?.digest.hex
    })
    if (changed.length === 0) return []
    const title = `${runtimeTitles[name]} ${version}`
    return [`${title} is another file than was locked (${changed.join(", ")}): look at why before you commit it`]
  })
}
