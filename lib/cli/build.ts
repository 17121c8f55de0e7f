import { mkdir, mkdtemp, readdir, rename, writeFile } from "node:fs/promises"
import { homedir } from "node:os"
import { basename, dirname, join, resolve } from "node:path"
import dedent from "dedent"
import type { Env } from "../core/env.ts"
import { BuildpackError } from "../core/error.ts"
import { renderProcfile } from "../core/launch.ts"
import { readProcesses } from "../heroku/result.ts"
import { exists, remove } from "../io/files.ts"
import { exec, run } from "../io/run.ts"
import type { CliContext } from "./context.ts"
import { readEnvFile } from "./env-file.ts"
import { copySource } from "./source-tree.ts"

export interface BuildOptions {
  readonly out: string
  readonly cache?: string
  readonly envFile?: string
  readonly procfile?: boolean
}

/** Runs detect, compile and release on a copy of the app, as Heroku does; the copy becomes the result only when all is well. */
export async function build(app: string, options: BuildOptions, context: CliContext): Promise<number> {
  const out = resolve(options.out)
  const cache = resolve(options.cache ?? join(context.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "beampack"))
  const configVars = await readEnvFile(options.envFile)
  await refuseForeignFolder(out)

  await mkdir(dirname(out), { recursive: true })
  const work = await mkdtemp(join(dirname(out), `.${basename(out)}-build-`))
  try {
    const dirs = { build: join(work, "app"), env: join(work, "env") }
    await copySource(resolve(app), dirs.build, context.env)
    await writeEnvDir(dirs.env, configVars)
    await mkdir(cache, { recursive: true })

    const hook = (name: string): string => join(context.root, "bin", name)
    const child = { cwd: work, env: hookEnv(context.env) }
    const detected = await exec(hook("detect"), [dirs.build], child)
    if (detected !== 0) return detected
    const compiled = await exec(hook("compile"), [dirs.build, cache, dirs.env], child)
    if (compiled !== 0) return compiled
    await run(hook("release"), [dirs.build], child)

    if (options.procfile && !(await exists(join(dirs.build, "Procfile")))) {
      await writeFile(join(dirs.build, "Procfile"), renderProcfile(await readProcesses(dirs.build)))
    }
    await remove(out)
    await rename(dirs.build, out)
  } finally {
    await remove(work)
  }
  context.output({ kind: "step", text: `Built into ${out}` })
  context.output({ kind: "detail", text: `Start it with: beampack run ${options.out}` })
  return 0
}

/** Only a former result, or nothing, is ever replaced. */
async function refuseForeignFolder(out: string): Promise<void> {
  const entries = await readdir(out).catch((): string[] => [])
  if (entries.length > 0 && !entries.includes(".beampack")) throw outNotEmpty(out)
}

async function writeEnvDir(dir: string, vars: Env): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  for (const [name, value] of Object.entries(vars)) await writeFile(join(dir, name), value ?? "", { mode: 0o600 })
}

/** The shell's own environment, less what would make the build differ from a platform's. */
function hookEnv(env: Env): Env {
  const own = /^(MIX_|HEX_|ERL_|ELIXIR_ERL|RELEASE_|npm_|NODE_ENV$|NODE_OPTIONS$|BEAMPACK_APP_)/
  return Object.fromEntries(Object.entries(env).filter(([name]) => !own.test(name)))
}

function outNotEmpty(out: string): BuildpackError {
  return new BuildpackError("cli/out-not-empty", `${out} is not a former result`, {
    help: dedent`
      The built app replaces that folder, and what it holds now was not built by beampack.
      Choose another with --out DIR, or empty it yourself.
    `,
  })
}
