import { join, posix, resolve } from "node:path"
import { readConfigFiles } from "../app/config-files.ts"
import { readText } from "../app/folder.ts"
import { parseMixAliases } from "../app/mix-aliases.ts"
import { type MixConfig, parseMixConfig } from "../app/mix-config.ts"
import type { MixLock } from "../app/mix-lock.ts"
import { type MixPlaces, mixPlaces } from "../app/mix-places.ts"
import type { StepContext } from "../core/step.ts"
import { mixEnvironment } from "./environment.ts"
import { type ToolName, toolsOf } from "./program-tasks.ts"
import type { TaskCall } from "./task-programs.ts"
import { type WantedProgram, wantedPrograms } from "./wanted-program.ts"

/** A program, and the file that the task looks for, from the app's folder. */
export interface ProgramWish {
  readonly wanted: WantedProgram
  readonly to: string
}

/** They move what lies beside what is compiled. https://hexdocs.pm/mix/Mix.html#module-environment-variables */
const moving = ["MIX_EXS", "MIX_BUILD_PATH", "MIX_BUILD_ROOT"] as const

/** The programs that tasks of an app look for, as far as its files tell; what its dependencies tell counts once they are there. */
export async function readProgramWishes(
  calls: readonly TaskCall[],
  lock: MixLock,
  context: StepContext,
): Promise<readonly ProgramWish[]> {
  if (moving.some((name) => context.env[name])) return []
  const wishes = new Map<string, ProgramWish>()
  for (const call of calls) {
    for (const wish of await wishesOf(call, lock, context)) wishes.set(wish.to, wish)
  }
  return [...wishes.values()]
}

async function wishesOf(
  { folder, task }: TaskCall,
  lock: MixLock,
  context: StepContext,
): Promise<readonly ProgramWish[]> {
  const { app, target } = context
  const text = (await readText(app, posix.join(folder, "mix.exs"))) ?? ""
  const tools = toolsOf(task, parseMixAliases(text))
  const places = tools.length === 0 ? undefined : mixPlaces(folder, text)
  if (places === undefined) return []
  const files = await readConfigFiles(app, places.config, mixEnvironment(context))
  // The task runs the configuration, and sees what is imported.
  if (!files.complete) return []
  const read = files.texts.map((text) => parseMixConfig(text, tools))
  const wishes = tools.map(async (tool) => {
    const locked = lock.packages.get(tool)?.version
    if (locked === undefined) return []
    const builtIn = await builtInVersion(tool, places, context)
    return wantedPrograms(tool, { config: merged(read.map((each) => each[tool])), locked, builtIn, arch: target.arch })
  })
  const wanted = (await Promise.all(wishes)).flat()
  return wanted.map((one) => ({ wanted: one, to: posix.join(places.build, one.file) }))
}

function merged(all: readonly MixConfig[]): MixConfig {
  return { settings: all.flatMap(({ settings }) => settings), complete: all.every(({ complete }) => complete) }
}

/** What the package's own module says, `@latest_version "0.25.0"`. */
async function builtInVersion(
  tool: ToolName,
  { deps }: MixPlaces,
  { app, env }: StepContext,
): Promise<string | undefined> {
  const folder = resolve(app, env.MIX_DEPS_PATH || deps)
  const text = await readText(folder, join(tool, "lib", `${tool}.ex`))
  return /^\s*@latest_version "([^"]*)"/m.exec(text ?? "")?.[1]
}
