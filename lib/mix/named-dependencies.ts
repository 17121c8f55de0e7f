import { posix } from "node:path"
import { list, readText } from "../app/folder.ts"
import { type MixDependency, parseMixDependencies } from "../app/mix-dependencies.ts"
import { parseMixProject } from "../app/mix-project.ts"
import type { NamedDependencies } from "./needed-packages.ts"

/** A project that takes part in a build. */
interface Project {
  /** From the app's folder. */
  readonly folder: string
  /** Its environment; undefined for the dependencies of all. */
  readonly mixEnv: string | undefined
}

/** Mix builds a dependency in this one, whatever the app's own. */
const DEPENDENCY_ENV = "prod"

/** What the mix.exs of an app names, with those of its umbrella's apps and of dependencies that lie in its folders. */
export async function namedDependencies(app: string, mixEnv: string | undefined): Promise<NamedDependencies> {
  const projects: Project[] = [{ folder: ".", mixEnv }]
  const needed: MixDependency[] = []
  const others: MixDependency[] = []
  let unclear: string | undefined
  // Grows while it is walked.
  for (const project of projects) {
    const file = posix.join(project.folder, "mix.exs")
    const text = await readText(app, file)
    const { named, complete } = parseMixDependencies(text ?? "")
    if (text === undefined || !complete) unclear ??= `${file} tells its dependencies only when it is run`
    const isNeeded = ({ only }: MixDependency): boolean => {
      return only === undefined || project.mixEnv === undefined || only.includes(project.mixEnv)
    }
    needed.push(...named.filter(isNeeded))
    others.push(...named.filter((one) => !isNeeded(one)))
    const folders = named.filter(isNeeded).flatMap(({ from }) => (from.kind === "folder" ? [from.path] : []))
    const found = [
      ...folders.map((path) => ({ folder: posix.join(project.folder, path), mixEnv: DEPENDENCY_ENV })),
      ...(await children(app, project, text ?? "")),
    ]
    projects.push(...found.filter(({ folder }) => !projects.some((known) => known.folder === folder)))
  }
  return { needed, others, unclear }
}

/** The apps of an umbrella. */
async function children(app: string, { folder, mixEnv }: Project, text: string): Promise<readonly Project[]> {
  const { appsPath } = parseMixProject(text)
  if (appsPath === undefined) return []
  const names = (await list(app, posix.join(folder, appsPath))) ?? []
  const folders = names.map((name) => posix.join(folder, appsPath, name))
  const texts = await Promise.all(folders.map((each) => readText(app, posix.join(each, "mix.exs"))))
  return folders.filter((_, at) => texts[at] !== undefined).map((each) => ({ folder: each, mixEnv }))
}
