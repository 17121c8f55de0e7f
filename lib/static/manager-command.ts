import { join } from "node:path"
import type { EnvDelta } from "../core/env.ts"
import type { StepContext } from "../core/step.ts"
import { run } from "../io/run.ts"
import { managerFailure } from "./manager-failure.ts"
import type { Manager } from "./managers.ts"

/** Runs a package manager in a folder below the app. What it printed is in the log when it fails. */
export async function runManager(
  manager: Manager,
  folder: string,
  args: readonly string[],
  { app, env, output, signal }: StepContext,
): Promise<void> {
  output({ kind: "detail", text: `${manager.command} ${args.join(" ")}` })
  const result = await run(manager.command, args, { cwd: join(app, folder), env, output, signal })
  if (result.exitCode !== 0) throw managerFailure({ manager, folder, args }, result)
}

/** What a package manager, and the scripts that call it, are told for the rest of the build. `cache`: its own. */
export function settingDeltas({ settings }: Manager, cache: string): readonly EnvDelta[] {
  return Object.entries(settings?.(cache) ?? {}).map(([name, value]) => ({
    scope: "build",
    name,
    change: { action: "default", value },
  }))
}
