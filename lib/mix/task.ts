import type { StepContext } from "../core/step.ts"
import { run } from "../io/run.ts"
import { mixEnvironment } from "./environment.ts"
import { mixFailure } from "./failure.ts"
import { lastingMix } from "./lasting-mix.ts"

/** Runs one Mix task in the app's folder; what it prints goes to the log. Throws what its failure means. */
export async function mix(args: readonly string[], context: StepContext): Promise<void> {
  const { app, env, lasting, output, signal } = context
  output({ kind: "detail", text: `mix ${args.join(" ")}` })
  const result =
    (await lasting.of(lastingMix).run(args, context)) ?? (await run("mix", args, { cwd: app, env, output, signal }))
  if (result.exitCode !== 0) throw mixFailure(args, mixEnvironment(context), result)
}
