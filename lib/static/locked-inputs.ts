import { posix } from "node:path"
import { readText } from "../app/folder.ts"
import { MIX_LOCK } from "../app/lock-entry.ts"
import { lockLines } from "../app/lock-lines.ts"
import type { StepContext } from "../core/step.ts"
import { isFolder } from "../io/files.ts"
import { digestOf } from "../io/tree-content.ts"
import type { AppFiles } from "./app-files.ts"
import type { InputRule } from "./asset-inputs.ts"
import { BY_PACKAGE, lockedKey } from "./asset-record.ts"
import { countingPackages } from "./counting-packages.ts"
import { taskPackages } from "./deploy-tasks.ts"
import { namedPackages } from "./named-packages.ts"
import { isPlain } from "./package-files.ts"
import { type PackageFolder, packageFolder } from "./package-folder.ts"

/** What is known of the app. */
export interface LockedSources {
  readonly rule: InputRule
  readonly read: Pick<AppFiles, "texts" | "links">
  /** The texts of mix.exs, by their folders. */
  readonly projects: ReadonlyMap<string, string>
}

/**
 * What counts of mix.lock instead of all of it: the packages that the assets may be made of, as inputs. Undefined when they
 * may be made of any. `deps` has to be as the build has it.
 */
export async function lockedInputs(
  { rule, read, projects }: LockedSources,
  { app, env }: StepContext,
): Promise<ReadonlyMap<string, string> | undefined> {
  if (rule.packages === undefined || env.MIX_DEPS_PATH || env.MIX_EXS) return undefined
  if ([...projects].some(([folder, text]) => movesDeps(folder, text))) return undefined
  if (read.links.has("deps") || read.links.has(MIX_LOCK) || !(await isFolder(posix.join(app, "deps")))) return undefined
  const tasks = taskPackages(rule.packages.tasks)
  const lock = lockLines((await readText(app, MIX_LOCK)) ?? "")
  if (lock === undefined || tasks === undefined) return undefined
  const named = namedPackages(read.texts, new Set(lock.keys()))
  if (named === undefined) return undefined
  const { reads } = rule.packages
  const folders = new Map<string, PackageFolder>()
  for (const name of lock.keys()) {
    const folder = await packageFolder(app, name, (path) => !isPlain(path) || reads(path))
    if (folder !== undefined) folders.set(name, folder)
  }
  const counting = countingPackages({ lock, folders, tasks, named })
  if (counting === undefined) return undefined
  const inputs = [...counting].toSorted().map((name) => {
    return [lockedKey(name), digestOf(lock.get(name)?.text ?? "")] as const
  })
  return new Map([[MIX_LOCK, BY_PACKAGE], ...inputs])
}

/** Whether a mix.exs may have its dependencies or its lock elsewhere than the app's top folder has them. */
function movesDeps(folder: string, text: string): boolean {
  const settings = [...text.matchAll(/\b(deps_path|lockfile)\b(?::\s*"([^"#]*)")?/g)]
  return settings.some(([, name, path]) => {
    const place = { deps_path: "deps", lockfile: MIX_LOCK }[name ?? ""]
    return path === undefined || posix.join(folder, path) !== place
  })
}
