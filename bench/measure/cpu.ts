/** The CPU time that a build has used by a moment of it; both in seconds since its start. */
export interface CpuSample {
  readonly at: number
  readonly used: number
}

/** What was used between two moments, in seconds; between two samples as if it had been used evenly. */
export function cpuBetween(samples: readonly CpuSample[], from: number, to: number): number {
  return usedBy(samples, to) - usedBy(samples, from)
}

function usedBy(samples: readonly CpuSample[], moment: number): number {
  const after = samples.findIndex(({ at }) => at >= moment)
  if (after === -1) return samples.at(-1)?.used ?? 0
  const [before, next] = [samples[after - 1], samples[after]]
  if (before === undefined || next === undefined) return next?.used ?? 0
  return before.used + ((next.used - before.used) * (moment - before.at)) / (next.at - before.at)
}
