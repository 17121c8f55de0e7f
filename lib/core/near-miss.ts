/** The known name that a mistyped one most likely stands for; undefined when none is near. */
export function nearMiss(name: string, known: readonly string[]): string | undefined {
  const typed = folded(name)
  const ranked = known
    .map((candidate) => ({ candidate, distance: distance(typed, folded(candidate)) }))
    .toSorted((a, b) => a.distance - b.distance)
  const [best] = ranked
  return best !== undefined && best.distance <= Math.min(2, typed.length / 4) ? best.candidate : undefined
}

/** Upper case, dashes and underscores are what people mix up. */
function folded(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, "")
}

/** How many letters have to be put in, taken out or replaced to make one of the other (Levenshtein); two that are swapped count as one. */
function distance(from: string, to: string): number {
  if (areSwapped(from, to)) return 1
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1]
    for (const [column, other] of [...to].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}

/** Whether the one has two neighbouring letters in the other's place. */
function areSwapped(from: string, to: string): boolean {
  return [...from].some((letter, at) => `${from.slice(0, at)}${from[at + 1]}${letter}${from.slice(at + 2)}` === to)
}
