import { createHash } from "node:crypto"
import { chmod, copyFile, mkdir, readFile, symlink } from "node:fs/promises"
import { join } from "node:path"
import { BuildpackError } from "../core/error.ts"
import type { Layer } from "../core/layer.ts"
import { prose } from "../core/prose.ts"
import type { StepContext } from "../core/step.ts"
import { unpack } from "../io/archive.ts"
import { exists, remove, temporaryBeside } from "../io/files.ts"
import { run } from "../io/run.ts"
import type { WantedManager } from "./manager-choice.ts"
import { managerFailure } from "./manager-failure.ts"
import { type Manager, managers } from "./managers.ts"

/**
 * Fills a layer with the package `spec` (name@version) and links its programs. Throws `static/manager-package`,
 * `static/manager-digest`, and what npm says.
 */
export async function installPackage(
  spec: string,
  wanted: WantedManager,
  layer: Layer,
  context: StepContext,
): Promise<void> {
  const work = temporaryBeside(layer.path)
  try {
    await mkdir(work)
    const file = await fetchPackage(spec, wanted.folder, work, context)
    const root = join(layer.path, "package")
    await unpack(file, root, { strip: 1, signal: context.signal })
    await verify(wanted, spec, { file, root }, context)
    await linkPrograms(managers[wanted.manager], layer.path)
    if (!(await exists(join(layer.path, "bin", layer.name)))) throw noProgram(layer.name, spec)
  } finally {
    await remove(work)
  }
}

/** By npm, for it knows the user's registry and its tokens, and checks the bytes against the registry's digest. */
async function fetchPackage(
  spec: string,
  folder: string,
  into: string,
  { app, env, output, signal }: StepContext,
): Promise<string> {
  const args = ["pack", spec, "--pack-destination", into, "--ignore-scripts", "--loglevel=error"]
  output({ kind: "detail", text: `npm pack ${spec}` })
  const cwd = join(app, folder)
  const result = await run("npm", args, { cwd, env, signal })
  if (result.exitCode !== 0) {
    for (const text of result.lines) output({ kind: "tool", text })
    throw managerFailure({ manager: managers.npm, folder, args: ["pack", spec] }, result)
  }
  const name = result.stdout.trim().split("\n").at(-1) ?? ""
  const file = join(into, name)
  if (!(await exists(file))) await moveFile(join(cwd, name), file)
  return file
}

/** npm before 7 knows of no destination. The cache may be on another disk than the app. */
async function moveFile(from: string, to: string): Promise<void> {
  await copyFile(from, to)
  await remove(from)
}

interface Fetched {
  readonly file: string
  readonly root: string
}

async function verify(
  { manager, digest }: WantedManager,
  spec: string,
  { file, root }: Fetched,
  { output }: StepContext,
): Promise<void> {
  if (digest === undefined) return
  const { command, digested } = managers[manager]
  if (!spec.startsWith(`${command}@`) && digested === undefined) {
    output({ kind: "detail", text: `packageManager's digest is that of another package than ${spec}: not compared` })
    return
  }
  const bytes = await readFile(digested === undefined ? file : join(root, digested))
  const actual = createHash(digest.algorithm).update(bytes).digest("hex")
  if (actual !== digest.hex)
    throw otherDigest(spec, `${digest.algorithm}.${digest.hex}`, `${digest.algorithm}.${actual}`)
}

async function linkPrograms({ command, programs }: Manager, layer: string): Promise<void> {
  const bin = join(layer, "bin")
  await mkdir(bin)
  const files = programs ?? programsIn(await readFile(join(layer, "package/package.json"), "utf8"), command)
  for (const [name, path] of Object.entries(files)) {
    const target = join("package", path)
    if (!(await exists(join(layer, target)))) continue
    await chmod(join(layer, target), 0o755)
    await symlink(join("..", target), join(bin, name))
  }
}

/** What package.json names as programs; a package with none has one that is called as the command is. */
function programsIn(text: string, command: string): Readonly<Record<string, string>> {
  const { bin = command } = JSON.parse(text) as { readonly bin?: string | Readonly<Record<string, string>> }
  return typeof bin === "string" ? { [command]: bin } : bin
}

function noProgram(command: string, spec: string): BuildpackError {
  return new BuildpackError("static/manager-package", `${spec} has no program called ${command}`, {
    help: `Name another version of ${command} in packageManager of package.json: its layout is not known here.`,
  })
}

function otherDigest(spec: string, expected: string, actual: string): BuildpackError {
  return new BuildpackError("static/manager-digest", `${spec} is not what packageManager says`, {
    help: prose`
      package.json expects  ${expected}
      the registry has      ${actual}

      It was not used. If package.json is wrong, let corepack write it anew: corepack use ${spec}
    `,
  })
}
