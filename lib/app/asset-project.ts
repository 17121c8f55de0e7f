import { posix } from "node:path"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { describeOrigin, type Setting } from "../core/setting.ts"
import type { App } from "./app.ts"
import { list, stands } from "./folder.ts"
import { findPackages, type NodePackages } from "./node-packages.ts"
import { readMixProject } from "./project-file.ts"
import { settingLine } from "./setting-names.ts"

/** Where the user says that it is. */
export interface ProjectWish {
  /** The Mix project that has the assets, from the app's folder; without it they are looked for. */
  readonly project?: Setting<string> | undefined
  /** The folder of package.json, from the project's. */
  readonly assets?: Setting<string> | undefined
}

/** A Mix project as far as its assets are concerned. */
export interface AssetProject {
  readonly folder: string
  readonly aliases: readonly string[]
  readonly phoenix: boolean
  readonly hasStatic: boolean
  readonly packages: NodePackages | undefined
}

/** The project that the user names, else the app itself. Throws `assets/no-project`, and what is wrong with a package.json. */
export async function readTop(app: App, { project, assets }: ProjectWish): Promise<AssetProject> {
  const folders = [...(assets === undefined ? [] : [assets.value]), "assets", "."]
  if (project === undefined || project.value === ".") {
    return { aliases: app.project.aliases, phoenix: app.phoenix, ...(await readFolder(app, ".", folders)) }
  }
  const named = await readMixProject(app.folder, project.value)
  if (named === undefined) throw noProject(project)
  return { aliases: named.aliases, phoenix: app.phoenix, ...(await readFolder(app, project.value, folders)) }
}

/** The apps of an umbrella; those in a workspace have their packages and scripts from its top. */
export async function readUmbrella(app: App, top: AssetProject): Promise<readonly AssetProject[]> {
  const { appsPath } = app.project
  if (appsPath === undefined || top.folder !== ".") return []
  const folders = top.packages?.workspaces ? [] : ["assets", "."]
  const names = (await list(app.folder, appsPath)) ?? []
  const projects = names.map(async (name) => {
    const folder = posix.join(appsPath, name)
    const child = await readMixProject(app.folder, folder)
    if (child === undefined) return []
    const { aliases, dependencies } = child
    return [{ aliases, phoenix: dependencies.includes("phoenix"), ...(await readFolder(app, folder, folders)) }]
  })
  return (await Promise.all(projects)).flat()
}

async function readFolder(
  app: App,
  folder: string,
  folders: readonly string[],
): Promise<Pick<AssetProject, "folder" | "packages" | "hasStatic">> {
  const packages = await findPackages(
    app.folder,
    folders.map((below) => posix.join(folder, below)),
  )
  return { folder, packages, hasStatic: await stands(app.folder, posix.join(folder, "priv/static"), "folder") }
}

function noProject({ value, origin }: Setting<string>): BuildpackError {
  const example = settingLine("assets_project", "apps/shop_web", origin)
  return new BuildpackError("assets/no-project", `There is no mix.exs in ${value}`, {
    help: prose`
      ${describeOrigin(origin)} says that the assets belong to the Mix project in that folder. Write the folder of the
      project from the app's top folder, such as ${example}, or remove the line: the assets of
      the app, and of each app of an umbrella, are found without it.
    `,
  })
}
