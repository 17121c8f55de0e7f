import { resolve } from "node:path"
import type { BuildRequest } from "../core/buildpack.ts"
import { runtimePath } from "../heroku/build.ts"
import { readLock } from "../io/lock-file.ts"
import { requireApp } from "./app-folder.ts"
import type { CliContext } from "./context.ts"
import { readEnvFile } from "./env-file.ts"
import { hookEnv } from "./hook-env.ts"
import { type TargetOptions, wantedTarget } from "./target.ts"

/** Options by which an app is planned. */
export interface PlanRequestOptions extends TargetOptions {
  readonly envFile?: string
}

/** What a build of the app would be asked, to be planned only: there is no cache. Throws what is wrong with the options. */
export async function planRequest(
  app: string,
  command: "plan" | "lock",
  options: PlanRequestOptions,
  { buildpacks, env: shell, output, signal }: CliContext,
): Promise<BuildRequest> {
  const env = { ...hookEnv(shell), ...(await readEnvFile(options.envFile)) }
  await requireApp(app, command)
  return {
    app: resolve(app),
    stable: false,
    leftAt: resolve(app),
    runtimePath,
    purpose: "production",
    env,
    target: await wantedTarget(options, { env }),
    output,
    signal,
    group: buildpacks.map(({ id }) => id),
    openEnded: true,
    lock: await readLock(app),
  }
}
