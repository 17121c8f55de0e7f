import type { CpuSample } from "../measure/cpu.ts"
import type { Cgroup } from "./cgroup.ts"

/** Milliseconds, as for memory: one turn does for both, since to wake up takes ten times what reading the counter does. */
const EVERY = 50

/** It looks by itself every 50 ms. */
export interface CpuWatch {
  /** Looks now, which takes some 15 microseconds. */
  look(): void
  /** Stops, and tells what the group had used when. */
  stop(): readonly CpuSample[]
}

/** Notes the CPU time that a group uses from now on. */
export function watchCpu(group: Cgroup): CpuWatch {
  const [began, before] = [performance.now(), group.cpu()]
  const samples: CpuSample[] = [{ at: 0, used: 0 }]
  const look = (): void => {
    samples.push({ at: (performance.now() - began) / 1000, used: group.cpu() - before })
  }
  const timer = setInterval(look, EVERY)
  return {
    look,
    stop: () => {
      clearInterval(timer)
      look()
      return samples
    },
  }
}
