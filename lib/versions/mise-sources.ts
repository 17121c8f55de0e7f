import type { Env } from "../core/env.ts"
import type { Arch } from "../core/target.ts"
import { type MiseLock, readMiseLock } from "./mise-lock.ts"
import { narrowed } from "./mise-narrowing.ts"
import { miseConfigs, miseLockOf } from "./mise-places.ts"
import { miseToml } from "./mise-toml.ts"
import type { VersionSource } from "./source.ts"

/** What versions depend on beside the app. */
export interface VersionContext {
  /** For MISE_ENV. */
  readonly env: Env
  readonly arch: Arch
}

/** A source of mise and the lock that belongs to it. */
interface Locked {
  readonly source: VersionSource
  readonly lock: MiseLock
}

/**
 * The `.tool-versions`, then the config files of mise, the strongest first, as the locks of mise narrow them. What
 * several of them ask for is narrowed in the strongest alone.
 */
export async function miseSources(
  toolVersions: readonly VersionSource[],
  files: ReadonlyMap<string, string>,
  context: VersionContext,
): Promise<readonly VersionSource[]> {
  const lock = await lockAt("mise.lock", files, context)
  const all = [...toolVersions.map((source) => ({ source, lock })), ...(await readConfigs(files, context))]
  return all.flatMap((each, index) => narrowed(each.source, each.lock, namesIn(all.slice(0, index))))
}

/** A file of mise takes back what a weaker one says: that is what it is for, so that nobody need hear of it. */
async function readConfigs(
  files: ReadonlyMap<string, string>,
  { env, arch }: VersionContext,
): Promise<readonly Locked[]> {
  const configs = miseConfigs(files.keys(), env.MISE_ENV)
  const read = configs.map(async (file) => ({
    source: await miseToml({ file, text: files.get(file) ?? "" }, arch),
    lock: await lockAt(miseLockOf(file), files, { arch }),
  }))
  return (await Promise.all(read)).map(({ source, lock }, index, all) => {
    const taken = namesIn(all.slice(0, index))
    const left = Object.entries(source.versions).filter(([name]) => !taken.has(name))
    return { source: { ...source, versions: Object.fromEntries(left) }, lock }
  })
}

function namesIn(stronger: readonly Locked[]): ReadonlySet<string> {
  return new Set(stronger.flatMap(({ source }) => Object.keys(source.versions)))
}

async function lockAt(
  file: string,
  files: ReadonlyMap<string, string>,
  { arch }: Pick<VersionContext, "arch">,
): Promise<MiseLock> {
  const text = files.get(file)
  return text === undefined ? { entries: {} } : readMiseLock({ file, text }, arch)
}
