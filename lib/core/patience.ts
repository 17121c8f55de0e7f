/** How many builds something is kept that none of them needs. */
export const PATIENCE = 10

/** How many builds in a row have not needed something, by its name; what the last one needed is not there. */
export type Idle = ReadonlyMap<string, number>

/** The same after one more build. `names`: all that is there. */
export function idleAfter(before: Idle, names: Iterable<string>, needed: ReadonlySet<string>): Idle {
  return new Map([...names].filter((name) => !needed.has(name)).map((name) => [name, (before.get(name) ?? 0) + 1]))
}

/** The text that keeps it for the next build. */
export function writeIdle(idle: Idle): string {
  return JSON.stringify([...idle])
}

/** What `writeIdle` has written; nothing when the text is something else, or absent. */
export function readIdle(text = "[]"): Idle {
  try {
    const counts = new Map<string, number>(JSON.parse(text))
    return new Map([...counts].filter(([, count]) => Number.isInteger(count)))
  } catch {
    return new Map()
  }
}
