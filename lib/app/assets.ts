import type { App } from "./app.ts"
import { readText, stands } from "./folder.ts"
import { type PackageJson, parsePackageJson } from "./package-json.ts"

/** How the assets of an app are built. */
export type Assets =
  | { readonly kind: "none" }
  /** `mix assets.deploy`, which digests as well; `packages` when it leans on npm packages. */
  | { readonly kind: "alias"; readonly packages?: NodePackages | undefined }
  /** A script of package.json, then `mix phx.digest` when there is one. */
  | { readonly kind: "script"; readonly packages: NodePackages; readonly script: string; readonly digest: boolean }
  /** Static files that only want `mix phx.digest`. */
  | { readonly kind: "digest" }

/** A folder with a package.json. */
export interface NodePackages {
  /** From the app's folder: `assets`, or `.` for the app itself. */
  readonly folder: string
  readonly scripts: PackageJson["scripts"]
  readonly lock: PackageLock
}

export type PackageManager = "npm" | "yarn" | "pnpm" | "bun"

/** Who manages the packages, told by the lock file; without one it is npm. */
interface PackageLock {
  readonly manager: PackageManager
  readonly file?: string | undefined
}

const folders = ["assets", "."]
const scripts = ["deploy", "build"]
const locks = [
  { manager: "npm", file: "package-lock.json" },
  { manager: "npm", file: "npm-shrinkwrap.json" },
  { manager: "yarn", file: "yarn.lock" },
  { manager: "pnpm", file: "pnpm-lock.yaml" },
  { manager: "bun", file: "bun.lock" },
  { manager: "bun", file: "bun.lockb" },
] as const satisfies readonly PackageLock[]

/** Finds out how the app's assets are built. Throws `assets/package-json`. */
export async function findAssets(app: App): Promise<Assets> {
  const packages = await findPackages(app.folder)
  const hasStatic = await stands(app.folder, "priv/static", "folder")
  return decideAssets(app, packages, hasStatic)
}

/** The alias goes before a script; a package.json without either is a developer's own and is left alone. */
function decideAssets({ project, phoenix }: App, packages: NodePackages | undefined, hasStatic: boolean): Assets {
  if (project.aliases.includes("assets.deploy")) return { kind: "alias", packages }
  const script = scripts.find((name) => packages?.scripts[name] !== undefined)
  if (packages !== undefined && script !== undefined) return { kind: "script", packages, script, digest: phoenix }
  return { kind: phoenix && hasStatic ? "digest" : "none" }
}

async function findPackages(app: string): Promise<NodePackages | undefined> {
  for (const folder of folders) {
    const file = folder === "." ? "package.json" : `${folder}/package.json`
    const text = await readText(app, file)
    if (text !== undefined)
      return { folder, scripts: parsePackageJson(text, file).scripts, lock: await findLock(app, folder) }
  }
  return undefined
}

async function findLock(app: string, folder: string): Promise<PackageLock> {
  for (const lock of locks) {
    if (await stands(app, `${folder}/${lock.file}`, "file")) return lock
  }
  return { manager: "npm" }
}
