import type { Env } from "./env.ts"

/**
 * The machine's name. Code that reads it while it is compiled means the machine that it will run on, so nothing is compiled
 * anew for it; a command of the build may still write it somewhere.
 */
export const MACHINE_NAME = "HOSTNAME"

/** What is set anew for each build or on each machine, and means nothing to a build that does not ask for it. */
const ofEachBuild = [
  ...[MACHINE_NAME, "PWD", "OLDPWD", "SHLVL", "INVOCATION_ID", "JOURNAL_STREAM"],
  // Heroku and herokuish; the last seven are there with https://devcenter.heroku.com/articles/dyno-metadata
  ...["SOURCE_VERSION", "REQUEST_ID", "BUILD_INFO", "DYNO", "HEROKU_BUILD_COMMIT", "HEROKU_BUILD_DESCRIPTION"],
  ...["HEROKU_DYNO_ID", "HEROKU_RELEASE_CREATED_AT", "HEROKU_RELEASE_VERSION"],
  ...["HEROKU_SLUG_COMMIT", "HEROKU_SLUG_DESCRIPTION"],
  // Dokku: https://dokku.com/docs/deployment/methods/git/
  "GIT_REV",
  // The folders of a build, https://github.com/buildpacks/spec/blob/main/buildpack.md#buildpack-interface
  ...["CNB_BP_PLAN_PATH", "CNB_BUILDPACK_DIR", "CNB_LAYERS_DIR", "CNB_PLATFORM_DIR"],
  // It tells only what stays in the cache afterwards.
  "BEAMPACK_CACHE_MAX",
]

/** The same of CI: GitHub's and GitLab's words about a run. */
const ofEachRun = /^(?:GITHUB|RUNNER|ACTIONS|CI_(?:COMMIT|JOB|PIPELINE|RUNNER))_\w+$/

/** The names in an environment whose values do not count unless the app's own files have them. */
export function volatileNames(env: Env): readonly string[] {
  return Object.keys(env).filter((name) => ofEachBuild.includes(name) || ofEachRun.test(name))
}

/** Elixir, Erlang, JavaScript and shells: all variables at once, or one by a name that is put together. */
const readsAll =
  /System\.get_env(?:\(\s*\)|\s*(?:\||$))|System\.(?:get|fetch)_env!?\(\s*["'][^"'\n]*#\{|os:(?:getenv|env)\(\s*\)|\.\.\.process\.env\b|\bin process\.env\b|\bprocess\.env(?:\[(?!\s*["'][\w]+["']\s*\])|\s*[),;}\n])|\bprintenv\b|\benv\s*(?:\||>)/m
/** The beginning of names, as code looks for it in all of them. */
const prefixes = /\b(?:HEROKU|GITHUB|RUNNER|ACTIONS|CI|CNB|GIT|SOURCE|BUILD)_(?:[A-Z]+_)*(?!\w)/g

/** Which of the names a text has, as words; those that begin as a word does, and all when it reads all variables. */
export function namesIn(text: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return []
  if (readsAll.test(text)) return names
  const begun = [...text.matchAll(prefixes)].flatMap(([start]) => names.filter((name) => name.startsWith(start)))
  return [...begun, ...[...text.matchAll(new RegExp(`\\b(?:${names.join("|")})\\b`, "g"))].map(([name]) => name)]
}

/** The variables that count: not `_`, which a shell sets, and none of the volatile ones that the app does not name. */
export function countingVariables(env: Env, named: ReadonlySet<string>): Env {
  const left = new Set(["_", ...volatileNames(env).filter((name) => !named.has(name))])
  return Object.fromEntries(Object.entries(env).filter(([name]) => !left.has(name)))
}
