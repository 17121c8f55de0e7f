/** What is known of a build after another one. */
interface SinceThen {
  /** What has changed, by path from the app's folder. */
  readonly changed: readonly string[]
  /** The texts of all files that `isEvaluated` names. */
  readonly evaluated: readonly string[]
}

/** Where an app has what goes into its own modules and its `priv`, and what no release has. */
const own = /^(?:apps\/[^/]+\/)?(?:lib|src|include|assets|priv|test)(?:\/|$)/

/** What makes a release another one though no file that goes into it has changed. */
const unforeseeable = [
  // What brings something from elsewhere: files, programs, the machine, the time.
  /\b(?:File|Code|Path\.wildcard|Port|EEx)\b/,
  /\b(?:Date|Time|DateTime|NaiveDateTime)\b/,
  /\bSystem\.(?:cmd|shell|\w*time|unique_integer)\b/,
  /\b(?:Enum\.(?:random|shuffle|take_random)|IO\.\w*read\w*|Node|node\(|Mix\.(?:shell|Shell)|Config\.Reader)/,
  /:(?:file|os|erlang|calendar|rand|crypto|filelib|inet|net_adm|net_kernel|httpc|persistent_term|ets)\./,
  // Configuration from elsewhere than the folders for it, whose files are among the texts.
  /\bimport_config\b(?!\s*\(?\s*"(?:(?:\.\.\/)+(?:apps\/[^/"]+\/)?config\/)?[^./"][^/"]*")/,
  // A template that evaluates more than a property of the release, such as the app's own code.
  /<%(?![%#]|=?\s*@release\.\w+\s*%>)/,
  // What is done with a release once it is made, put beside it, or done in its place.
  /\b(?:steps|overlays|rel_templates_path|runtime_config_path|config_providers|release):/,
]

/** Whether a release is the same as then, but for the app's own modules and `priv`. */
export function isRefreshable({ changed, evaluated }: SinceThen): boolean {
  return (
    changed.every((path) => own.test(path)) &&
    !evaluated.some((text) => unforeseeable.some((pattern) => pattern.test(text)))
  )
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
