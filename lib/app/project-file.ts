import { posix } from "node:path"
import { readText } from "./folder.ts"
import { type MixProject, parseMixProject } from "./mix-project.ts"

/** The Mix project in a folder of the app; undefined when that has no mix.exs. */
export async function readMixProject(app: string, folder: string): Promise<MixProject | undefined> {
  const file = posix.join(folder, "mix.exs")
  const text = await readText(app, file)
  return text === undefined ? undefined : parseMixProject(text, file)
}
