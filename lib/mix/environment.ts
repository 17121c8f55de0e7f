import type { Env, EnvDelta } from "../core/env.ts"
import { cacheFolder } from "../core/layer.ts"
import type { StepContext } from "../core/step.ts"

/** The environment that Mix builds for, unless the user chose another. */
export function mixEnvironment(env: Env): string {
  return env.MIX_ENV || "prod"
}

/** What Mix and the BEAM are told at build time, and what the running app is told too, all as defaults. */
export async function mixDeltas({ layers }: Pick<StepContext, "layers">): Promise<readonly EnvDelta[]> {
  const home = await cacheFolder(layers, "mix-home")
  // Elixir warns and breaks on names outside of ASCII when the VM takes file names for Latin-1.
  return [
    byDefault("all", "MIX_ENV", "prod"),
    byDefault("all", "LANG", "C.UTF-8"),
    byDefault("all", "ELIXIR_ERL_OPTIONS", "+fnu"),
    byDefault("build", "MIX_HOME", home),
    byDefault("build", "HEX_HOME", `${home}/hex`),
    byDefault("build", "REBAR_GLOBAL_CACHE_DIR", `${home}/rebar3`),
  ]
}

function byDefault(scope: EnvDelta["scope"], name: string, value: string): EnvDelta {
  return { scope, name, change: { action: "default", value } }
}
