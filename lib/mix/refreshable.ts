/** What `mix release` evaluates, by path: mix.exs, configuration, templates. */
export type Evaluated = ReadonlyMap<string, string>

/** Where an app has what goes into its own modules and its `priv`, and what no release has. */
const own = /^(?:apps\/[^/]+\/)?(?:lib|src|include|assets|priv|test)\//

/** What a text may take from elsewhere, and what is done with a release after it was made, or in place of that. */
const more =
  /\b(?:File|Code|Path\.wildcard|Port|EEx|Date|Time|DateTime|NaiveDateTime|System\.(?:cmd|shell|\w*time|unique_integer))\b|:(?:file|os|erlang|calendar|rand|crypto|filelib)\b|\b(?:steps|overlays|rel_templates_path|release):/

/** Whether a release that differs by these files is the same but for the app's own modules and `priv`. */
export function isRefreshable(changed: readonly string[], evaluated: Evaluated): boolean {
  return changed.every((path) => own.test(path)) && [...evaluated.values()].every((text) => !more.test(text))
}
