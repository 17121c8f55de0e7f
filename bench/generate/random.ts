/** Numbers that look random, and are the same ones for the same seed. */
export interface Random {
  /** A whole number from 0 on, less than the limit. */
  below(limit: number): number
  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T
  /** So many of a list, or all of it, in the list's order. */
  some<T>(list: readonly T[], count: number): readonly T[]
}

/** The seed's numbers, by the generator that is known as mulberry32. */
export function randomFrom(seed: string): Random {
  let state = 2_166_136_261
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16_777_619)

  function next(): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    below,
    pick: <T>(list: readonly T[]): T => {
      if (list.length === 0) throw new Error("nothing to pick from")
      return list[below(list.length)] as T
    },
    some: (list, count) => {
      const keys = new Map(list.map((item) => [item, next()]))
      const chosen = new Set(
        [...keys]
          .toSorted(([, a], [, b]) => a - b)
          .slice(0, count)
          .map(([item]) => item),
      )
      return list.filter((item) => chosen.has(item))
    },
  }
}
