import { join } from "node:path"
import type { CompilePlace } from "../app/assets.ts"
import type { BuildpackConfig } from "../app/buildpack-config.ts"
import { applyDeltas, type Env } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import { cacheFolder } from "../core/layer.ts"
import { prose } from "../core/prose.ts"
import type { StepContext } from "../core/step.ts"
import { howItEnded } from "../io/ending.ts"
import { isFolder } from "../io/files.ts"
import { run } from "../io/run.ts"
import { lastingMix } from "../mix/lasting-mix.ts"
import type { PhoenixEx } from "./config.ts"

/** What a script may use besides the environment. */
export interface ScriptSettings {
  readonly phoenixEx: PhoenixEx
  /** All that phoenix_static_buildpack.config sets: the script could always see it. */
  readonly settings: BuildpackConfig
}

/** The functions that such scripts could always call, then the script, in the same shell. */
const SHELL = `
header() { printf '\\n%s\\n' "$*"; }
info() { printf '%s\\n' "$*"; }
indent() { sed 's/^/       /'; }
file_contents() { if [ -f "$1" ]; then cat "$1"; fi; }
. "$0"
`

/** Runs the app's own script in the folder of the assets, by a bash that stops at the first failure. */
export async function runCompileScript(
  place: CompilePlace,
  { phoenixEx, settings }: ScriptSettings,
  context: StepContext,
): Promise<void> {
  const { app, output, signal } = context
  const phoenix = join(app, place.folder)
  const assets = join(app, place.assets)
  const variables: Env = {
    phoenix_dir: phoenix,
    assets_dir: assets,
    phoenix_ex: phoenixEx,
    build_dir: app,
    cache_dir: await cacheFolder(context.layers, "compile-cache"),
  }
  const cwd = (await isFolder(assets)) ? assets : phoenix
  output({ kind: "detail", text: `bash ${place.file} (in ${join(place.folder, cwd === assets ? place.assets : ".")})` })
  const file = join(app, place.file)
  const env = { ...values(settings), ...withPrograms(context.env, assets), ...variables }
  const result = await run("bash", ["-eo", "pipefail", "-c", SHELL, file], { cwd, env, output, signal })
  await context.lasting.of(lastingMix).renew()
  if (result.exitCode !== 0) throw scriptFailed(place, howItEnded(result))
}

function values(settings: BuildpackConfig): Env {
  return Object.fromEntries([...settings].map(([key, { value }]) => [key, value]))
}

function withPrograms(env: Env, assets: string): Env {
  const change = { action: "prepend", value: join(assets, "node_modules/.bin"), delim: ":" } as const
  return applyDeltas(env, [{ scope: "build", name: "PATH", change }], "build")
}

function scriptFailed({ file }: CompilePlace, how: string): BuildpackError {
  return new BuildpackError("static/compile-failed", `The script ${file} failed (${how})`, {
    help: prose`
      Its own message is in the log above. bash runs it in place of mix assets.deploy and the scripts of package.json,
      and the first command that fails ends it, as under bash -eo pipefail. It finds $phoenix_dir, $assets_dir,
      $phoenix_ex, $build_dir and $cache_dir set, and Mix, Node and the packages' programs on PATH.
      Remove ${file} to have the assets built as the app's mix.exs or package.json says.
    `,
  })
}
