import { readFile } from "node:fs/promises"
import type { Cgroup } from "./cgroup.ts"

const EVERY = 50 // milliseconds
/** Milliseconds in which a process has to begin: to look for one all the time would take CPU time from the build. */
const PATIENCE = 3000

/** Watches the process whose command line matches, until it is stopped; then tells its peak in bytes, or 0 when none has come. */
export function watchMemory(group: Cgroup, command: RegExp): () => Promise<number> {
  let peak = 0
  let watched: number | undefined

  async function look(): Promise<void> {
    watched ??= await find(group, command)
    if (watched === undefined) {
      if (performance.now() - began > PATIENCE) clearInterval(timer)
      return
    }
    // The kernel keeps the peak itself, so that only what comes after the last look is missed.
    const kilobytes = Number(/^VmHWM:\s*(\d+) kB/m.exec(await text(watched, "status"))?.[1] ?? 0)
    peak = Math.max(peak, kilobytes * 1024)
  }

  const began = performance.now()
  let looking = Promise.resolve()
  const timer = setInterval(() => {
    looking = looking.then(look)
  }, EVERY)
  return async () => {
    clearInterval(timer)
    await looking
    return peak
  }
}

async function find(group: Cgroup, command: RegExp): Promise<number | undefined> {
  for (const pid of await group.processes().catch(() => [])) {
    if (command.test(await text(pid, "cmdline"))) return pid
  }
  return undefined
}

async function text(pid: number, name: string): Promise<string> {
  return (await readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "")).replaceAll("\0", " ")
}
