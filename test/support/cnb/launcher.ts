/**
 * The first program in an app's image: makes the environment of a process and becomes it. Its arguments are a process type
 * and what takes the place of its `args`, or `--` and a program with its arguments.
 */
import { spawnSync } from "node:child_process"
import { accessSync, constants, readFileSync, statSync } from "node:fs"
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { parse } from "smol-toml"
import { isMissing } from "./missing.ts"
import { launchRoots, type Vars, withEnvFolder, withRoots } from "./vars.ts"

interface Metadata {
  readonly processes?: readonly {
    readonly type: string
    readonly command: readonly string[]
    readonly args: readonly string[]
    readonly "working-dir": string
  }[]
  readonly buildpacks: readonly { readonly id: string }[]
}

interface Start {
  readonly command: readonly string[]
  readonly workdir: string
  /** Empty for a program of the user. */
  readonly type: string
}

/** The exit code of the lifecycle for an app that cannot be started. */
const notLaunched = 82

const ownVars = ["CNB_LAYERS_DIR", "CNB_APP_DIR", "CNB_PROCESS_TYPE", "CNB_PLATFORM_API", "CNB_DEPRECATION_MODE"]

try {
  await launch(process.env.CNB_LAYERS_DIR ?? "/layers", process.env.CNB_APP_DIR ?? "/workspace")
} catch (error) {
  process.stderr.write(`launch: ${error instanceof Error ? error.message : error}\n`)
  process.exitCode = notLaunched
}

async function launch(layersDir: string, app: string): Promise<void> {
  const metadata = parse(readFileSync(join(layersDir, "config/metadata.toml"), "utf8")) as unknown as Metadata
  const { command, type, workdir } = startOf(metadata, process.argv.slice(2), app)
  process.chdir(app)
  const folders = metadata.buildpacks.map(({ id }) => join(layersDir, id.replaceAll("/", "_")))
  const layers = await Promise.all(folders.map((folder) => entries(folder, (entry) => entry.isDirectory())))
  let vars: Vars = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value = ""]) => (ownVars.includes(name) ? [] : [[name, value]])),
  )
  for (const ofBuildpack of layers) {
    for (const layer of ofBuildpack) vars = await withRoots(vars, { here: layer, there: layer }, launchRoots)
    for (const layer of ofBuildpack) vars = await withLaunchFiles(vars, layer, type)
  }
  for (const layer of layers.flat()) {
    for (const folder of ["exec.d", ...(type ? [join("exec.d", type)] : [])]) {
      for (const program of await entries(join(layer, folder), (entry) => !entry.isDirectory())) {
        vars = { ...vars, ...said(program, vars) }
      }
    }
  }
  const [program = ""] = command
  if (program === "") throw new Error(`the process ${type} has no command`)
  const file = found(program, vars.PATH ?? "")
  process.chdir(workdir)
  process.execve?.(file, [...command], { ...vars })
}

function startOf({ processes = [] }: Metadata, [first = "", ...rest]: readonly string[], app: string): Start {
  if (first === "--") return { command: rest, workdir: app, type: "" }
  const declared = processes.find(({ type }) => type === first)
  if (declared === undefined) throw new Error(`there is no process ${first}`)
  const { command, args, "working-dir": workdir } = declared
  return { command: [...command, ...(rest.length > 0 ? rest : args)], workdir: workdir || app, type: first }
}

async function withLaunchFiles(vars: Vars, layer: string, type: string): Promise<Vars> {
  let next = vars
  for (const folder of ["env", "env.launch", ...(type ? [join("env.launch", type)] : [])]) {
    next = await withEnvFolder(next, join(layer, folder))
  }
  return next
}

/** What a program of exec.d writes to its third file: variables, as TOML of nothing but strings. */
function said(program: string, env: Vars): Vars {
  const { status, error, output } = spawnSync(program, { env, stdio: ["ignore", "inherit", "inherit", "pipe"] })
  if (status !== 0) throw new Error(`${program} ended with ${error?.message ?? status}`)
  const written: Readonly<Record<string, unknown>> = parse(output[3]?.toString() ?? "")
  const odd = Object.entries(written).find(([, value]) => typeof value !== "string")
  if (odd) throw new Error(`${program} gave ${odd[0]}, which is no text`)
  return written as Vars
}

function found(program: string, path: string): string {
  if (program.includes("/")) return program
  const file = path
    .split(":")
    .map((folder) => join(folder, program))
    .find(isExecutable)
  if (file === undefined) throw new Error(`${program} is not on PATH`)
  return file
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

interface Entry {
  readonly name: string
  isDirectory(): boolean
}

async function entries(folder: string, wanted: (entry: Entry) => boolean): Promise<readonly string[]> {
  const all = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  return all
    .filter(wanted)
    .map(({ name }) => join(folder, name))
    .toSorted()
}
