import { createHash } from "node:crypto"
import { mkdir, readdir, rename } from "node:fs/promises"
import { join } from "node:path"
import type { Layer } from "../core/layer.ts"
import { type LayerWords, whyNotTaken } from "../core/layer-change.ts"
import type { StepContext } from "../core/step.ts"
import { copyTree, exists, isFolder, temporaryBeside } from "../io/files.ts"
import { BUILDS } from "./kept-place.ts"
import { readSources, type SourceFiles } from "./kept-sources.ts"

/**
 * Brings back the programs that Mix tasks fetched in an earlier build, such as esbuild, which lie beside what is compiled.
 * Most of these tasks take one that is there, whatever its version: so it is that of the same configuration and lock.
 */
export async function bringTools(context: StepContext): Promise<Layer> {
  const { app, layers, output, target } = context
  const { files } = await readSources(app)
  const layer = await layers.open({
    name: "mix-tools",
    scope: "cache",
    metadata: { arch: target.arch, configuration: digestOf(files), layout: "1" },
  })
  const why = whyNotTaken(layer, words)
  if (why !== undefined) output({ kind: "detail", text: `Programs that Mix tasks fetch are fetched again: ${why}` })
  const brought = await copyNew(await readdir(layer.path), layer.path, join(app, BUILDS))
  if (brought.length > 0) output({ kind: "detail", text: `Using ${brought.join(", ")} from the cache` })
  return layer
}

/** Keeps the programs that are there after the build. */
export async function keepTools(layer: Layer, { app, layers }: StepContext): Promise<void> {
  const builds = join(app, BUILDS)
  const names = await readdir(builds).catch(() => [])
  const areBuilds = await Promise.all(names.map((name) => isFolder(join(builds, name, "lib"))))
  await copyNew(
    names.filter((_, at) => !areBuilds[at]),
    builds,
    layer.path,
  )
  await layers.close(layer)
}

const words: LayerWords = {
  arch: (arch) => `what the cache has is for ${arch}`,
  configuration: () => "the app's configuration is another",
}

/** Of all files that may say which version is wanted. */
function digestOf(files: SourceFiles): string {
  const rows = [...files].filter(([path]) => /(?:^|\/)mix\.lock$|\.exs$/.test(path) && !/(?:^|\/)test\//.test(path))
  const list = rows.map(([path, { digest }]) => `${path} ${digest}`).toSorted()
  return createHash("sha256").update(list.join("\n")).digest("hex")
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
