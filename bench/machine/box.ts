import { randomUUID } from "node:crypto"
import { chmod, readFile } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { assignments } from "../../test/support/stack/assignments.ts"
import type { Mount } from "../../test/support/stack/docker.ts"
import type { CpuSample } from "../measure/cpu.ts"
import { isStepLine } from "../measure/steps.ts"
import { type Cgroup, cgroupOf, machineCpu } from "./cgroup.ts"
import { watchCpu } from "./cpu-watch.ts"
import { watchMemory } from "./memory.ts"

/** A container that lives as long as the benchmark, so that no build waits for one to start. */
export interface Box {
  /**
   * /tmp and /app as this machine sees them. They lie in memory: disks differ, and an ext4 without a journal, as virtual machines
   * have, takes ten times as long to make files for minutes after some were removed, which every build does.
   */
  readonly tmp: string
  readonly app: string
  readonly group: Cgroup
  /** Runs a program to its end, as the app's user and with nothing else in its environment. */
  run(command: readonly string[], env: Env): Promise<Ended>
  /** Starts a program that does not end by itself. */
  start(command: readonly string[], env: Env): Running
  remove(): Promise<void>
}

type Env = Readonly<Record<string, string>>

/** A line of output, and when it came, in seconds since the start. */
export interface Line {
  readonly at: number
  readonly text: string
}

/** A program that has ended; what it took is of the whole container, and so of all that it started. */
export interface Ended {
  readonly exitCode: number
  readonly lines: readonly Line[]
  /** When it began, in milliseconds since 1970. */
  readonly startedAt: number
  /** Seconds. */
  readonly wall: number
  /** CPU time, up to its end. */
  readonly cpu: readonly CpuSample[]
  /** What the machine did beside: our own upstream, and whatever else disturbs. */
  readonly otherCpu: number
  /** Bytes at the peak of beampack's own process; 0 when there was none. */
  readonly memory: number
}

interface Running {
  readonly lines: readonly Line[]
  /** Ends it and all that it has started. */
  kill(): Promise<void>
}

const user = "1000:1000"
const ownProcess = /\/node .*\/lib\/main\.js /

/** Starts one. */
export async function startBox(image: string, mounts: readonly Mount[]): Promise<Box> {
  const name = `beampack-bench-${randomUUID()}`
  const memory = ["/tmp", "/app"].flatMap((folder) => ["--tmpfs", `${folder}:exec`])
  const volumes = mounts.flatMap(({ from, to, readOnly }) => ["--volume", `${from}:${to}${readOnly ? ":ro" : ""}`])
  // By this label the stack tests tell containers of runs that were killed.
  const label = `beampack-stack.pid=${process.pid}`
  const how = ["--detach", "--rm", "--init", "--network", "host", "--user", user, "--label", label]
  await execa("docker", ["run", ...how, "--name", name, ...memory, ...volumes, image, "sleep", "infinity"])
  const { stdout: pid } = await execa("docker", ["inspect", "--format", "{{.State.Pid}}", name])
  const group = await cgroupOf(Number(pid))
  const [tmp, app] = [`/proc/${pid}/root/tmp`, `/proc/${pid}/root/app`]
  // Docker gives them the mode that they have in the image.
  for (const folder of [tmp, app]) await chmod(folder, 0o777)

  function start(command: readonly string[], env: Env, hear: (text: string) => void = () => {}) {
    const began = performance.now()
    const lines: Line[] = []
    const args = ["exec", "--workdir", "/", name, "env", "-i", ...assignments(env), ...command]
    const running = execa("docker", args, { all: true, reject: false, buffer: false, stdin: "ignore" })
    const read = (async () => {
      for await (const text of running.iterable({ from: "all" })) {
        lines.push({ at: (performance.now() - began) / 1000, text })
        hear(text)
      }
    })()
    return { began, lines, ended: Promise.all([running, read]).then(([{ exitCode }]) => exitCode ?? -1) }
  }

  return {
    tmp,
    app,
    group,
    run: async (command, env) => {
      const allBefore = await machineCpu()
      const cpu = watchCpu(group)
      const memory = watchMemory(group, ownProcess)
      const startedAt = Date.now()
      const { began, lines, ended } = start(command, env, (text) => {
        if (isStepLine(text)) cpu.look()
      })
      const exitCode = await ended
      const wall = (performance.now() - began) / 1000
      const samples = cpu.stop()
      const otherCpu = Math.max(0, (await machineCpu()) - allBefore - (samples.at(-1)?.used ?? 0))
      return {
        exitCode,
        lines,
        startedAt,
        wall,
        cpu: samples,
        otherCpu,
        memory: await memory(),
      }
    },
    start: (command, env) => {
      const script = 'echo $$ >/tmp/started.pid && exec "$@"'
      const { lines, ended } = start(["setsid", "--wait", "sh", "-c", script, "-", ...command], env)
      return {
        lines,
        kill: async () => {
          const group = await readFile(join(tmp, "started.pid"), "utf8")
          await execa("docker", ["exec", name, "kill", "-KILL", "--", `-${group.trim()}`], { reject: false })
          await ended
        },
      }
    },
    remove: async () => {
      await execa("docker", ["rm", "--force", name], { reject: false })
    },
  }
}
