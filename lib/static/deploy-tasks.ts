import type { MixAliases } from "../app/mix-aliases.ts"
import { splitWords } from "../core/words.ts"
import { isKnownProgram, programOf } from "../mix/varying-tasks.ts"

/** Those that are Mix's own. */
const MIX = "mix"
/** They run what the app's configuration for the running app says, which may call anything. */
const ANY = "any"

/** Tasks that make assets of files that are known, or that do not bear on them, by the package that they are of. */
const tasks: Readonly<Record<string, readonly string[]>> = {
  tailwind: ["tailwind", "tailwind.install"],
  esbuild: ["esbuild", "esbuild.install"],
  dart_sass: ["sass", "dart_sass", "sass.install"],
  bun: ["bun", "bun.install"],
  phoenix: ["phx.digest", "phoenix.digest"],
  [MIX]: ["compile", "loadpaths", "deps.loadpaths", "loadconfig"],
  [ANY]: ["app.config"],
}
const known = new Map(Object.entries(tasks).flatMap(([owner, names]) => names.map((name) => [name, owner] as const)))

/** A Mix task of which it is not known what it reads; `line` is how the app calls it. */
export interface UnknownTask {
  readonly line: string
}

/** The commands that a task runs with `mix cmd`, in order; or the first thing of which it is not known what it reads. */
export function deployCommands(task: string, aliases: MixAliases): readonly string[] | UnknownTask {
  if (!aliases.complete) return { line: "an alias that code makes" }
  return commandsOf(task, aliases, [])
}

function commandsOf(line: string, aliases: MixAliases, above: readonly string[]): readonly string[] | UnknownTask {
  const [task = "", ...args] = splitWords(line) ?? []
  const alias = aliases.lines.get(task)
  // An alias that names itself means the task.
  if (alias === undefined || above.includes(task)) return ofTask(task, args, line)
  const commands: string[] = []
  for (const each of alias) {
    if (each === undefined) return { line: `a function of the alias ${task}` }
    const found = commandsOf(each, aliases, [...above, task])
    if ("line" in found) return found
    commands.push(...found)
  }
  return commands
}

function ofTask(task: string, args: readonly string[], line: string): readonly string[] | UnknownTask {
  if (known.has(task)) return [line]
  if (task !== "cmd") return { line: `mix ${task}` }
  return isKnownProgram(programOf(args)) ? [line] : { line: `mix ${line}` }
}

/** The packages whose tasks such commands are, without Mix's own; undefined when they may call any. */
export function taskPackages(commands: readonly string[]): readonly string[] | undefined {
  const owners = commands.map((line) => {
    const [task = "", ...args] = splitWords(line) ?? []
    return args.includes("--runtime-config") ? ANY : task === "cmd" ? MIX : (known.get(task) ?? ANY)
  })
  return owners.includes(ANY) ? undefined : [...new Set(owners)].filter((owner) => owner !== MIX)
}
