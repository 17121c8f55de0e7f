import type { BuildRequest } from "../core/buildpack.ts"
import { BuildpackError } from "../core/error.ts"
import { LOCK_FILE } from "../core/lock-file.ts"
import { momentaryMemory } from "../core/momentary-memory.ts"
import { plansOf } from "../core/plan.ts"
import { prose } from "../core/prose.ts"
import { type Artifact, runtimeTitles } from "../core/runtime.ts"
import type { Target } from "../core/target.ts"
import { writeLock } from "../io/lock-file.ts"
import type { CliContext } from "./context.ts"
import { type PlanRequestOptions, planRequest } from "./plan-request.ts"

/** `check`: nothing is written, and a lock that does not do is an error. */
export interface LockOptions extends PlanRequestOptions {
  readonly check?: boolean
}

/** Locks the runtimes that a build of the app would take, or checks that the lock does for a build. */
export async function lock(app: string, options: LockOptions, context: CliContext): Promise<void> {
  const request: BuildRequest = {
    ...(await planRequest(app, "lock", options, context)),
    indexes: momentaryMemory(),
    news: "always",
  }
  await (options.check ? checkLock(request, context) : renewLock(request, context))
}

async function renewLock(request: BuildRequest, context: CliContext): Promise<void> {
  const { app, lock: former, target, env, output, signal } = request
  const artifacts = await findRuntimes({ ...request, lock: undefined }, context)
  const keepOthers = context.buildpacks.length === 1
  const made = await context.makeLock({ artifacts, former, keepOthers, target, env, output, signal })
  signal.throwIfAborted()
  if (made.text !== former) await writeLock(app, made.text)
  output({ kind: "step", text: made.text === former ? `${LOCK_FILE} is as it was` : `Locked in ${LOCK_FILE}` })
  for (const text of made.changes) output({ kind: "detail", text })
  output({ kind: "detail", text: coverText(made.cover) })
}

/** A build with the lock says what does not fit, and what is newer. */
async function checkLock(request: BuildRequest, context: CliContext): Promise<void> {
  const { output, lock, target } = request
  if (lock === undefined) throw missing()
  const artifacts = await findRuntimes(request, context)
  output({ kind: "step", text: `${LOCK_FILE} does for ${systemOf(target)}: nothing floats` })
  for (const { name, version } of artifacts) output({ kind: "detail", text: `${runtimeTitles[name]} ${version.value}` })
  output({ kind: "detail", text: coverText(await context.lockCover(lock)) })
}

/** As --for and --arch name it. */
function systemOf({ stack, distro, arch }: Target): string {
  return `${stack ?? [distro.name, distro.version].filter(Boolean).join("-")} on ${arch}`
}

function coverText(cover: string): string {
  return `The lock has the files for ${cover}`
}

async function findRuntimes(request: BuildRequest, { buildpacks }: CliContext): Promise<readonly Artifact[]> {
  const plans = await plansOf(buildpacks, request)
  return plans.flatMap(({ runtimes }) => runtimes)
}

function missing(): BuildpackError {
  return new BuildpackError("lock/missing", `There is no ${LOCK_FILE} in the app`, {
    help: prose`
      Without it a build takes the newest versions that the app's files allow. Make it, and commit it:

          beampack lock
    `,
  })
}
