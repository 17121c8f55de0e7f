import { applyDeltas, type EnvDelta } from "./env.ts"
import { heldOutput, type Output } from "./output.ts"
import type { Step, StepContext } from "./step.ts"

/**
 * Runs the steps, each as soon as those it needs are done, and returns all their deltas in the order of the list.
 * After a failure nothing more is started, what still runs is aborted, and the first error is thrown.
 */
export async function runSteps(steps: readonly Step[], context: StepContext): Promise<readonly EnvDelta[]> {
  const order = inOrder(steps).map((step) => ({ step, before: ancestors(step, steps) }))
  const abort = new AbortController()
  const signal = AbortSignal.any([abort.signal, context.signal])
  const log = takeTurns()
  const deltas = new Map<Step, readonly EnvDelta[]>()
  let failure: { readonly step: Step; readonly error: unknown } | undefined

  async function start(step: Step, before: ReadonlySet<Step>): Promise<void> {
    // After a failure only the step that failed still has something to say.
    const turn = log((event) => {
      if (failure === undefined || failure.step === step) context.output(event)
    })
    const began = performance.now()
    const inherited = deltasOf(steps.filter((other) => before.has(other)))
    if (step.title !== undefined) turn.output({ kind: "step", text: step.title })
    try {
      const env = applyDeltas(context.env, inherited, "build")
      deltas.set(step, await step.run({ ...context, env, output: turn.output, signal }))
      const milliseconds = performance.now() - began
      if (step.title !== undefined) turn.output({ kind: "done", text: step.title, milliseconds })
      if (failure === undefined) turn.end()
    } catch (error) {
      failure ??= { step, error }
      if (failure.step === step) turn.show()
      abort.abort()
    }
  }

  function deltasOf(some: readonly Step[]): readonly EnvDelta[] {
    return some.flatMap((step) => deltas.get(step) ?? [])
  }

  const finished = new Map<Step, Promise<void>>()
  for (const { step, before } of order) {
    const ready = Promise.all([...before].map((other) => finished.get(other)))
    finished.set(
      step,
      ready.then(() => (signal.aborted ? undefined : start(step, before))),
    )
  }
  await Promise.all(finished.values())
  if (failure !== undefined) throw failure.error
  context.signal.throwIfAborted()
  return deltasOf(steps)
}

/** The steps that come before this one, direct or not, among those that take part. */
function ancestors(step: Step, steps: readonly Step[]): ReadonlySet<Step> {
  const direct = needed(step, steps)
  return new Set(direct.flatMap((other) => [other, ...ancestors(other, steps)]))
}

/** Each step after those that it needs, else as they are listed: one buildpack may need steps of the next. */
function inOrder(steps: readonly Step[]): readonly Step[] {
  const placed = new Set<Step>()
  function place(step: Step, above: readonly Step[]): void {
    if (above.includes(step)) throw new Error(`the step ${step.name} needs itself`)
    for (const other of needed(step, steps)) if (!placed.has(other)) place(other, [...above, step])
    placed.add(step)
  }
  for (const step of steps) place(step, [])
  return [...placed]
}

function needed(step: Step, steps: readonly Step[]): readonly Step[] {
  return steps.filter((other) => step.needs.includes(other.name))
}

interface Turn {
  readonly output: Output
  /** Prints what was held back, out of turn. */
  show(): void
  /** Lets the next one print. */
  end(): void
}

/** One at a time prints live, in the order of arrival; what the others say is held back and printed whole. */
function takeTurns(): (output: Output) => Turn {
  const queue: { open(): void; ended: boolean }[] = []
  return (output) => {
    const held = heldOutput(output)
    const place = { open: held.open, ended: false }
    queue.push(place)
    if (queue.length === 1) held.open()
    return {
      output: held.output,
      show: held.open,
      end: () => {
        place.ended = true
        while (queue[0]?.ended) {
          queue.shift()
          queue[0]?.open()
        }
      },
    }
  }
}
