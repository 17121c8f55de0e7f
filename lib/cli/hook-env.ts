import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Env } from "../core/env.ts"

/** What a developer's shell, npm script or git hook sets, no platform does, and would make the build differ from one there. */
const local =
  /^(MIX_|HEX_(?!VERSION$)|ERL_|ELIXIR_ERL|RELEASE_|npm_|NODE_ENV$|NODE_OPTIONS$|BEAMPACK_APP_|GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX|COMMON_DIR|OBJECT_DIRECTORY)$)/

/** The shell's environment as the hooks get it. Config vars do not come from here. */
export function hookEnv(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !local.test(name)))
}

/** Makes ENV_DIR: one file for each config var, for the owner's eyes only. */
export async function writeEnvDir(dir: string, vars: Env): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  for (const [name, value] of Object.entries(vars)) await writeFile(join(dir, name), value ?? "", { mode: 0o600 })
}
