import { join, resolve } from "node:path"
import { messageOf } from "../core/cause.ts"
import { isInside } from "../core/inside.ts"
import type { Places } from "../core/places.ts"
import { exists } from "../io/files.ts"
import type { AppEntry, Unknowable } from "./app-tree.ts"
import type { Planned } from "./build.ts"
import { readInputs } from "./result-inputs.ts"
import { type ResultKey, resultKey } from "./result-key.ts"
import { openResult } from "./result-layer.ts"
import { isCheckout } from "./slug.ts"

/** A planned build whose result is known by a key: the next build with the same key makes the same. */
export interface RepeatableBuild extends Planned, ResultKey {
  /** The app as it was found. */
  readonly before: readonly AppEntry[]
  readonly places: Places
}

/** Finds out what the result of a build depends on. Undefined when nobody can tell; when the app is why, that is said. */
export async function repeatableBuild(planned: Planned): Promise<RepeatableBuild | undefined> {
  const { hook, dirs, request, fresh } = planned
  const { app, leftAt, output, signal } = request
  if (fresh) {
    // Who wants nothing from the cache may not trust it: what was kept, which is gone once the layer is opened, is not to come
    // back with the next build either.
    await openResult(planned)
    return undefined
  }
  if (await isOfOthers(planned)) return undefined
  const places = { app: [leftAt, app, resolve(hook.args[0] ?? "")], cache: [dirs.cache] }
  const why = planned.plans.find(({ unrepeatable }) => unrepeatable !== undefined)?.unrepeatable
  const inputs = why === undefined ? await readInputs(planned, places).catch(asReason) : { why }
  signal.throwIfAborted()
  if (!("why" in inputs)) return { ...planned, ...resultKey(inputs), before: inputs.entries, places }
  output({ kind: "detail", text: `All steps run in each build: ${inputs.why}` })
  return undefined
}

/** Somebody works in the folder, an earlier buildpack has built there, which is much to read, or the cache lies there. */
async function isOfOthers({ request: { app, leftAt, env }, dirs }: Planned): Promise<boolean> {
  const areThere = await Promise.all([".git", "_build"].map((name) => exists(join(app, name))))
  return areThere.includes(true) || isInside(leftAt, dirs.cache) || isCheckout({ app, leftAt, env })
}

function asReason(error: unknown): Unknowable {
  return { why: messageOf(error) }
}
