import { mkdir, rename, writeFile } from "node:fs/promises"
import { dirname, join, posix } from "node:path"
import type { NodePackages } from "../app/node-packages.ts"
import { hasCode, messageOf } from "../core/cause.ts"
import type { Layer } from "../core/layer.ts"
import { type LayerWords, layoutWord, whyNotTaken } from "../core/layer-change.ts"
import type { StepContext } from "../core/step.ts"
import { copyTree, exists, remove, temporaryBeside } from "../io/files.ts"
import { openContents } from "../io/layer-contents.ts"
import { run } from "../io/run.ts"
import { type ModulesTools, modulesKey } from "./modules-key.ts"

/** The installed packages of one folder, from build to build. */
export interface KeptModules {
  /** Whether an earlier build has left what is wanted. */
  readonly isThere: boolean
  /** Puts them into the app. False when they cannot be used: another build may have taken them meanwhile. */
  bring(context: StepContext): Promise<boolean>
  /** Notes that they are in the app, freshly installed. */
  installed(): void
  /** Takes them out of the app, for the next build if they are as they were. */
  takeBack(context: StepContext): Promise<void>
}

/** The layer's content, and the file that says it is whole: it goes first and comes last. */
const MODULES = "node_modules"
const WHOLE = "whole"

/** What tools keep among the packages for themselves. */
const caches = [".cache", ".vite", ".vite-temp", ".parcel-cache"]

const words: LayerWords = {
  folder: (folder) => `what the cache has is that of ${folder}`,
  packages: () => "the packages that are wanted, or their settings, are others",
  node: () => "Node.js is another",
  managers: () => "the package manager is another",
  machine: () => "the machine is of another kind",
  variables: () => "a variable of the build is another",
  ...layoutWord,
}

/** Opens what is kept of a folder's packages, and says why it will not do. */
export async function keptModules(one: NodePackages, tools: ModulesTools, context: StepContext): Promise<KeptModules> {
  const { layers, output } = context
  const key = await modulesKey(one, tools, context)
  const place = posix.join(one.folder, MODULES)
  if (key.kind === "none") {
    output({ kind: "detail", text: `${place} is installed in each build that needs it: ${key.why}` })
    return notKept(place)
  }
  const { metadata } = key
  const layer = await layers.open({ name: layerName(one.folder), scope: "cache", metadata })
  const why = whyNotTaken(layer, words)
  if (why !== undefined) output({ kind: "detail", text: `${place} is installed anew: ${why}` })
  return kept(layer, place)
}

function layerName(folder: string): string {
  return folder === "." ? "npm-packages" : `npm-packages-${folder.replace(/[^\w]+/g, "-")}`
}

function notKept(place: string): KeptModules {
  return {
    isThere: false,
    bring: async () => false,
    installed: () => {},
    takeBack: ({ app }) => remove(join(app, place)),
  }
}

async function kept(layer: Layer, place: string): Promise<KeptModules> {
  const folder = await openContents(layer)
  const [whole, modules] = [join(folder, WHOLE), join(folder, MODULES)]
  let since = 0
  return {
    isThere: layer.restored && (await exists(whole)) && (await exists(modules)),
    bring: async (context) => {
      try {
        await bring(join(context.app, place))
        return true
      } catch (error) {
        context.signal.throwIfAborted()
        await remove(join(context.app, place))
        context.output({ kind: "detail", text: `${place} in the cache cannot be used (${messageOf(error)})` })
        return false
      }
    },
    installed: () => {
      since = Date.now()
    },
    takeBack: async (context) => {
      const from = join(context.app, place)
      try {
        if (since > 0 && (await exists(from))) await keep(from, context)
      } catch (error) {
        context.signal.throwIfAborted()
        const text = `The next build installs the packages again: they could not be kept (${messageOf(error)})`
        context.output({ kind: "warning", text })
      }
      await remove(from)
    },
  }

  async function bring(to: string): Promise<void> {
    await remove(whole)
    // What is kept is older, and the clock by which files are timed is some milliseconds late.
    if (await move(modules, to)) since = Date.now() - 50
    else {
      await copy(modules, to)
      await writeFile(whole, "")
    }
  }

  async function keep(from: string, context: StepContext): Promise<void> {
    const changed = await changedSince(from, since, context)
    if (changed !== undefined) {
      const text = `The next build installs the packages again: this one has changed ${changed}`
      return context.output({ kind: "detail", text })
    }
    await remove(whole)
    await remove(modules)
    if (!(await move(from, modules))) await copy(from, modules)
    await writeFile(whole, "")
    await context.layers.close(layer)
  }
}

/** Tells whether it could be moved: not so to another disk. */
async function move(from: string, to: string): Promise<boolean> {
  await mkdir(dirname(to), { recursive: true })
  try {
    await rename(from, to)
    return true
  } catch (error) {
    if (hasCode(error, "EXDEV")) return false
    throw error
  }
}

async function copy(from: string, to: string): Promise<void> {
  const beside = temporaryBeside(to)
  await copyTree(from, beside)
  await rename(beside, to)
}

/**
 * The first that the build has written there, but for tools' caches, which go. `find` takes a tenth of the time that Node
 * takes.
 */
async function changedSince(root: string, since: number, { env, signal }: StepContext): Promise<string | undefined> {
  await Promise.all(caches.map((name) => remove(join(root, name))))
  const args = [root, "-mindepth", "1", "-newerct", `@${since / 1000}`, "-print", "-quit"]
  const { exitCode, stdout } = await run("find", args, { cwd: root, env: { PATH: env.PATH, LC_ALL: "C" }, signal })
  if (exitCode !== 0) return MODULES
  const [first = ""] = stdout.split("\n")
  return first === "" ? undefined : first.slice(dirname(root).length + 1)
}
