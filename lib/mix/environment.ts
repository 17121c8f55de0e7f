import type { Env, EnvDelta } from "../core/env.ts"
import type { Foresight } from "../core/foresight.ts"
import { cacheFolder } from "../core/layer.ts"
import type { Purpose } from "../core/purpose.ts"
import type { StepContext } from "../core/step.ts"

/** Where Mix, Hex and rebar3 keep what they fetch: tests want other packages, so theirs is another folder. */
const homes = { production: "mix-home", test: "mix-home-test" } as const satisfies Record<Purpose, string>

const environments = { production: "prod", test: "test" } as const satisfies Record<Purpose, string>

/** What a build is for, and what the user has set. */
interface Wish {
  readonly env: Env
  readonly purpose: Purpose
}

/** The environment that Mix builds for, unless the user chose another. */
export function mixEnvironment({ env, purpose }: Wish): string {
  return env.MIX_ENV || environments[purpose]
}

/** What Mix and the BEAM are told at build time, and what the running app is told too, all as defaults. */
export async function mixDeltas({
  env,
  layers,
  purpose,
}: Pick<StepContext, "env" | "layers" | "purpose">): Promise<readonly EnvDelta[]> {
  return deltasIn(await cacheFolder(layers, homes[purpose], "build"), { env, purpose })
}

/** The same, when the last build has left its folder. */
export async function foreseenDeltas({ held, ...wish }: Foresight): Promise<readonly EnvDelta[] | undefined> {
  const layer = await held(homes[wish.purpose])
  return layer && deltasIn(layer.path, wish)
}

function deltasIn(home: string, wish: Wish): readonly EnvDelta[] {
  // Elixir warns and breaks on names outside of ASCII when the VM takes file names for Latin-1.
  return [
    // Where a user's variables are for the build alone, the running app has to know what was built.
    byDefault("all", "MIX_ENV", mixEnvironment(wish)),
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
