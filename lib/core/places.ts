import type { Env } from "./env.ts"

/** The folders of a build that may be elsewhere in the next one: all absolute paths of each, the lasting one first. */
export interface Places {
  readonly app: readonly string[]
  readonly cache: readonly string[]
}

/** No value of a variable and no path has a zero byte. */
const marks = { app: "\0app\0", cache: "\0cache\0" } as const

type Move = readonly [from: string, to: string]

/** A text with marks for these folders, so that it is the same wherever they are. */
export function withMarks(text: string, places: Places): string {
  return moved(text, moves(places))
}

/** Variables with such values. */
export function envWithMarks(env: Env, places: Places): Env {
  return movedEnv(env, moves(places))
}

/** Variables whose values name one folder in the place of another. */
export function movedEnv(env: Env, all: readonly Move[]): Env {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, value === undefined ? value : moved(value, all)]),
  )
}

/** A text with marks, with the folders where they are now. */
export function withoutMarks(text: string, { app: [app = ""], cache: [cache = ""] }: Places): string {
  return text.replaceAll(marks.app, () => app).replaceAll(marks.cache, () => cache)
}

function moves(places: Places): readonly Move[] {
  return (["app", "cache"] as const).flatMap((key) => places[key].map((path) => [path, marks[key]] as const))
}

/** A folder in another one is looked for first. */
function moved(text: string, all: readonly Move[]): string {
  return all
    .filter(([from]) => from !== "/")
    .toSorted(([a], [b]) => b.length - a.length)
    .reduce((result, [from, to]) => result.replaceAll(whole(from), () => to), text)
}

/** A path that is neither the end of a longer one nor the beginning of a longer name. It may stand in -I/path and a URL. */
function whole(path: string): RegExp {
  return new RegExp(`(?<=^|[^\\w./-]|://|(?<![\\w./-])-[A-Z])${escaped(path)}(?![\\w.-])`, "g")
}

function escaped(text: string): string {
  return text.replace(/\W/g, "\\$&")
}
