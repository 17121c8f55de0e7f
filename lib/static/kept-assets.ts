import { join } from "node:path"
import { messageOf } from "../core/cause.ts"
import type { Layer } from "../core/layer.ts"
import { DAMAGED, layoutWord, whyNotTaken } from "../core/layer-change.ts"
import type { StepContext } from "../core/step.ts"
import { readIfExists, remove, writeAtomic } from "../io/files.ts"
import { storedParts } from "../io/stored-parts.ts"
import { setTimes } from "../io/tree.ts"
import type { AppFiles } from "./app-files.ts"
import { type AssetRecord, readAssetRecord, whatChanged, writeAssetRecord } from "./asset-record.ts"
import type { AssetPlan, SeenAssets } from "./asset-state.ts"
import { writtenAside } from "./written-aside.ts"

/** What the steps of the assets have made in an earlier build. */
export interface KeptAssets {
  /** Whether they look as if they will do, before all that they depend on is known. */
  mayDo(context: StepContext): Promise<boolean>
  /** Puts them into the app, or says why they will not do. Tells which of it. */
  bring(context: StepContext): Promise<boolean>
  /** Is told when they are about to be built. */
  begin(context: StepContext): Promise<void>
  /** Keeps them for the next build, once they are built. */
  keep(context: StepContext): Promise<void>
}

/** Raised when what the layer holds, or how the steps make it, changes in a way that `AssetState` does not show. */
const LAYOUT = "3"

/** Says which archive of the layer counts, and what for. */
const RECORD = "record.json"

/** Keeps what is made by the plan in a layer. Whatever is wrong with it costs time, and never the build. */
export function keptAssets(plan: AssetPlan): KeptAssets {
  let opened: Promise<{ readonly layer: Layer; readonly record?: AssetRecord | undefined }> | undefined
  let seen: SeenAssets | undefined
  let before: Before = { files: new Map(), at: 0 }

  const open = (context: StepContext) => {
    opened ??= openLayer(context)
    return opened
  }
  return {
    mayDo: async (context) => {
      const { record } = await open(context)
      if (record === undefined) return false
      const { COMPILED } = await import("./app-files.ts")
      const now = await see(plan, context)
      return now.why === undefined && whatChanged(record, now, (path) => !path.startsWith(`${COMPILED}/`)) === undefined
    },
    bring: async (context) => {
      const { layer, record } = await open(context)
      seen = await see(plan, context)
      const why = seen.why ?? (record === undefined ? whyNothing(layer) : whatChanged(record, seen))
      if (record !== undefined && why === undefined) return putBack(layer, record, seen, context)
      const all = seen.rule.why === undefined || seen.why !== undefined ? "" : ` (${seen.rule.why})`
      if (why !== undefined) context.output({ kind: "detail", text: `They are built anew: ${why}${all}` })
      return false
    },
    begin: async ({ app }) => {
      before = { files: (await allFiles(app, plan)).files, at: Date.now() }
    },
    keep: async (context) => {
      const { layer } = await open(context)
      if (seen === undefined || seen.why !== undefined) return
      try {
        const text = await pack(layer, seen, before, { ...context, plan })
        if (text !== undefined)
          context.output({ kind: "detail", text: `They are built in the next build too: ${text}` })
        else await context.layers.close(layer)
      } catch (error) {
        context.signal.throwIfAborted()
        const text = `The next build makes the assets again: they could not be kept (${messageOf(error)})`
        context.output({ kind: "warning", text })
      }
    },
  }
}

async function openLayer({ layers }: StepContext) {
  const layer = await layers.open({ name: "assets", scope: "cache", metadata: { layout: LAYOUT } })
  return { layer, record: readAssetRecord((await readIfExists(join(layer.path, RECORD))) ?? "") }
}

/** Loaded only by a build that runs steps. */
async function see(plan: AssetPlan, context: StepContext): Promise<SeenAssets> {
  return (await import("./asset-state.ts")).seeAssets(plan, context)
}

async function allFiles(app: string, { assets: { packages } }: AssetPlan): Promise<AppFiles> {
  return (await import("./app-files.ts")).readAppFiles(app, { packages })
}

function whyNothing(layer: Layer): string | undefined {
  return layer.restored ? DAMAGED : whyNotTaken(layer, layoutWord)
}

/** The files get the time of now, as if they were built: who compiles them in compares times. */
async function putBack(layer: Layer, record: AssetRecord, seen: SeenAssets, context: StepContext): Promise<boolean> {
  const { app, env, output, signal } = context
  const stored = storedParts(layer.path)
  if (!(await stored.hold([record.archive]))) {
    output({ kind: "detail", text: `They are built anew: ${DAMAGED}` })
    return false
  }
  try {
    await stored.unpack([record.archive], app, { env, signal, shared: [] })
    const now = Math.floor(Date.now() / 1000)
    await setTimes(
      app,
      record.made.filter((path) => !record.links.includes(path)).map((path) => [path, now] as const),
    )
    output({ kind: "detail", text: "The assets are as the last build made them" })
    return true
  } catch (error) {
    signal.throwIfAborted()
    await Promise.all(record.made.filter((path) => !seen.files.has(path)).map((path) => remove(join(app, path))))
    output({ kind: "detail", text: `They are built anew: ${messageOf(error)}` })
    return false
  }
}

/** The app before its assets are built, and when that was, in milliseconds since 1970. */
interface Before {
  readonly files: ReadonlyMap<string, string>
  readonly at: number
}

/** Packs what has been made since `before`; or tells why that would be of no use to the next build. */
async function pack(
  layer: Layer,
  { rule, facts, variables, inputs }: SeenAssets,
  before: Before,
  { plan, ...context }: StepContext & { readonly plan: AssetPlan },
): Promise<string | undefined> {
  const { app, env, signal } = context
  const aside = await writtenAside(before.at, context)
  if (aside !== undefined) return `building them writes ${aside}`
  const { files, links } = await allFiles(app, plan)
  const gone = [...before.files.keys()].find((path) => !files.has(path))
  if (gone !== undefined) return `building them removes ${gone}`
  const made = [...files].filter(([path, what]) => before.files.get(path) !== what).map(([path]) => path)
  // The next build may have a file of its own there.
  const unseen = made.find((path) => !rule.counts(path))
  if (unseen !== undefined) return `building them writes ${unseen}`
  const stored = storedParts(layer.path)
  const archive = await stored.pack(app, made, { env, signal })
  const record: AssetRecord = {
    facts,
    variables,
    inputs,
    archive,
    made,
    links: made.filter((path) => links.has(path)),
  }
  await writeAtomic(join(layer.path, RECORD), writeAssetRecord(record))
  await stored.removeOthers([archive], [RECORD], context.layers.alone)
  return undefined
}
