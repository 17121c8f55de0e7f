import type { Buildpack } from "../core/buildpack.ts"
import type { Processes } from "../core/launch.ts"
import type { Output } from "../core/output.ts"
import { describeOrigin } from "../core/setting.ts"
import { type Between, type Built, build, type Hook, type Planned } from "./build.ts"
import { writeExport } from "./export.ts"
import { formerResult, type OfferedResult } from "./former-result.ts"
import { keepResult } from "./kept-result.ts"
import { type RepeatableBuild, repeatableBuild } from "./repeatable-build.ts"
import { writeResult } from "./result.ts"
import { reuseResult } from "./reused-result.ts"
import { trimSlug } from "./slug.ts"

/** bin/compile BUILD_DIR CACHE_DIR ENV_DIR */
export async function compile(hook: Hook): Promise<void> {
  let warned = false
  let repeatable: RepeatableBuild | undefined
  let offered: OfferedResult | undefined
  const notes = new Map<string, string>()
  const output: Output = (event) => {
    warned ||= event.kind === "warning"
    hook.output(event)
  }

  const instead = async (planned: Planned): Promise<boolean> => {
    const began = performance.now()
    repeatable = await repeatableBuild(planned)
    const reused = repeatable && (await reuseResult(repeatable))
    // What the plan warns of, it warns of each time.
    warned = false
    if (reused === undefined) return false
    const text = "Nothing has changed since the last build: its result is used"
    output({ kind: "step", text })
    await writeExport(hook.root, reused.deltas, output)
    output({ kind: "done", text, milliseconds: performance.now() - began })
    sayProcesses(reused.processes, output)
    return true
  }

  const between = async (): Promise<Between> => {
    offered = repeatable && (await formerResult(repeatable))
    return { former: offered, note: (name, text) => notes.set(name, text) }
  }

  const finish = async (built: Built): Promise<void> => {
    const { request, layers, deltas } = built
    const launch = await lastOf(hook.buildpacks).launch(request)
    await writeResult(request.app, hook.id, { layers, deltas, launch })
    await writeExport(hook.root, deltas, output)
    const known = await offered?.known()
    const trimming = await trimSlug(request, launch)
    // Without `files` the result is all that is there, and who is warned is to be warned again.
    const kept = launch.files === undefined || warned ? undefined : repeatable
    const both = [trimming.ended, kept && keepResult(kept, { deltas, launch, notes, trimming, known })]
    // Nothing goes on when the hook has failed.
    await Promise.allSettled(both)
    await Promise.all(both)
    sayProcesses(launch.processes, output)
  }

  await build({ ...hook, output }, "production", { instead, between, finish })
}

function sayProcesses(processes: Processes, output: Output): void {
  output({ kind: "step", text: "Process types" })
  for (const [type, line] of Object.entries(processes)) {
    output({ kind: "detail", text: `${type}: ${line.value} (${describeOrigin(line.origin)})` })
  }
}

/** Platforms keep only the last buildpack's answer. */
function lastOf(buildpacks: readonly Buildpack[]): Buildpack {
  const last = buildpacks.at(-1)
  if (last === undefined) throw new Error("no buildpack takes part")
  return last
}
