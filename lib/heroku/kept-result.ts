import { messageOf } from "../core/cause.ts"
import type { EnvDelta } from "../core/env.ts"
import type { Notes } from "../core/former.ts"
import type { LaunchSpec } from "../core/launch.ts"
import type { Layer } from "../core/layer.ts"
import type { KnownContents } from "../io/known-contents.ts"
import { readAppTree } from "./app-tree.ts"
import { launchPath } from "./layers.ts"
import { deltasWithMarks } from "./marked-deltas.ts"
import type { RepeatableBuild } from "./repeatable-build.ts"
import { resultChange } from "./result-change.ts"
import { fillResult, readResult, removeResult, resultLayer } from "./result-layer.ts"
import type { ResultRecord } from "./result-record.ts"
import type { Trimming } from "./slug.ts"

/** What a build leaves. */
interface Left {
  readonly deltas: readonly EnvDelta[]
  readonly launch: LaunchSpec
  readonly notes: Notes
  /** What is still being removed. */
  readonly trimming: Trimming
  /** What files of it hold, as far as that is known. */
  readonly known: KnownContents | undefined
}

/** Keeps what a build has made of the app, for the next one that would make the same. What cannot be kept is said. */
export async function keepResult(build: RepeatableBuild, { deltas, launch, notes, ...left }: Left): Promise<void> {
  const { output, signal } = build.request
  try {
    const layers = build.layers.usedLayers().filter(({ name }) => name !== resultLayer.name)
    const layer = await build.layers.open(resultLayer)
    const why = await fill(layer, build, left, {
      layers: layers.map(({ name, scope, shared, refillable, metadata }) => {
        return { name, scope, shared, refillable, metadata }
      }),
      deltas: deltasWithMarks(deltas, build.places),
      processes: launch.processes,
      notes: [...notes],
    }).catch(async (error: unknown) => {
      await removeResult(layer, build.layers)
      throw error
    })
    if (why === undefined) await build.layers.close(layer)
    else output({ kind: "detail", text: text(why) })
  } catch (error) {
    signal.throwIfAborted()
    // The machine is why, not the app's files.
    output({ kind: "warning", text: text(messageOf(error)) })
  }
}

function text(why: string): string {
  return `The next build runs all steps again: the result could not be kept (${why})`
}

type About = Pick<ResultRecord, "layers" | "deltas" | "processes" | "notes">

/** Returns why the result is none that can be kept, if so. */
async function fill(
  layer: Layer,
  { layers, request, key, surroundings, before }: RepeatableBuild,
  { trimming: { leaving, ended }, known }: Pick<Left, "trimming" | "known">,
  about: About,
): Promise<string | undefined> {
  // The next build has its own copies of the launch layers.
  const skip = [...layers.launchLayers().map(launchPath), ...leaving]
  const after = await readAppTree(request.app, { skip, known })
  // A build that fails to remove something leaves no result.
  await ended
  if ("why" in after) {
    await removeResult(layer, layers)
    return after.why
  }
  const { change, made } = resultChange(before, after.entries)
  const former = await readResult(layer).catch(() => undefined)
  await fillResult(layer, former, { key, surroundings, before, change, ...about }, made, {
    ...request,
    alone: layers.alone,
  })
  return undefined
}
