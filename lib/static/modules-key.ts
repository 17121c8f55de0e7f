import { createHash } from "node:crypto"
import { join, posix } from "node:path"
import { readText } from "../app/folder.ts"
import type { NodePackages } from "../app/node-packages.ts"
import { isRecord } from "../core/record.ts"
import type { StepContext } from "../core/step.ts"
import { digestFile } from "../io/files.ts"
import { readTree } from "../io/tree.ts"
import { buildVariables, type VariablesRequest } from "./build-variables.ts"

/** What decides which packages are installed, and how; or why nobody can tell. */
export type ModulesKey =
  | { readonly kind: "key"; readonly metadata: Readonly<Record<string, string>> }
  | { readonly kind: "none"; readonly why: string }

/** The versions that a build takes. */
export interface ModulesTools {
  readonly node: string
  readonly managers: string
  /** Whose variables count: what a package runs when it is installed may read any. */
  readonly request: VariablesRequest
}

/** Packages that are more than their folder when they are installed: made of the app's files, or put into HOME. */
const sprawling = /(?:^|["'/\s])(@prisma\/client|prisma|puppeteer|cypress|playwright(?:-[a-z]+)?)(?=["'@:\s])/m

/** They may do anything, so they have to run. */
const lifecycle = [
  ...["preinstall", "install", "postinstall", "prepublish"],
  ...["preprepare", "prepare", "postprepare", "dependencies"],
]

/** Besides package.json and the lock: in its folder, and some in all above it. */
const settingsFiles = [
  ".npmrc",
  ".yarnrc",
  ".yarnclean",
  "bunfig.toml",
  "pnpm-workspace.yaml",
  ".pnpmfile.cjs",
  "npm-shrinkwrap.json",
]
/** Where users put them. */
const patches = "patches"

/** They only say where a package manager keeps what it has fetched. */
const caches = /^(?:npm|pnpm|yarn|bun)_.*cache/i

/** Finds out what the packages of a folder are installed by. */
export async function modulesKey(
  one: NodePackages,
  tools: ModulesTools,
  { app, target }: StepContext,
): Promise<ModulesKey> {
  const { folder, lock, manager, workspaces, scripts } = one
  const file = posix.join(folder, "package.json")
  const script = lifecycle.find((name) => scripts[name] !== undefined)
  if (lock === undefined) return none(`${file} has no lock beside it`)
  if (script !== undefined) return none(`${file} has a script ${script}`)
  if (manager === "berry") return none("Yarn 2 and later keep more than node_modules")
  if (workspaces) return none(`${file} has workspaces`)
  const [, wide] = sprawling.exec((await readText(join(app, folder), lock.file)) ?? "") ?? []
  if (wide !== undefined) return none(`${wide} needs more than node_modules`)
  const local = localPackages((await readText(app, file)) ?? "").map((path) => posix.join(folder, path))
  const other = local.find((path) => !path.startsWith("deps/"))
  if (other !== undefined) return none(`${file} takes a package from ${other}`)
  const names = ["package.json", lock.file, ...settingsFiles]
  const files = above(folder).flatMap((each) => names.map((name) => posix.join(each, name)))
  const below = await readTree(join(app, folder, patches), () => false)
  const patched = below.filter(({ kind }) => kind === "file").map(({ path }) => posix.join(folder, patches, path))
  const metadata = {
    folder,
    packages: await digestOfFiles(app, [...files, ...patched, ...(local.length > 0 ? ["mix.lock"] : [])]),
    node: tools.node,
    managers: `${manager} ${tools.managers}`,
    machine: `${target.arch} ${target.distro.name} ${target.distro.version}`,
    variables: trace(tools.request),
    layout: "3",
  }
  return { kind: "key", metadata }
}

function none(why: string): ModulesKey {
  return { kind: "none", why }
}

function above(folder: string): readonly string[] {
  return folder === "." ? ["."] : [folder, ...above(posix.dirname(folder))]
}

async function digestOfFiles(app: string, paths: readonly string[]): Promise<string> {
  const hash = createHash("sha256")
  for (const path of paths) {
    const digest = await digestFile(join(app, path), "sha256").catch(() => "")
    hash.update(`${path} ${digest}\n`)
  }
  return hash.digest("hex")
}

function trace(request: VariablesRequest): string {
  const env = Object.fromEntries(Object.entries(request.env).filter(([name]) => !caches.test(name)))
  const { names, trace: values } = buildVariables({ ...request, env })
  return `${names.join(" ")} ${values}`
}

/** The folders that a package.json takes packages from, as from its own. */
function localPackages(text: string): readonly string[] {
  const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ""))
  return textsOf(
    isRecord(json) ? Object.entries(json).filter(([key]) => /dependencies|overrides|resolutions|pnpm/i.test(key)) : [],
  )
    .map((value) => /^(?:(?:file|link|portal|workspace):(.*)|((?:\.{1,2}|~)?\/.*))$/.exec(value))
    .flatMap((match) => match?.[1] ?? match?.[2] ?? [])
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value]
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : []
}
