import { readFile } from "node:fs/promises"
import type { Cgroup } from "./cgroup.ts"

const EVERY = 50 // milliseconds

/** Watches the processes whose command line matches, until it is stopped; then tells the highest peak in bytes. */
export function watchMemory(group: Cgroup, command: RegExp): () => Promise<number> {
  let peak = 0

  async function look(): Promise<void> {
    for (const pid of await group.processes().catch(() => [])) {
      if (!command.test(await text(pid, "cmdline"))) continue
      // The kernel keeps the peak itself, so that only what comes after the last look is missed.
      const kilobytes = Number(/^VmHWM:\s*(\d+) kB/m.exec(await text(pid, "status"))?.[1] ?? 0)
      peak = Math.max(peak, kilobytes * 1024)
    }
  }

  let looking = look()
  const timer = setInterval(() => {
    looking = looking.then(look)
  }, EVERY)
  return async () => {
    clearInterval(timer)
    await looking
    return peak
  }
}

async function text(pid: number, name: string): Promise<string> {
  return (await readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "")).replaceAll("\0", " ")
}
