import { appFiles } from "../generate/app/app.ts"
import type { Files } from "../generate/package.ts"
import type { Prepared, Sizes } from "../prepare/prepare.ts"

/** What becomes of an app between two builds. */
export const scenarioNames = [
  "cold",
  "unchanged",
  "module",
  "template",
  "leaf_dep",
  "core_dep",
  "assets",
  "redated",
  "moved",
] as const
/** As in the results, and on the command line. */
export type ScenarioName = (typeof scenarioNames)[number]

/** A push. What is not said here is as in the first one, which was built with an empty cache. */
export interface Scenario {
  readonly files: Files
  /** The files that have the time of this push and not of the first one. */
  readonly isNew: (path: string) => boolean
  /** In another BUILD_DIR. */
  readonly moved: boolean
  /** With the cache that the first one has left. */
  readonly cached: boolean
}

/** All scenarios of an app. */
export function scenariosOf(
  prepared: Prepared,
  { modules }: Pick<Sizes, "modules">,
): Readonly<Record<ScenarioName, Scenario>> {
  const { packages, imports, locks, packageJson, packageLock } = prepared
  const first: Files = {
    ...appFiles({ modules, packages, imports }),
    "mix.lock": locks.base,
    "assets/package.json": packageJson,
    "assets/package-lock.json": packageLock,
  }
  const same: Scenario = { files: first, isNew: () => false, moved: false, cached: true }
  const change = (changes: Files): Scenario => ({
    ...same,
    files: { ...first, ...changes },
    isNew: (path) => path in changes,
  })
  return {
    cold: { ...same, cached: false },
    unchanged: same,
    module: change(
      edited(first, /^lib\/shop\/[^/]*s\.ex$/, (text) => text.replace(/\nend\n$/, `\n${addedFunction}end\n`)),
    ),
    template: change(edited(first, /\/index\.html\.heex$/, (text) => `${text}<p class="m-7">One line more</p>\n`)),
    leaf_dep: change({ "mix.lock": locks.leaf }),
    core_dep: change({ "mix.lock": locks.core }),
    assets: change(edited(first, /\/app\.css$/, (text) => `${text}.more { color: #c00 }\n`)),
    redated: { ...same, isNew: () => true },
    moved: { ...same, moved: true },
  }
}

const addedFunction = `
  @doc "Nothing that anyone calls."
  @spec added(integer()) :: integer()
  def added(number), do: number + 1
`

/** The first of the files whose path matches, edited. */
function edited(files: Files, path: RegExp, edit: (text: string) => string): Files {
  const [found] = Object.keys(files)
    .filter((name) => path.test(name))
    .toSorted()
  if (found === undefined) throw new Error(`no file is like ${path}`)
  const [before, after] = [files[found] ?? "", edit(files[found] ?? "")]
  if (before === after) throw new Error(`${found} would not change`)
  return { [found]: after }
}
