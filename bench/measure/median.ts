/** The middle one of numbers, or the mean of the two in the middle. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]]
  if (low === undefined || high === undefined) throw new Error("no numbers")
  return (low + high) / 2
}

/** The medians of records that have the same keys. A key that only some have counts as 0 for the others. */
export function medians(records: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const keys = [...new Set(records.flatMap((record) => Object.keys(record)))]
  return Object.fromEntries(keys.map((key) => [key, median(records.map((record) => record[key] ?? 0))]))
}
