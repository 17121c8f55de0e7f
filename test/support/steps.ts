import type { EnvDelta } from "../../lib/core/env.ts"
import type { OutputEvent } from "../../lib/core/output.ts"
import type { Step, StepContext } from "../../lib/core/step.ts"
import { stepContext } from "./step-context.ts"

/** What a step of a test does; nothing to give back means no deltas. */
type Run = (context: StepContext) => Promise<readonly EnvDelta[] | undefined> | undefined

/** A step that is called by its name in the log too. */
export function step(name: string, needs: readonly string[], run: Run = () => undefined): Step {
  return { name, title: name, needs, run: async (context) => (await run(context)) ?? [] }
}

/** A context whose output is kept as lines: `step a`, `detail x`, `done a`. */
export function recorded(overrides: Partial<StepContext> = {}): {
  readonly context: StepContext
  readonly log: string[]
} {
  const log: string[] = []
  const context = stepContext({
    env: { PATH: "/usr/bin" },
    output: (event: OutputEvent) => log.push(`${event.kind} ${event.text}`),
    ...overrides,
  })
  return { context, log }
}

/** A detail in the log. */
export function say({ output }: StepContext, text: string): void {
  output({ kind: "detail", text })
}

/** Fails with the reason of the abort, as a tool that is ended does. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)))
}

/** Lets everything run that could run by now. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20))
}
