import { join, resolve } from "node:path"
import { buildFolder } from "../app/releases.ts"
import type { StepContext } from "../core/step.ts"
import { exists } from "../io/files.ts"
import { mixEnvironment } from "./environment.ts"
import { readNeeded } from "./lock-reading.ts"

/** What Mix writes when it has compiled a dependency; only the second one for those of rebar3, up to Elixir 1.18. */
const notes = [".mix/compile.elixir_scm", ".mix/compile.fetch"]

/**
 * The packages of Hex that Mix has to compile, as far as files tell: nothing is started. There may be other dependencies, and
 * some may have to be compiled anew.
 */
export async function uncompiled({
  app,
  env,
  purpose,
}: Pick<StepContext, "app" | "env" | "purpose">): Promise<readonly string[]> {
  const mixEnv = mixEnvironment({ env, purpose })
  // All that is fetched for tests is not compiled for them: what only other environments need never is.
  const { packages } = await readNeeded({ app, env: { ...env, MIX_ENV: mixEnv }, purpose: "production" })
  const lib = resolve(app, buildFolder({ project: "", mixEnv, env }), "lib")
  const are = await Promise.all(packages.map((one) => isCompiled(join(lib, one.app))))
  return packages.filter((_, at) => !are[at]).map((one) => one.app)
}

async function isCompiled(folder: string): Promise<boolean> {
  const found = await Promise.all(notes.map((note) => exists(join(folder, note))))
  return found.includes(true)
}
