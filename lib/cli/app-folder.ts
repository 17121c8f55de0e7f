import { readdir } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { exists, isFolder } from "../io/files.ts"

/** Throws `cli/no-app` unless it is a folder, and `app/no-mix-exs` unless it is an app's. */
export async function requireApp(app: string, command: "build" | "plan" | "lock"): Promise<void> {
  if (!(await isFolder(app))) throw noApp(app, command)
  if (!(await isApp(app))) throw noMixExs(resolve(app), await appNear(resolve(app)), command)
}

/** A folder that we may not look into is none. */
function isApp(folder: string): Promise<boolean> {
  return exists(join(folder, "mix.exs")).catch(() => false)
}

/** The folder that was meant, perhaps: the nearest app that it lies in, or else the first right in it. */
async function appNear(folder: string): Promise<string | undefined> {
  for (let above = dirname(folder); above !== dirname(above); above = dirname(above)) {
    if (await isApp(above)) return above
  }
  for (const name of (await readdir(folder).catch(() => [])).toSorted()) {
    if (await isApp(join(folder, name))) return join(folder, name)
  }
  return undefined
}

function noApp(app: string, command: string): BuildpackError {
  return new BuildpackError("cli/no-app", `There is no folder ${app}`, {
    help: `Name the folder that holds the app's mix.exs: beampack ${command} APP`,
  })
}

function noMixExs(folder: string, near: string | undefined, command: string): BuildpackError {
  return new BuildpackError("app/no-mix-exs", `There is no mix.exs in ${folder}`, {
    help: prose`
      ${near === undefined ? "The app's folder is the one that holds its mix.exs." : `There is one in ${near}`}
      Go to the app's folder, or name it: beampack ${command} APP
    `,
  })
}
