import { resolve } from "node:path"
import { BuildpackError } from "../core/error.ts"
import { readProcesses } from "../heroku/result.ts"
import { isFolder } from "../io/files.ts"
import { exec } from "../io/run.ts"
import type { CliContext } from "./context.ts"
import { readEnvFile } from "./env-file.ts"

/** As typed; `envFile` is one of config vars, `port` wins over its PORT. */
export interface RunOptions {
  readonly envFile?: string
  readonly port?: string
}

/** What Phoenix takes when nothing is said; a platform always says it. */
const DEFAULT_PORT = "4000"

/** No file of the user's own is read, which bash would do when it takes us for a remote login. */
const bash = ["bash", "--norc"] as const

/** What the platform does before a process starts: its scripts are sourced, then its line is run. */
const startScript = [
  'for script in .profile.d/*.sh .profile; do [ -r "$script" ] && . "./$script"; done',
  `exec ${bash.join(" ")} -c "$1"`,
].join("\n")

/** Starts one process type of a built app in its folder, with HOME being that folder; returns its exit code. */
export async function runProcess(
  dir: string,
  type: string,
  options: RunOptions,
  { env, signal }: Pick<CliContext, "env" | "signal">,
): Promise<number> {
  const app = resolve(dir)
  if (!(await isFolder(app))) throw noFolder(dir)
  const { processes } = await readProcesses(app)
  const line = processes[type]
  if (line === undefined) throw unknownType(type, Object.keys(processes), dir)
  const vars = { ...env, ...(await readEnvFile(options.envFile)) }
  const port = options.port ?? (vars.PORT || DEFAULT_PORT)
  signal.throwIfAborted()
  return exec(bash[0], [bash[1], "-c", startScript, type, line.value], {
    cwd: app,
    env: { ...vars, PORT: port, HOME: app },
  })
}

function noFolder(dir: string): BuildpackError {
  return new BuildpackError("cli/no-app", `There is no folder ${dir}`, {
    help: "Name a folder that beampack build has made: beampack build APP --out DIR && beampack run DIR",
  })
}

function unknownType(type: string, known: readonly string[], dir: string): BuildpackError {
  return new BuildpackError("launch/unknown-type", `${dir} has no process type ${type}`, {
    help:
      known.length > 0
        ? `It has: ${known.join(", ")}.`
        : "It has none: is it a folder that beampack build made? (beampack build APP --out DIR)",
  })
}
