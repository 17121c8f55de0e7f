import { join, resolve } from "node:path"
import type { BuildRequest } from "../core/buildpack.ts"
import { BuildpackError } from "../core/error.ts"
import type { IndexMemory } from "../core/index-memory.ts"
import { LOCK_FILE } from "../core/lock-file.ts"
import { prose } from "../core/prose.ts"
import { type Artifact, runtimeTitles } from "../core/runtime.ts"
import { runtimePath } from "../heroku/build.ts"
import { indexFiles } from "../io/index-files.ts"
import { readLock, writeLock } from "../io/lock-file.ts"
import { requireApp } from "./app-folder.ts"
import type { CliContext } from "./context.ts"
import { readEnvFile } from "./env-file.ts"
import { hookEnv } from "./hook-env.ts"
import { type TargetOptions, wantedTarget } from "./target.ts"

export interface LockOptions extends TargetOptions {
  readonly check?: boolean
  readonly envFile?: string
}

/** Locks the runtimes that a build of the app would take, or checks that the lock does for a build. */
export async function lock(appFolder: string, options: LockOptions, context: CliContext): Promise<void> {
  const env = { ...hookEnv(context.env), ...(await readEnvFile(options.envFile)) }
  await requireApp(appFolder, "lock")
  const app = resolve(appFolder)
  const { buildpacks, output, signal } = context
  const request: BuildRequest = {
    app,
    indexes: warmMemory(app),
    runtimePath,
    purpose: "production",
    env,
    target: await wantedTarget(options, { env }),
    output,
    signal,
    group: buildpacks.map(({ id }) => id),
    openEnded: true,
  }
  await (options.check ? checkLock(request, context) : renewLock(request, context))
}

async function renewLock(request: BuildRequest, context: CliContext): Promise<void> {
  const { app, target, env, output, signal } = request
  const former = await readLock(app)
  const artifacts = await findRuntimes(request, context)
  const keepOthers = context.buildpacks.length === 1
  const made = await context.makeLock({ artifacts, former, keepOthers, target, env, output, signal })
  signal.throwIfAborted()
  if (made.text !== former) await writeLock(app, made.text)
  output({ kind: "step", text: made.text === former ? `${LOCK_FILE} is as it was` : `Locked in ${LOCK_FILE}` })
  for (const text of made.changes) output({ kind: "detail", text })
}

/** A build with the lock says what does not fit, and what is newer. */
async function checkLock(request: BuildRequest, context: CliContext): Promise<void> {
  const { app, output } = request
  const lock = await readLock(app)
  if (lock === undefined) throw missing()
  const artifacts = await findRuntimes({ ...request, lock }, context)
  output({ kind: "step", text: `${LOCK_FILE} does for this build: nothing floats` })
  for (const { name, version } of artifacts) output({ kind: "detail", text: `${runtimeTitles[name]} ${version.value}` })
}

async function findRuntimes(request: BuildRequest, { buildpacks }: CliContext): Promise<readonly Artifact[]> {
  const plans = await Promise.all(buildpacks.map((buildpack) => buildpack.plan(request)))
  return plans.flatMap(({ runtimes }) => runtimes)
}

/** As of a cache that has every runtime, so that there is time to look for newer ones; it is never written. */
function warmMemory(app: string): IndexMemory {
  const memory = indexFiles(join(app, LOCK_FILE, "never-written"), async () => undefined)
  return { ...memory, holds: async () => true }
}

function missing(): BuildpackError {
  return new BuildpackError("lock/missing", `There is no ${LOCK_FILE} in the app`, {
    help: prose`
      Without it a build takes the newest versions that the app's files allow. Make it, and commit it:

          beampack lock
    `,
  })
}
