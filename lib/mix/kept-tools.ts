import { createHash } from "node:crypto"
import { mkdir, readdir, rename } from "node:fs/promises"
import { join } from "node:path"
import { messageOf } from "../core/cause.ts"
import type { Layer } from "../core/layer.ts"
import { type LayerWords, layoutWord, whyNotTaken } from "../core/layer-change.ts"
import type { StepContext } from "../core/step.ts"
import { copyTree, digestFile, exists, isFolder, remove, temporaryBeside } from "../io/files.ts"
import { openContents } from "../io/layer-contents.ts"
import { BUILDS } from "./kept-place.ts"
import { sourceEntries } from "./kept-sources.ts"
import { programFetches } from "./program-fetches.ts"

/**
 * Brings back the programs that Mix tasks fetched in an earlier build, such as esbuild, which lie beside what is compiled.
 * Most of these tasks take one that is there, whatever its version: so it is that of the same configuration and lock.
 */
export async function bringTools(context: StepContext): Promise<Layer> {
  const { app, output, signal } = context
  const layer = await openTools(context)
  const again = (why: string): void => {
    output({ kind: "detail", text: `Programs that Mix tasks fetch are fetched again: ${why}` })
  }
  const why = whyNotTaken(layer, words)
  if (why !== undefined) again(why)
  try {
    const folder = await openContents(layer)
    const brought = await copyNew(await readdir(folder), folder, join(app, BUILDS))
    if (brought.length > 0) output({ kind: "detail", text: `Using ${brought.join(", ")} from the cache` })
  } catch (error) {
    signal.throwIfAborted()
    // Another build, of another configuration, may just have emptied the layer.
    again(messageOf(error))
  }
  return layer
}

/** Opens the layer with them, which is enough to have it in the next build too. */
export async function openTools({ app, layers, target }: StepContext): Promise<Layer> {
  const metadata = { arch: target.arch, configuration: await configuration(app), layout: "2" }
  return layers.open({ name: "mix-tools", scope: "cache", metadata })
}

/** Does work that may fetch such programs with those of earlier builds at hand, and keeps what is there after it. */
export async function withTools(context: StepContext, work: () => Promise<void>): Promise<void> {
  const layer = await bringTools(context)
  await work()
  await keepTools(layer, context)
}

/** Keeps the programs that are there after the build, but for those that we have fetched, which are kept by themselves. */
export async function keepTools(layer: Layer, { app, lasting, layers, output, signal }: StepContext): Promise<void> {
  const builds = join(app, BUILDS)
  const { placed } = lasting.of(programFetches)
  const names = (await readdir(builds).catch(() => [])).filter((name) => !placed.has(join(builds, name)))
  const areBuilds = await Promise.all(names.map((name) => isFolder(join(builds, name, "lib"))))
  const tools = names.filter((_, at) => !areBuilds[at])
  if (tools.length === 0) {
    if (!layer.restored) await remove(layer.path)
    return
  }
  try {
    await copyNew(tools, builds, await openContents(layer))
    await layers.close(layer)
  } catch (error) {
    signal.throwIfAborted()
    output({
      kind: "warning",
      text: `The next build fetches ${tools.join(", ")} again: that could not be kept (${messageOf(error)})`,
    })
  }
}

const words: LayerWords = {
  arch: (arch) => `what the cache has is for ${arch}`,
  configuration: () => "the app's configuration is another",
  ...layoutWord,
}

/** The digest of all files that may say which version is wanted. */
async function configuration(app: string): Promise<string> {
  const paths = (await sourceEntries(app)).filter(({ kind }) => kind === "file").map(({ path }) => path)
  const telling = paths.filter((path) => /(?:^|\/)mix\.lock$|\.exs$/.test(path) && !/(?:^|\/)test\//.test(path))
  const hash = createHash("sha256")
  for (const path of telling.toSorted()) hash.update(`${path} ${await digestFile(join(app, path), "sha256")}\n`)
  return hash.digest("hex")
}

/** Copies what is not there yet, each in one step, and tells what that was. */
async function copyNew(names: readonly string[], from: string, to: string): Promise<readonly string[]> {
  const present = await Promise.all(names.map((name) => exists(join(to, name))))
  const absent = names.filter((_, at) => !present[at])
  for (const name of absent) {
    await mkdir(to, { recursive: true })
    const copy = temporaryBeside(join(to, name))
    await copyTree(join(from, name), copy)
    await rename(copy, join(to, name))
  }
  return absent
}
