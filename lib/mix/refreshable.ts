import { MIX_LOCK } from "../app/lock-entry.ts"
import { readsFiles } from "./file-reads.ts"

/** What is known of a build after another one. */
interface SinceThen {
  /** What has changed, by path from the app's folder. */
  readonly changed: readonly string[]
  /** The texts of all files that `isEvaluated` names. */
  readonly evaluated: readonly string[]
}

/** Which applications of a release may be other ones than in that of the last build: the app's own, or those it has fetched too. */
export type Refreshing = "own" | "all"

/** Where an app has what goes into its own modules and its `priv`, and what no release has. */
const own = /^(?:apps\/[^/]+\/)?(?:lib|src|include|assets|priv|test)(?:\/|$)/

/** What makes a release another one though no file that goes into it has changed. */
const unforeseeable = [
  // What brings something from elsewhere than files: programs, the machine, the time.
  /\b(?:Date|Time|DateTime|NaiveDateTime)\b/,
  /\bSystem\.(?:cmd|shell|\w*time|unique_integer)\b/,
  /\b(?:Enum\.(?:random|shuffle|take_random)|IO\.\w*read\w*|Node|node\(|Mix\.(?:shell|Shell))/,
  /:(?:os|erlang|calendar|rand|crypto|inet|net_adm|net_kernel|httpc|persistent_term|ets)\./,
  // Configuration from elsewhere than the folders for it, whose files are among the texts.
  /\bimport_config\b(?!\s*\(?\s*"(?:(?:\.\.\/)+(?:apps\/[^/"]+\/)?config\/)?[^./"][^/"]*")/,
  // A template that evaluates more than a property of the release, such as the app's own code.
  /<%(?![%#]|=?\s*@release\.\w+\s*%>)/,
  // What is done with a release once it is made, put beside it, or done in its place.
  /\b(?:steps|overlays|rel_templates_path|runtime_config_path|config_providers|release):/,
]

/** What tells something of the dependencies, of which a release's options can be made. */
const tellsDependencies = /\bMix\.(?:Dep|SCM|Project\.(?!config\b))|(?<!\.)\b(?:Application|Hex)\./

/** All in which a release may differ from what it was then; undefined when that may be more than its applications. */
export function refreshing({ changed, evaluated }: SinceThen): Refreshing | undefined {
  const isFetchedAnew = changed.includes(MIX_LOCK)
  if (!changed.every((path) => path === MIX_LOCK || own.test(path))) return undefined
  const patterns = isFetchedAnew ? [...unforeseeable, tellsDependencies] : unforeseeable
  if (evaluated.some((text) => readsFiles(text) || patterns.some((pattern) => pattern.test(text)))) return undefined
  return isFetchedAnew ? "all" : "own"
}

const evaluatedFiles = [
  /(?:^|\/)mix\.exs$/,
  // What the running app evaluates is copied.
  /(?:^|\/)config\/(?!runtime\.exs$).*\.exs$/,
  /(?:^|\/)rel\/(?!overlays\/).*\.eex$/,
]

/** Whether `mix release` evaluates a file of the app: its projects, their configuration, their templates. */
export function isEvaluated(path: string): boolean {
  return evaluatedFiles.some((pattern) => pattern.test(path))
}
