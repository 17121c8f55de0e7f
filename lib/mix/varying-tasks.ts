import { join } from "node:path"
import { list, readText } from "../app/folder.ts"
import { type MixAliases, parseMixAliases } from "../app/mix-aliases.ts"
import { splitWords } from "../core/words.ts"
import { readTree } from "../io/tree.ts"

/** Programs that read what stands in files that are known, such as the scripts of package.json, or in their arguments. */
const programs = new Set([
  ...["npm", "npx", "yarn", "pnpm", "pnpx", "bun", "bunx", "node"],
  ...["cp", "mkdir", "mv", "rm", "echo", "true"],
])

/** The words of a name that tell of something elsewhere, or of the time. */
const elsewhere =
  /fetch|download|upload|sync(?!h)|publish|scrape|crawl|remote|https?\b|curl|wget|\bgit\b|\bs3\b|cdn|sentry|cms|notify|\brun\b|\beval\b|\brpc\b/i

/** How a task's source reads what is elsewhere, asks another program, or the clock. */
const outward =
  /\b(?:Req|HTTPoison|Finch|Tesla|Mint|ExAws|Port|Repo|Mojito|Neuron)\.|:(?:httpc|hackney|gun|ibrowse|gen_tcp|ssl)\b|\bSystem\.(?:cmd|shell|os_time|system_time)\b|:os\.(?:cmd|timestamp)\b|\butc_(?:now|today)\b/

/** What the tasks of a Mix project lead to. */
export interface TaskSources {
  readonly aliases: MixAliases
  /** The text of mix.exs, where functions of aliases are. */
  readonly project: string
  /** The texts of the app's own Mix tasks. */
  readonly tasks: readonly string[]
}

/** The program that the arguments of `mix cmd` name. */
export function programOf(args: readonly string[]): string | undefined {
  return args.find((word, at) => !word.startsWith("--") && !["--cd", "--app"].includes(args[at - 1] ?? ""))
}

/** Whether it is known what a program reads, beyond what its arguments say. */
export function isKnownProgram(program: string | undefined): boolean {
  return program !== undefined && programs.has(program)
}

/** Reads what the tasks of a folder's Mix project lead to. */
export async function readTaskSources(app: string, folder: string): Promise<TaskSources> {
  const project = (await readText(join(app, folder), "mix.exs")) ?? ""
  const children = ((await list(app, "apps")) ?? []).map((name) => `apps/${name}`)
  const folders = [...new Set([".", folder, ...children])].map((each) => join(app, each, "lib/mix/tasks"))
  const tasks = folders.map(async (root) => {
    const entries = (await readTree(root, () => false)).filter(({ kind }) => kind === "file")
    return Promise.all(entries.map(async ({ path }) => (await readText(root, path)) ?? ""))
  })
  return { aliases: parseMixAliases(project), project, tasks: (await Promise.all(tasks)).flat() }
}

/** Why a task may make something else of the same sources in each build; undefined when it does not look so. */
export function whyVaries(task: string, sources: TaskSources, above: readonly string[] = []): string | undefined {
  const [name = "", ...args] = splitWords(task) ?? []
  const lines = sources.aliases.lines.get(name)
  // An alias that names itself means the task.
  if (lines === undefined || above.includes(name)) return ofTask(name, args, task, sources)
  for (const line of lines) {
    const why = line === undefined ? ofFunction(name, sources) : whyVaries(line, sources, [...above, name])
    if (why !== undefined) return why
  }
  return undefined
}

function ofFunction(alias: string, { project }: TaskSources): string | undefined {
  return outward.test(project) ? unknown(`a function of the alias ${alias}`) : undefined
}

function ofTask(name: string, args: readonly string[], line: string, { tasks }: TaskSources): string | undefined {
  if (name === "cmd") return isKnownProgram(programOf(args)) ? undefined : unknown(`mix ${line}`)
  if (elsewhere.test(name === "do" ? line : name)) return unknown(`mix ${name}`)
  const own = tasks.find((text) => text.includes(`defmodule ${moduleOf(name)} do`))
  return own !== undefined && outward.test(own) ? unknown(`mix ${name}`) : undefined
}

function moduleOf(task: string): string {
  const parts = task.split(".").map((part) => part.replace(/(?:^|_)(\w)/g, (_, first: string) => first.toUpperCase()))
  return ["Mix", "Tasks", ...parts].join(".")
}

function unknown(what: string): string {
  return `${what} may make something else each time`
}
