import type { Assets } from "../app/assets.ts"
import { readTaskSources, whyVaries } from "../mix/varying-tasks.ts"
import { whyAlwaysBuilt } from "./always-built.ts"
import { readAppFiles } from "./app-files.ts"

/** Programs that bring something from elsewhere, or send it there. */
const outward = /(?:^|[\s;&|(])(?:curl|wget|aws|gsutil|gcloud|rsync|scp|ssh|ftp)(?=\s|$)/

/**
 * Why the assets of an app, and so the whole of it, may become something else in each build, as far as its files tell;
 * undefined when they do not look so.
 */
export async function whyAssetsVary(
  app: string,
  { places, packages }: Assets,
  phoenixEx: string,
): Promise<string | undefined> {
  for (const { kind, folder } of places) {
    const tasks = kind === "alias" ? ["assets.deploy"] : [`${phoenixEx}.digest`]
    const sources = await readTaskSources(app, folder)
    const why = tasks.map((task) => whyVaries(task, sources)).find((each) => each !== undefined)
    if (why !== undefined) return why
  }
  for (const { folder, scripts } of packages) {
    const name = Object.keys(scripts).find((each) => outward.test(scripts[each] ?? ""))
    if (name !== undefined) return `the script ${name} of ${folder}/package.json may make something else each time`
  }
  const { texts } = await readAppFiles(app, { packages })
  return whyAlwaysBuilt({ texts, links: new Map() })
}
