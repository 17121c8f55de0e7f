import { createHash } from "node:crypto"
import { mkdir, realpath } from "node:fs/promises"
import { homedir } from "node:os"
import { basename, isAbsolute, join, resolve } from "node:path"
import type { Env } from "../core/env.ts"
import { renderProcfile } from "../core/launch.ts"
import { readProcesses } from "../heroku/result.ts"
import { remove, writeAtomic } from "../io/files.ts"
import { exec } from "../io/run.ts"
import { requireApp } from "./app-folder.ts"
import type { CliContext } from "./context.ts"
import { readEnvFile } from "./env-file.ts"
import { hookEnv, writeEnvDir } from "./hook-env.ts"
import { openOut, replaceOut } from "./out-folder.ts"
import { copySource } from "./source-copy.ts"

/** Folders and a file as they were typed, from where the command runs. */
export interface BuildOptions {
  readonly out: string
  readonly cache?: string
  readonly envFile?: string
  readonly procfile?: boolean
}

/**
 * Runs detect, compile and release on a copy of the app, as Heroku does; the copy becomes the result only when all is
 * well. Returns the exit code of the hook that failed, or 0.
 */
export async function build(appFolder: string, options: BuildOptions, context: CliContext): Promise<number> {
  const { output, signal } = context
  const configVars = await readEnvFile(options.envFile)
  await requireApp(appFolder, "build")
  const app = await realpath(appFolder)
  const cache = resolve(options.cache ?? defaultCache(app, context.env))
  const place = await openOut(resolve(options.out), app)
  try {
    const dirs = { build: join(place.work, "app"), env: join(place.work, "env") }
    const env = hookEnv(context.env)
    const secrets = options.envFile === undefined ? [] : [resolve(options.envFile)]
    await copySource(app, dirs.build, { env, output, signal, except: [place.out, place.work, cache, ...secrets] })
    await writeEnvDir(dirs.env, configVars)
    await mkdir(cache, { recursive: true }).catch(() => {}) // bin/compile has the words for it.

    for (const [hook, args] of [
      ["detect", [dirs.build]],
      ["compile", [dirs.build, cache, dirs.env]],
      ["release", [dirs.build]],
    ] as const) {
      const exitCode = await runHook(join(context.root, "bin", hook), args, { cwd: place.work, env })
      signal.throwIfAborted()
      if (exitCode !== 0) return exitCode
    }

    if (options.procfile) {
      await writeAtomic(join(dirs.build, "Procfile"), renderProcfile(await readProcesses(dirs.build)))
    }
    await replaceOut(place, dirs.build)
  } finally {
    await remove(place.work)
  }
  output({ kind: "step", text: `Built into ${place.out}` })
  output({ kind: "detail", text: `Start it with: beampack run ${options.out}` })
  return 0
}

/** What bin/compile says is the log, for humans; the answers of the other hooks are for the platform. */
function runHook(hook: string, args: readonly string[], child: { cwd: string; env: Env }): Promise<number> {
  const to = basename(hook) === "compile" ? "&2" : "/dev/null"
  return exec("/bin/sh", ["-c", `exec "$0" "$@" >${to}`, hook, ...args], child)
}

/** As on Heroku each app has a cache of its own. https://specifications.freedesktop.org/basedir-spec/ */
function defaultCache(app: string, env: Env): string {
  const xdg = env.XDG_CACHE_HOME
  const home = xdg && isAbsolute(xdg) ? xdg : join(env.HOME || homedir(), ".cache")
  const key = createHash("sha256").update(app).digest("hex").slice(0, 8)
  return join(home, "beampack", `${basename(app)}-${key}`)
}
