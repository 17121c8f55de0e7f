import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { readText } from "../app/folder.ts"
import { lockEntries, MIX_LOCK } from "../app/lock-entry.ts"
import { messageOf } from "../core/cause.ts"
import type { Env } from "../core/env.ts"
import type { Layer, LayerSpec } from "../core/layer.ts"
import { whyNotTaken } from "../core/layer-change.ts"
import type { Output } from "../core/output.ts"
import type { Step, StepContext } from "../core/step.ts"
import { exists } from "../io/files.ts"
import { setTimes } from "../io/tree.ts"
import { type DependencySettings, dependencySettings } from "./dependency-settings.ts"
import { clear, openKept, packKept, removeBuilt, removeOwn, unpackKept } from "./kept-archive.ts"
import { keptWords } from "./kept-layer.ts"
import { BUILDS, DEPS } from "./kept-place.ts"
import { type KeptRecord, keptFiles, stateOf } from "./kept-record.ts"
import { type Revival, revival } from "./kept-revival.ts"
import { type CodeFile, readSources, type SourceFiles, touched } from "./kept-sources.ts"
import { bringTools, keepTools } from "./kept-tools.ts"
import { tracedVariables, type Variables } from "./kept-variables.ts"
import { restoredBuild } from "./restored-build.ts"
import { removeStaleBuilds } from "./stale-builds.ts"
import { outdated } from "./stale-dependencies.ts"
import { writtenBeside } from "./written-beside.ts"

/** The note that says what was kept when a result was made. */
const KEPT = "kept-build"

/** What is compiled in one build and taken up by the next. */
export interface KeptBuild {
  /** The step that brings it back, before anything is fetched; none when nothing is kept. */
  readonly restore: readonly Step[]
  /** The step that keeps it, after all that may compile. */
  readonly keep: readonly Step[]
  /** Does what compiles the app, and sees what it writes outside of what is kept. */
  compiling(context: StepContext, work: () => Promise<void>): Promise<void>
  /** Takes away what was brought back, for a build from nothing. Tells whether there was any. */
  discard(context: StepContext): Promise<boolean>
}

/**
 * Keeps the dependencies and the folder `build` in a layer. Whatever is wrong with it costs time, and never the build.
 * `tools`: no later buildpack of ours fetches more of the programs that Mix tasks fetch, and keeps them.
 */
export function keptBuild(build: string, spec: LayerSpec, { tools }: { readonly tools: boolean }): KeptBuild {
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
    compiling: async ({ app }, work) => {
      if (begun === undefined) return work()
      const wrote = await writtenBeside(app, begun.files, work)
      begun = { ...begun, wrote }
    },
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
  readonly settings: DependencySettings
  /** The environment as it was then: the trace of variables is to be that of the next build. */
  readonly env: Env
  /** A file that compiling has written among the sources. */
  readonly wrote?: string | undefined
  /** What was brought back. */
  readonly kept?: KeptRecord | undefined
}

async function begin(spec: LayerSpec, build: string, context: StepContext): Promise<Begun> {
  const { app, env, layers, output, purpose } = context
  await removeForeign(app, output)
  const layer = await layers.open(spec)
  const { variables: names, code, ...sources } = await readSources(context)
  const settings = dependencySettings(sources, { env, purpose })
  const found = { layer, files: sources.files, env, variables: tracedVariables(names, env), settings }
  const revived = await revive(found, code, build, context)
  if (!("why" in revived)) return revived
  await removeBuilt(app, build)
  output({ kind: "detail", text: `Compiling everything: ${revived.why}` })
  return found
}

/** Whoever uploads a folder from a machine may upload what was fetched and compiled there, for that machine. */
async function removeForeign(app: string, output: Output): Promise<void> {
  const folders = [DEPS, BUILDS]
  const areThere = await Promise.all(folders.map((folder) => exists(join(app, folder))))
  const foreign = folders.filter((_, at) => areThere[at])
  if (foreign.length === 0) return
  await Promise.all(foreign.map((folder) => clear(join(app, folder))))
  output({ kind: "detail", text: `Not using ${foreign.join(" and ")} of another machine, which came with the app` })
}

type Plan = Extract<Revival, { readonly kind: "revive" }>

/** Brings back what is in the layer, or tells why that cannot be. */
async function revive(
  found: Begun,
  code: readonly CodeFile[],
  build: string,
  context: StepContext,
): Promise<Begun | { readonly why: string }> {
  const { env, output, signal } = context
  const { layer } = found
  if (!layer.restored) return { why: whyNotTaken(layer, keptWords) ?? "nothing is there from an earlier build" }
  const kept = await openKept(layer)
  if ("why" in kept) return kept
  const plan = revival(kept, { files: found.files, code }, { env, now: Math.floor(Date.now() / 1000) })
  if (plan.kind === "drop") return plan
  const lock = lockEntries((await readText(context.app, MIX_LOCK)) ?? "")
  const { apps, why } = outdated(kept, found.settings, lock)
  const failure = await bringBack(layer, kept, plan, build, context)
    .then(() => removeStaleBuilds(apps, lock, context))
    .then(() => undefined, messageOf)
  signal.throwIfAborted()
  if (failure !== undefined) return { why: failure }
  output({ kind: "detail", text: `It is from the cache; ${plan.changes}` })
  if (why.length > 0) output({ kind: "detail", text: `Dependencies are compiled anew: ${why.join("; ")}` })
  if (plan.ownAnew !== undefined) {
    output({ kind: "detail", text: `The app's own modules are compiled anew: ${plan.ownAnew}` })
  }
  return { ...found, kept, files: withTimes(found.files, plan.times) }
}

async function bringBack(
  layer: Layer,
  kept: KeptRecord,
  { ownAnew, from, times }: Plan,
  build: string,
  context: StepContext,
): Promise<void> {
  const { app, former, lasting, signal } = context
  await unpackKept(layer, kept, build, context)
  // Only of this build has the last one made its release.
  if (former?.notes.get(KEPT) === stateOf(kept)) await lasting.of(restoredBuild).remember(join(app, build, "lib"))
  if (ownAnew !== undefined) await removeOwn(app, build)
  // To Mix a time that has not come yet would be one of the future.
  await sleep(Math.max(0, from * 1000 - Date.now()), undefined, { signal })
  await setTimes(app, times)
}

function withTimes(files: SourceFiles, times: Plan["times"]): SourceFiles {
  return new Map([...files].map(([path, file]) => [path, { ...file, seconds: times.get(path) ?? file.seconds }]))
}

async function keep(
  { layer, files, variables, settings, env, wrote, kept }: Begun,
  build: string,
  context: StepContext,
): Promise<void> {
  const { app, layers, output, signal } = context
  try {
    const sources = keptFiles(files, await touched(app, files))
    const now = await packKept(layer, build, kept, { sources, variables, settings, wrote }, { ...context, env })
    if (now.parts.size > 0) await layers.close(layer)
    context.note?.(KEPT, stateOf(now))
  } catch (error) {
    signal.throwIfAborted()
    output({
      kind: "warning",
      text: `The next build compiles the same again: it could not be kept (${messageOf(error)})`,
    })
  }
}
