import { posix } from "node:path"
import { readTree, stampOf } from "../io/tree.ts"

/** Which files of a build that was brought back are no longer as they were. */
export interface RestoredBuild extends AsyncDisposable {
  /** Has a look before anything is compiled. `libs`: where Mix has its applications. */
  remember(libs: string): Promise<void>
  /** What has changed since; undefined when there was nothing to remember. */
  changes(): Promise<RestoredChanges | undefined>
}

/** What was compiled since a build was brought back. */
export interface RestoredChanges {
  /** Where Mix has its applications. */
  readonly libs: string
  /** Files from there that are new, gone or other ones; `FOLDER/*` for all that lies behind a link. */
  readonly paths: readonly string[]
}

/** Used by whoever brings a build back, and by whoever makes something of what has changed of it. */
export function restoredBuild(): RestoredBuild {
  let remembered: { readonly libs: string; readonly stamps: ReadonlyMap<string, string> } | undefined
  return {
    remember: async (libs) => {
      remembered = { libs, stamps: await compiledStamps(libs) }
    },
    changes: async () => {
      if (remembered === undefined) return undefined
      const { libs, stamps } = remembered
      return { libs, paths: differing(stamps, await compiledStamps(libs)) }
    },
    [Symbol.asyncDispose]: async () => {},
  }
}

/** What stands for a folder that is a link. */
const LINK = "link"

/**
 * What tells the modules of applications, and the protocols that are made of them, from other ones; by path. What was brought back
 * is older than whatever this build writes, also where a file system's clock has whole seconds.
 */
async function compiledStamps(libs: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readTree(libs, (path) => {
    const [, folder] = path.split("/", 2)
    return folder !== undefined && folder !== "ebin" && folder !== "consolidated"
  })
  return new Map(
    entries.flatMap((entry) => {
      const depth = entry.path.split("/").length
      if (depth > 2) return [[entry.path, stampOf(entry)]]
      if (entry.kind !== "link") return []
      const folders = depth === 1 ? ["ebin", "consolidated"].map((name) => posix.join(entry.path, name)) : [entry.path]
      return folders.map((folder) => [`${folder}/*`, LINK])
    }),
  )
}

function differing(was: ReadonlyMap<string, string>, is: ReadonlyMap<string, string>): readonly string[] {
  const paths = [...new Set([...was.keys(), ...is.keys()])]
  return paths.filter((path) => was.get(path) !== is.get(path) || is.get(path) === LINK)
}
