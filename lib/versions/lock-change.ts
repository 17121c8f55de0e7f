import { runtimeNames, runtimeTitles } from "../core/runtime.ts"
import { ANY_PLATFORM, type Lock, type LockedRuntime } from "./lock.ts"

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
  if (old.version !== now.version) return `${old.version} -> ${now.version}`
  return old.ref === now.ref
    ? `${now.version} (as before)`
    : `${now.version}, as another build: ${old.ref} -> ${now.ref}`
}

/** A warning for each file that has another digest than it had, though it is of the same build and platform. */
export function republished(former: Lock, lock: Lock): readonly string[] {
  return lock.flatMap(({ name, version, ref, files }) => {
    const old = former.find((locked) => locked.name === name && locked.ref === ref)
    const changed = Object.keys(files).filter((platform) => {
      const was = old?.files[platform]
      return was !== undefined && was.digest.hex !== files[platform]?.digest.hex
    })
    if (changed.length === 0) return []
    const title = `${runtimeTitles[name]} ${version}`
    const platforms = changed.filter((platform) => platform !== ANY_PLATFORM)
    const where = platforms.length === 0 ? "" : ` (${platforms.join(", ")})`
    return [`${title} is another file than was locked${where}: look at why before you commit it`]
  })
}
