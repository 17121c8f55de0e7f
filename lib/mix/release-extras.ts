import { posix } from "node:path"
import type { App } from "../app/app.ts"
import { readText } from "../app/folder.ts"
import { parseMixAliases } from "../app/mix-aliases.ts"
import { releaseSettings } from "../app/release-settings.ts"
import type { Wish } from "./release.ts"

/** Whether making a release may run more than Mix's own: `release` is an alias, or there are `steps:` of the app's own. */
export async function runsMoreForRelease(app: App, { env }: Pick<Wish, "env">): Promise<boolean> {
  const folders = [".", releaseSettings(app, env).folder?.value ?? "."]
  const texts = await Promise.all(folders.map((folder) => readText(app.folder, posix.join(folder, "mix.exs"))))
  return texts.some((text = "") => {
    const { lines, complete } = parseMixAliases(text)
    return !complete || lines.has("release") || /\bsteps:/.test(text)
  })
}
