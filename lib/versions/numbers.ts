/** The numbers in a version text, in order: `27.3.4` and `v27.3.4` give `[27, 3, 4]`. */
export function numbersIn(text: string): readonly number[] {
  return (text.match(/\d+/g) ?? []).map(Number)
}

/** Orders number lists from left to right; the shorter of two with the same start comes first. */
export function compareNumbers(left: readonly number[], right: readonly number[]): number {
  for (const [index, number] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    if (number !== other) return number - other
  }
  return left.length - right.length
}

/** Orders texts by their characters. A locale's order would cost milliseconds, the first time. */
export function compareTexts(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}
