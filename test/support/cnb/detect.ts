import type { Descriptor, GroupElement } from "./descriptor.ts"
import { type Detection, runDetect } from "./detector.ts"
import type { Machine, Run } from "./machine.ts"
import { Refusal, refusingAs } from "./refusal.ts"
import { fits, type Target } from "./target.ts"
import { type Agreement, agree } from "./trial.ts"

export type Order = readonly (readonly GroupElement[])[]

interface DetectContext {
  readonly machine: Machine
  readonly target: Target
  /** All that there are. */
  readonly buildpacks: readonly Descriptor[]
  /** How each bin/detect ended, by id; those that ran are added. */
  readonly detections: Map<string, Detection>
}

/** Finds the first group of the order that can build the app. */
export async function detect(order: Order, context: DetectContext): Promise<Agreement> {
  return refusingAs("detect", () =>
    context.machine.phase((run) => inOrder({ order, done: [], after: [], optional: false }, { ...context, run })),
  )
}

interface Context extends DetectContext {
  readonly run: Run
}

interface Done {
  readonly descriptor: Descriptor
  readonly optional: boolean
}

interface OrderPlace {
  readonly order: Order
  readonly done: readonly Done[]
  /** What follows the order in its own group. */
  readonly after: readonly GroupElement[]
  readonly optional: boolean
}

async function inOrder({ order, done, after, optional }: OrderPlace, context: Context): Promise<Agreement> {
  let failure = new Refusal("not-detected", "no group of the order takes part")
  for (const group of order) {
    try {
      return await inGroup([...group, ...after], done, context)
    } catch (error) {
      if (!(error instanceof Refusal) || !["not-detected", "detect-errored"].includes(error.kind)) throw error
      if (error.kind === "detect-errored") failure = error
    }
  }
  if (optional) return inGroup(after, done, context)
  throw failure
}

async function inGroup(
  [element, ...after]: readonly GroupElement[],
  done: readonly Done[],
  context: Context,
): Promise<Agreement> {
  if (element === undefined) return resolve(done, context)
  if (done.some(({ descriptor }) => descriptor.id === element.id)) return inGroup(after, done, context)
  const descriptor = find(element, context)
  const { order } = descriptor
  const { optional } = element
  if (order.length > 0) return inOrder({ order, done, after, optional }, context)
  return inGroup(after, [...done, { descriptor, optional }], context)
}

function find({ id, version }: GroupElement, { buildpacks }: Context): Descriptor {
  const found = buildpacks.find((one) => one.id === id && one.version === version)
  if (found === undefined) throw new Refusal("start", `there is no buildpack ${id} ${version}`)
  return found
}

async function resolve(done: readonly Done[], context: Context): Promise<Agreement> {
  const runs = await Promise.all(done.map(async (one) => ({ ...one, ...(await detection(one, context)) })))
  const { detections } = context
  runs.forEach(({ descriptor, code, output, error, plans }) => {
    detections.set(descriptor.id, { code, output, ...(error !== undefined && { error }), plans })
  })
  const missing = runs.filter(({ code, optional }) => code !== 0 && !optional)
  const broken = runs.find(({ code }) => code !== 0 && code !== 100)
  if (missing.length > 0) {
    if (broken === undefined) throw new Refusal("not-detected", `${missing[0]?.descriptor.id} does not take part`)
    const why = broken.error ?? `bin/detect ended with ${broken.code}`
    throw new Refusal("detect-errored", `${broken.descriptor.id}: ${why}`)
  }
  const agreement = agree(runs.filter(({ code }) => code === 0))
  if (agreement === undefined) throw new Refusal("not-detected", "the buildpacks do not agree on a plan")
  return agreement
}

/** Runs bin/detect unless it has run in another group. */
async function detection({ descriptor, optional }: Done, context: Context): Promise<Detection> {
  const known = context.detections.get(descriptor.id)
  if (known !== undefined) return known
  // The lifecycle runs one that is optional whatever it is made for.
  if (optional || descriptor.targets.length === 0 || descriptor.targets.some((claim) => fits(context.target, claim))) {
    return runDetect(descriptor, context)
  }
  return { code: -1, output: "", error: "it is not made for this target", plans: [] }
}
