import type { Env } from "../core/env.ts"

/** How an app's dependencies are compiled. */
export type CompileWay =
  /** As Mix does it. */
  | { readonly kind: "plain" }
  /** By several processes that Mix starts, or that we do. */
  | { readonly kind: "mix" | "workers"; readonly processes: number }

/** What there is to be compiled, and by what. */
export interface CompileTask {
  /** The version of Elixir; undefined when it is not known. */
  readonly elixir: string | undefined
  readonly env: Env
  /** How many dependencies are to be compiled, and the bytes of their sources. */
  readonly dependencies: number
  readonly bytes: number
  readonly machine: Machine
}

interface Machine {
  readonly cores: number
  /** Bytes that can be had, beside what is used by then. */
  readonly memory: number
}

/** Tells Mix, from 1.19 on, how many processes compile dependencies. https://hexdocs.pm/mix/Mix.Tasks.Deps.Compile.html */
export const PARTITIONS = "MIX_OS_DEPS_COMPILE_PARTITION_COUNT"

/** Below this it takes longer to start processes than they save. */
const MIN_DEPENDENCIES = 4
const MIN_BYTES = 500_000

/** What a process takes while it compiles, and what all the rest of a build may take beside, such as npm. */
const MEMORY_EACH = 400e6
const MEMORY_BESIDE = 400e6

/** More of them wait for each other. */
const MAX_PROCESSES = 8

/** Decides how dependencies are compiled. A number of processes that the user has set counts, also for the Elixirs that do not know it. */
export function compileWay({ elixir, env, dependencies, bytes, machine }: CompileTask): CompileWay {
  const kind = whoStarts(elixir)
  if (kind === undefined) return { kind: "plain" }
  const asked = env[PARTITIONS]
  // Mix reads it itself.
  if (asked && kind === "mix") return { kind: "plain" }
  const isLittle = dependencies < MIN_DEPENDENCIES || bytes < MIN_BYTES
  const most = isWhole(asked) ? Number(asked) : isLittle ? 1 : fitting(machine)
  const processes = Math.min(most, dependencies)
  return processes > 1 ? { kind, processes } : { kind: "plain" }
}

/** Workers of ours are known to do from 1.14 to 1.18. */
function whoStarts(elixir = ""): "mix" | "workers" | undefined {
  const [, minor] = /^v?1\.(\d+)\./.exec(elixir) ?? []
  if (minor === undefined || Number(minor) < 14) return undefined
  return Number(minor) >= 19 ? "mix" : "workers"
}

function isWhole(text: string | undefined): boolean {
  return text !== undefined && /^\d+$/.test(text)
}

function fitting({ cores, memory }: Machine): number {
  return Math.min(cores, Math.floor((memory - MEMORY_BESIDE) / MEMORY_EACH), MAX_PROCESSES)
}
