import { posix } from "node:path"
import { readText } from "./folder.ts"
import { type PackageJson, parsePackageJson } from "./package-json.ts"
import { chooseManager, type ManagerChoice } from "./package-manager.ts"

/** A folder with a package.json. */
export interface NodePackages extends ManagerChoice {
  /** From the app's folder: `assets`, or `.` for the app itself. */
  readonly folder: string
  readonly scripts: PackageJson["scripts"]
  readonly workspaces: boolean
  readonly engines: PackageJson["engines"]
}

/** The first of the folders that has a package.json. Throws `assets/package-json` and `assets/other-lock`. */
export async function findPackages(app: string, folders: readonly string[]): Promise<NodePackages | undefined> {
  for (const folder of folders) {
    const file = posix.join(folder, "package.json")
    const text = await readText(app, file)
    if (text === undefined) continue
    const { scripts, workspaces, engines, packageManager } = parsePackageJson(text, file)
    return { folder, scripts, workspaces, engines, ...(await chooseManager(app, folder, packageManager)) }
  }
  return undefined
}
