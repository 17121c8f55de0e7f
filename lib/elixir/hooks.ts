import type { HookName, Hooks } from "../app/hooks.ts"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { describeOrigin, type Setting } from "../core/setting.ts"
import type { StepContext } from "../core/step.ts"
import { howItEnded } from "../io/ending.ts"
import { run } from "../io/run.ts"
import { lastingMix } from "../mix/lasting-mix.ts"

/** Whether the app has a hook. */
export function hasHook(name: HookName, hooks: Hooks): boolean {
  return (hooks[name]?.value ?? "").trim() !== ""
}

/** Runs a hook, if the app has it, as a bash command line that stops at the first failure. Tells whether it ran. */
export async function runHook(name: HookName, hooks: Hooks, context: StepContext): Promise<boolean> {
  const hook = hooks[name]
  if (hook === undefined || !hasHook(name, hooks)) return false
  const { app, env, lasting, output, signal } = context
  // Not the line itself: a variable in double quotes, maybe a secret, is already replaced by its value in it.
  output({ kind: "detail", text: `${name} (${describeOrigin(hook.origin)})` })
  const result = await run("bash", ["-eo", "pipefail", "-c", hook.value], { cwd: app, env, output, signal })
  await lasting.of(lastingMix).renew()
  if (result.exitCode !== 0) throw hookFailed(name, hook, howItEnded(result))
  return true
}

function hookFailed(name: HookName, hook: Setting<string>, how: string): BuildpackError {
  return new BuildpackError("hook/failed", `${name} failed (${how})`, {
    help: prose`
      It is set in ${describeOrigin(hook.origin)}, and its own message is in the log above.
      bash runs it in the app's folder, as bash -eo pipefail does: the first command that fails ends it.
    `,
  })
}
