import type { Buildpack } from "../core/buildpack.ts"
import { describeOrigin } from "../core/setting.ts"
import { build, type Hook } from "./build.ts"
import { writeExport } from "./export.ts"
import { writeResult } from "./result.ts"
import { trimSlug } from "./slug.ts"

/** bin/compile BUILD_DIR CACHE_DIR ENV_DIR */
export async function compile(hook: Hook): Promise<void> {
  await build(hook, "production", async ({ request, layers, deltas }) => {
    const launch = await lastOf(hook.buildpacks).launch(request)
    await writeResult(request.app, hook.id, { layers, deltas, launch })
    await writeExport(hook.root, deltas, hook.output)
    await trimSlug(request.app, launch, request.env, hook.output)
    hook.output({ kind: "step", text: "Process types" })
    for (const [type, line] of Object.entries(launch.processes)) {
      hook.output({ kind: "detail", text: `${type}: ${line.value} (${describeOrigin(line.origin)})` })
    }
  })
}

/** Platforms keep only the last buildpack's answer. */
function lastOf(buildpacks: readonly Buildpack[]): Buildpack {
  const last = buildpacks.at(-1)
  if (last === undefined) throw new Error("no buildpack takes part")
  return last
}
