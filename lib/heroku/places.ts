import type { EnvDelta } from "../core/env.ts"

/** The folders of a build that may be elsewhere in the next one: all absolute paths of each, the lasting one first. */
export interface Places {
  /** BUILD_DIR. */
  readonly app: readonly string[]
  /** CACHE_DIR. */
  readonly cache: readonly string[]
}

/** No value of a variable and no path has a zero byte. */
const marks = { app: "\0app\0", cache: "\0cache\0" } as const

/** A text with marks for these folders, so that it is the same wherever they are. */
export function withMarks(text: string, places: Places): string {
  return (["app", "cache"] as const)
    .flatMap((key) => places[key].map((path) => ({ path, mark: marks[key] })))
    .filter(({ path }) => path !== "/")
    .toSorted((a, b) => b.path.length - a.path.length)
    .reduce((result, { path, mark }) => result.replaceAll(whole(path), mark), text)
}

/** A path where it is not the beginning of a longer name. */
function whole(path: string): RegExp {
  return new RegExp(`${path.replace(/\W/g, "\\$&")}(?![\\w.-])`, "g")
}

/** A text with marks, with the folders where they are now. */
function withoutMarks(text: string, { app: [app = ""], cache: [cache = ""] }: Places): string {
  return text.replaceAll(marks.app, () => app).replaceAll(marks.cache, () => cache)
}

/** The same of the values of deltas. */
export function deltasWithMarks(deltas: readonly EnvDelta[], places: Places): readonly EnvDelta[] {
  return deltas.map((delta) => withValue(delta, withMarks(delta.change.value, places)))
}

export function deltasWithoutMarks(deltas: readonly EnvDelta[], places: Places): readonly EnvDelta[] {
  return deltas.map((delta) => withValue(delta, withoutMarks(delta.change.value, places)))
}

function withValue(delta: EnvDelta, value: string): EnvDelta {
  return { ...delta, change: { ...delta.change, value } }
}
