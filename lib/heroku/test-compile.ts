import { type Built, build, type Hook } from "./build.ts"
import { withoutValues } from "./config-vars.ts"
import { writeExport } from "./export.ts"
import { writeTestResult } from "./result.ts"
import { commandLine } from "./shell.ts"

/** bin/test-compile BUILD_DIR CACHE_DIR ENV_DIR: prepares the app for bin/test. */
export async function testCompile(hook: Hook): Promise<void> {
  const finish = async ({ request, plans, layers, deltas }: Built): Promise<void> => {
    const test = plans.map((plan) => plan.test).find((command) => command !== undefined)
    await writeTestResult(request.app, hook.id, { layers, deltas, test })
    await writeExport(hook.root, deltas, hook.output)
    if (test === undefined) return
    hook.output({ kind: "step", text: "Tests" })
    hook.output({ kind: "detail", text: withoutValues(commandLine(test), request.env) })
  }
  await build(hook, "test", { finish })
}
