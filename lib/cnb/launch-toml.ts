import { join } from "node:path"
import { stringify } from "smol-toml"
import type { LaunchSpec } from "../core/launch.ts"
import { splitWords } from "../core/words.ts"

/** A process as the lifecycle wants it: a program and its arguments, started without a shell. */
export interface Process {
  readonly type: string
  readonly command: readonly string[]
  /** What a user may replace when the image is run. */
  readonly args: readonly string[]
}

/** The processes of the app in `folder`. Those of its Procfile are left to the buildpack that reads Procfiles. */
export function processesOf({ processes }: LaunchSpec, folder: string): readonly Process[] {
  return Object.entries(processes).flatMap(([type, { value, origin }]) =>
    origin.kind === "file" ? [] : [{ type, ...parseLine(value, folder) }],
  )
}

/** Our own lines are `program argument …` or `env NAME=value … program argument …`, without anything that a shell expands. */
function parseLine(line: string, folder: string): Omit<Process, "type"> {
  const words = splitWords(line) ?? []
  const at = words.findIndex((word) => word !== "env" && !/^\w+=/.test(word))
  const program = words[at] ?? ""
  // A path is one from the app's folder, whatever folder the process starts in.
  const path = program.includes("/") ? join(folder, program) : program
  return { command: [...words.slice(0, at), path], args: words.slice(at + 1) }
}

/** What launch.toml says. https://github.com/buildpacks/spec/blob/main/buildpack.md#launchtoml-toml */
interface LaunchToml {
  readonly processes: readonly Process[]
  /** Paths that make up an image layer each, beside the one for all others. */
  readonly slices: readonly (readonly string[])[]
  readonly labels: Readonly<Record<string, string>>
}

/** The text of launch.toml. */
export function launchToml({ processes, slices, labels }: LaunchToml): string {
  return stringify({
    labels: Object.entries(labels).map(([key, value]) => ({ key, value })),
    processes: processes.map(({ type, command, args }) => ({ type, command, args, default: type === "web" })),
    slices: slices.map((paths) => ({ paths })),
  })
}
