import { join } from "node:path"
import type { EnvDelta } from "../core/env.ts"
import type { Step, StepContext } from "../core/step.ts"
import type { WantedManager } from "./manager-choice.ts"
import { settingDeltas } from "./manager-command.ts"
import { installPackage } from "./manager-package.ts"
import { managerCache, managers } from "./managers.ts"

/** Raised when what a layer holds changes in a way that versions do not show. */
const LAYOUT = "1"

/** Puts package managers on PATH, each from a layer of its own. `launch`: the running app has them as well. */
export function managersStep(wanted: readonly WantedManager[], options: { readonly launch: boolean }): Step {
  const names = wanted.map(({ manager, version }) => `${managers[manager].command} ${version.value}`)
  return {
    name: "package-managers",
    title: `Installing ${names.join(" and ")}`,
    needs: ["node"],
    run: async (context) => {
      const deltas: EnvDelta[] = []
      for (const one of wanted) deltas.push(...(await installManager(one, context, options)))
      return deltas
    },
  }
}

async function installManager(
  wanted: WantedManager,
  context: StepContext,
  { launch }: { readonly launch: boolean },
): Promise<readonly EnvDelta[]> {
  const { version, digest } = wanted
  const manager = managers[wanted.manager]
  const { arch } = context.target
  const spec = `${manager.source(version.value, arch)}@${version.value}`
  const metadata = { spec, arch, digest: digest?.hex ?? "", layout: LAYOUT }
  const scope = launch ? "all" : "build"
  const layer = await context.layers.open({ name: manager.command, scope, metadata, shared: true })
  if (layer.restored) {
    context.output({ kind: "detail", text: `Using ${manager.command} ${version.value} from the cache` })
  } else {
    await context.layers.fill(layer, (making) => installPackage(spec, wanted, making, context))
  }
  const change = { action: "prepend", value: join(layer.path, "bin"), delim: ":" } as const
  const cache = await managerCache(wanted.manager, context.layers)
  return [{ scope, name: "PATH", change }, ...settingDeltas(manager, cache)]
}
