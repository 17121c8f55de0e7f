import { setTimeout as sleep } from "node:timers/promises"
import { messageOf } from "../core/cause.ts"
import type { Layer, LayerSpec } from "../core/layer.ts"
import { whyNotTaken } from "../core/layer-change.ts"
import type { Step, StepContext } from "../core/step.ts"
import { setTimes } from "../io/tree.ts"
import { openKept, packKept, removeBuilt, removeOwn, unpackKept } from "./kept-archive.ts"
import { keptWords } from "./kept-layer.ts"
import type { KeptPlace } from "./kept-place.ts"
import { type KeptRecord, keptFiles } from "./kept-record.ts"
import { revival } from "./kept-revival.ts"
import { readSources, type SourceFiles, touched } from "./kept-sources.ts"
import { bringTools, keepTools } from "./kept-tools.ts"
import { tracedVariables, type Variables } from "./kept-variables.ts"

/** What is compiled in one build and taken up by the next. */
export interface KeptBuild {
  /** The step that brings it back, before anything is fetched; none when nothing is kept. */
  readonly restore: readonly Step[]
  /** The step that keeps it, after all that may compile. */
  readonly keep: readonly Step[]
  /** Takes away what was brought back, for a build from nothing. Tells whether there was any. */
  discard(context: StepContext): Promise<boolean>
}

/**
 * Keeps dependencies and build in a layer. Whatever is wrong with it costs time, and never the build. `tools`: no later
 * buildpack of ours fetches more of the programs that Mix tasks fetch, and keeps them.
 */
export function keptBuild(place: KeptPlace, spec: LayerSpec, { tools }: { readonly tools: boolean }): KeptBuild {
  if (place.kind === "none") return { restore: [], keep: [], discard: async () => false }
  const { build } = place
  let begun: Begun | undefined
  let toolLayer: Layer | undefined
  return {
    restore: [
      {
        name: "restore",
        title: "Restoring what was compiled",
        needs: [],
        run: async (context) => {
          begun = await begin(spec, build, context)
          if (tools) toolLayer = await bringTools(context)
          return []
        },
      },
    ],
    keep: [
      {
        name: "keep",
        title: "Keeping what was compiled",
        needs: ["restore", "compile", "hook_post_compile", "assets", "digest", "release", "post_compile"],
        run: async (context) => {
          if (begun !== undefined) await keep(begun, build, context)
          if (toolLayer !== undefined) await keepTools(toolLayer, context)
          return []
        },
      },
    ],
    discard: async ({ app }) => {
      if (begun?.kept === undefined) return false
      begun = { ...begun, kept: undefined }
      await removeBuilt(app, build)
      return true
    },
  }
}

/** A build that is under way. */
interface Begun {
  readonly layer: Layer
  /** The app's files as the build found them, with the times that Mix will see. */
  readonly files: SourceFiles
  readonly variables: Variables
  /** What was brought back. */
  readonly kept?: KeptRecord | undefined
}

async function begin(spec: LayerSpec, build: string, context: StepContext): Promise<Begun> {
  const { app, env, layers, output, signal } = context
  const layer = await layers.open(spec)
  const { files, variables: names } = await readSources(app)
  const found = { layer, files, variables: tracedVariables(names, env) }
  try {
    if (!layer.restored) throw new Error(whyNotTaken(layer, keptWords) ?? "nothing is there from an earlier build")
    return await revive(found, build, context)
  } catch (error) {
    signal.throwIfAborted()
    await removeBuilt(app, build)
    output({ kind: "detail", text: `Everything is compiled: ${messageOf(error)}` })
    return found
  }
}

/** Brings back what is in the layer. Throws an error that says why that cannot be. */
async function revive(found: Begun, build: string, context: StepContext): Promise<Begun> {
  const { app, env, output, signal } = context
  const kept = await openKept(found.layer)
  const plan = revival(kept, found.files, { env, now: Math.floor(Date.now() / 1000) })
  if (plan.kind === "drop") throw new Error(plan.why)
  await unpackKept(found.layer, context)
  if (plan.ownAnew !== undefined) await removeOwn(app, build)
  // To Mix a time that has not come yet would be one of the future.
  await sleep(Math.max(0, plan.from * 1000 - Date.now()), undefined, { signal })
  await setTimes(app, plan.times)
  output({ kind: "detail", text: `It is from the cache; ${plan.changes}` })
  if (plan.ownAnew !== undefined) {
    output({ kind: "detail", text: `The app's own modules are compiled anew: ${plan.ownAnew}` })
  }
  return { ...found, kept, files: withTimes(found.files, plan.times) }
}

function withTimes(files: SourceFiles, times: readonly (readonly [path: string, seconds: number])[]): SourceFiles {
  const due = new Map(times)
  return new Map([...files].map(([path, file]) => [path, { ...file, seconds: due.get(path) ?? file.seconds }]))
}

async function keep({ layer, files, variables, kept }: Begun, build: string, context: StepContext): Promise<void> {
  const { app, layers, output, signal } = context
  try {
    const sources = keptFiles(files, await touched(app, files))
    const count = await packKept(layer, build, kept, { sources, variables }, context)
    if (count > 0) await layers.close(layer)
  } catch (error) {
    signal.throwIfAborted()
    output({ kind: "warning", text: `The next build compiles everything: nothing could be kept (${messageOf(error)})` })
  }
}
