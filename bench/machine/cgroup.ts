import { readFileSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join } from "node:path"

/** The processes of a container, and the CPU time that all of them have had, also those that have ended. */
export interface Cgroup {
  /** Seconds. It is read at once, since several turns of our own would take more CPU time than the reading. */
  cpu(): number
  /** Their ids. */
  processes(): Promise<readonly number[]>
}

/** The group of a process, by version 1 or 2 of the kernel's interface. */
export async function cgroupOf(pid: number): Promise<Cgroup> {
  const lines = (await readFile(`/proc/${pid}/cgroup`, "utf8")).trim().split("\n")
  const groups = lines.map((line) => /^\d+:([^:]*):(.*)$/.exec(line)?.slice(1) ?? [])
  const [, first] = groups.find(([names = ""]) => names.split(",").includes("cpuacct")) ?? []
  const [, second] = groups.find(([names]) => names === "") ?? []
  const folder = first === undefined ? join("/sys/fs/cgroup", second ?? "") : join("/sys/fs/cgroup/cpuacct", first)
  const read = (name: string): string => readFileSync(join(folder, name), "utf8")
  return {
    cpu: () => {
      if (first !== undefined) return Number(read("cpuacct.usage")) / 1e9
      return Number(/^usage_usec (\d+)/m.exec(read("cpu.stat"))?.[1]) / 1e6
    },
    processes: async () => (await readFile(join(folder, "cgroup.procs"), "utf8")).trim().split("\n").map(Number),
  }
}

const TICKS = 100 // a second, for everything that the kernel tells in ticks

/** CPU time that the whole machine has spent, in seconds. */
export async function machineCpu(): Promise<number> {
  const [line = ""] = (await readFile("/proc/stat", "utf8")).split("\n")
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = line.split(/\s+/).slice(1).map(Number)
  return (user + nice + system + irq + softirq) / TICKS
}
