import { glob, readdir } from "node:fs/promises"
import { join, relative } from "node:path"

/** What a path or a pattern such as `priv/*.db` finds in the app, as paths from its folder; `.` is the app itself. */
export async function matchingFiles(app: string, pattern: string | undefined): Promise<readonly string[]> {
  if (pattern === undefined) return []
  if (pattern === ".") return [pattern]
  const found: string[] = []
  for await (const path of glob(pattern, { cwd: app })) found.push(path)
  return found.toSorted()
}

/** The files of an app that patterns of rsync's `--include-from` choose, as paths from the app's folder, sorted. */
export async function includedFiles(app: string, patterns: readonly string[]): Promise<readonly string[]> {
  if (patterns.length === 0) return []
  const wanted = patterns.map(expression)
  const entries = await readdir(app, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(app, join(entry.parentPath, entry.name)))
    .filter((path) => wanted.some((pattern) => pattern.test(`/${path}`)))
    .toSorted()
}

const wildcards: Readonly<Record<string, string>> = { "/***": "(?:/.*)?", "**": ".*", "*": "[^/]*", "?": "[^/]" }

/** A pattern that begins with a slash is for the whole path, another one for its end, from one slash on. */
function expression(pattern: string): RegExp {
  const body = pattern
    .replace(/^\//, "")
    .replace(/\/\*\*\*$|\*\*|[*?]|[.+^${}()|[\]\\]/g, (sign) => wildcards[sign] ?? `\\${sign}`)
  return new RegExp(`${pattern.startsWith("/") ? "^/" : "/"}${body}$`)
}
