import { readFile, realpath, stat } from "node:fs/promises"
import { join, posix } from "node:path"
import { isInside } from "../core/inside.ts"
import type { Processes } from "../core/launch.ts"
import { namedPaths } from "../core/named-paths.ts"
import { isRecord } from "../core/record.ts"
import type { Setting } from "../core/setting.ts"
import { readText } from "./folder.ts"

/** A text that a shell reads when the app runs: a command line, or a script of the app's own. */
export interface Script extends Setting<string> {
  /** What it may name, as paths from the app's folder. */
  readonly names: readonly string[]
}

/** What the platform runs of the app: the lines of its Procfile and app.json, and all scripts that those name. */
export async function readScripts(app: string, procfile: Processes): Promise<readonly Script[]> {
  const scripts = [...Object.values(procfile), ...appJsonLines(await readText(app, "app.json"))].map(
    (line): Script => ({ ...line, names: namedPaths(line.value) }),
  )
  const seen = new Set<string>()
  // It grows while we go through it: a script may name further ones.
  for (const { names } of scripts) {
    for (const path of names) {
      if (seen.has(path) || ofRelease.test(path)) continue
      seen.add(path)
      const value = await readScript(app, path)
      if (value !== undefined)
        scripts.push({ value, origin: { kind: "file", file: path }, names: namesIn(value, path) })
    }
  }
  return scripts
}

/** A program of a release, which Mix has written: its `elixir` and `iex` are the release's own. */
const ofRelease = /\/rel\/[^/]+\/bin\//

/** A script's own words, each from the app's folder and from the folder that it is in. */
function namesIn(text: string, file: string): readonly string[] {
  const names = namedPaths(text)
  const folder = posix.dirname(file)
  return folder === "." ? names : [...names, ...names.map((name) => posix.join(folder, name))]
}

const LONGEST = 64 * 1024 // bytes; scripts are short

/** The text of a shell script of the app; undefined for anything else. */
async function readScript(app: string, path: string): Promise<string | undefined> {
  try {
    const file = await realpath(join(app, path))
    if (!isInside(await realpath(app), file)) return undefined
    const found = await stat(file)
    if (!found.isFile() || found.size > LONGEST) return undefined
    const text = await readFile(file, "utf8")
    return /^#!.*sh\b/.test(text) || path.endsWith(".sh") ? text : undefined
  } catch {
    // A word that is no path, or a file that nobody may read, is no script.
    return undefined
  }
}

/** The commands of app.json. https://devcenter.heroku.com/articles/app-json-schema, and Dokku's own beside them */
function appJsonLines(text: string | undefined): readonly Setting<string>[] {
  if (text === undefined) return []
  const { scripts, cron } = parseObject(text)
  const { dokku, ...others } = recordOf(scripts)
  const crons = Array.isArray(cron) ? cron.map((each) => recordOf(each).command) : []
  return [...Object.values(others), ...Object.values(recordOf(dokku)), ...crons]
    .filter((value) => typeof value === "string")
    .map((value) => ({ value, origin: { kind: "file", file: "app.json" } }))
}

/** Its mistakes are the platform's to tell. */
function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return recordOf(JSON.parse(text))
  } catch {
    return {}
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {}
}
