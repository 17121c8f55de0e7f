import { posix } from "node:path"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { describeOrigin, type Setting } from "../core/setting.ts"
import type { App } from "./app.ts"
import { type AssetProject, type ProjectWish, readTop, readUmbrella } from "./asset-project.ts"
import { stands } from "./folder.ts"
import type { NodePackages } from "./node-packages.ts"

/** How the assets of an app are built. */
export interface Assets {
  /** One for most apps, several for an umbrella, none when there is nothing to build. */
  readonly places: readonly AssetPlace[]
  /** The npm packages that they lean on. */
  readonly packages: readonly NodePackages[]
}

/** A Mix project and how its assets are built. `folder` is where it is, from the app's folder. */
export type AssetPlace =
  /** `mix assets.deploy`, which digests as well; `packages` when it may lean on npm packages. */
  | { readonly kind: "alias"; readonly folder: string; readonly packages?: NodePackages | undefined }
  | ScriptPlace
  /** Static files, if there are any by then, that only want to be digested. */
  | { readonly kind: "digest"; readonly folder: string; readonly packages?: undefined }
  | CompilePlace

/** A script of package.json, after which the static files are digested when Phoenix can do that. */
interface ScriptPlace {
  readonly kind: "script"
  readonly folder: string
  readonly packages: NodePackages
  readonly script: string
  readonly digest: boolean
}

/** A bash script of the app, which does all there is to do. */
export interface CompilePlace {
  readonly kind: "compile"
  readonly folder: string
  /** The script, from the app's folder. */
  readonly file: string
  /** The folder in which it runs when that is there, from the app's folder. */
  readonly assets: string
  readonly packages?: NodePackages | undefined
}

/** What the user says about the assets. */
export interface AssetWish extends ProjectWish {
  /** The bash script that builds them, from the app's folder. */
  readonly compile?: Setting<string> | undefined
}

/** The name of that script when the user gives none. */
const COMPILE = "compile"

const scripts = ["deploy", "build"]

/**
 * Finds out how the app's assets are built. Throws `assets/no-project`, `assets/no-compile`, and what is wrong with a
 * package.json.
 */
export async function findAssets(app: App, wish: AssetWish = {}): Promise<Assets> {
  const top = await readTop(app, wish)
  const file = await findCompile(app, wish.compile)
  if (file !== undefined) {
    const { folder, packages } = top
    const assets = packages?.folder ?? posix.join(folder, "assets")
    return assetsOf([{ kind: "compile", folder, file, assets, packages }])
  }
  const children = await readUmbrella(app, top)
  const place = decide(top)
  if (children.length === 0) return assetsOf(place === undefined ? [] : [place])
  const builds = place?.kind === "script"
  const below = children.flatMap((child) => decide({ ...child, hasStatic: child.hasStatic || builds }) ?? [])
  // The alias at the top is taken to build all of it, with the packages of all of it.
  if (place?.kind === "alias") return { ...assetsOf([place, ...below]), places: [place] }
  // `phx.digest` at the top fails as soon as one app has no static files.
  return assetsOf(builds ? [{ ...place, digest: false }, ...below] : below)
}

function assetsOf(places: readonly AssetPlace[]): Assets {
  return { places, packages: places.flatMap(({ packages }) => packages ?? []) }
}

/** The alias goes before a script; a package.json without either is a developer's own and is left alone. */
function decide({ folder, aliases, phoenix, hasStatic, packages }: AssetProject): AssetPlace | undefined {
  if (aliases.includes("assets.deploy")) return { kind: "alias", folder, packages }
  const script = scripts.find((name) => packages?.scripts[name] !== undefined)
  if (packages !== undefined && script !== undefined)
    return { kind: "script", folder, packages, script, digest: phoenix }
  return phoenix && hasStatic ? { kind: "digest", folder } : undefined
}

async function findCompile(app: App, wish: Setting<string> | undefined): Promise<string | undefined> {
  const file = wish?.value ?? COMPILE
  if (await stands(app.folder, file, "file")) return file
  // The name by default may be written down without there being such a script.
  if (wish !== undefined && file !== COMPILE) throw noCompile(wish)
  return undefined
}

function noCompile({ value, origin }: Setting<string>): BuildpackError {
  return new BuildpackError("assets/no-compile", `There is no script ${value} to build the assets`, {
    help: prose`
      ${describeOrigin(origin)} names it. It is a file in the app's top folder: commit it, or remove the line, and the
      assets are built by mix assets.deploy or the deploy or build script of package.json.
    `,
  })
}
