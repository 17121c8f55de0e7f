import { readdir, realpath } from "node:fs/promises"
import { basename, dirname, join, relative, resolve } from "node:path"
import type { Env } from "../core/env.ts"
import type { OutputEvent } from "../core/output.ts"
import type { StepContext } from "../core/step.ts"
import { run } from "../io/run.ts"
import { readTree } from "../io/tree.ts"
import { type MovedManifests, moveManifestsIn } from "./manifest-files.ts"

/**
 * `there`: what was compiled in the app's folder is to count as compiled at a path where the app runs; `next`: where a later
 * buildpack finds it; `back`: the other way round.
 */
export type Move = "there" | "next" | "back"

/**
 * Changes the folder in what Mix's compiler has noted about the app and its path dependencies. A note of a form that
 * we do not know is left as it is: then Mix does what it always does.
 */
export async function moveManifests(move: Move, path: string, context: StepContext): Promise<void> {
  const { env, output, signal } = context
  // Mix notes the real path.
  const app = await realpath(context.app)
  const [from, to] = move === "back" ? [path, app] : [app, path]
  const { found, failures } = await moveAll(app, env, (folder) => moveManifestsIn(folder, from, to))
  signal.throwIfAborted()
  // What was not moved is compiled once more in a build, and nobody has to do anything about it.
  if (move !== "there") return
  if (found === 0) return output(await nothingFound(context))
  if (failures.length === 0) return
  output({
    kind: "warning",
    text: "Mix may compile the app once more when it starts: its manifests could not be changed",
  })
  for (const { file, why } of failures) output({ kind: "tool", text: `${relative(app, file)}: ${why}` })
}

/** Before 1.15 Mix does not care in which folder it has compiled. */
async function nothingFound({ app, env, signal }: StepContext): Promise<OutputEvent> {
  const { stdout } = await run("elixir", ["--version"], { cwd: app, env, signal })
  return /^Elixir 1\.(\d|1[0-4])\./m.test(stdout)
    ? { kind: "detail", text: "Mix has compiled nothing, or not below the app's folder" }
    : {
        kind: "warning",
        text: "Mix may compile the app once more when it starts: nothing was found that it has compiled",
      }
}

/**
 * Does the work in the folders in which Mix may have built. Where that is is told by variables
 * (https://hexdocs.pm/mix/Mix.html#module-environment-variables) or by `build_path:` in mix.exs.
 */
async function moveAll(
  app: string,
  { MIX_BUILD_PATH: path, MIX_BUILD_ROOT: root }: Env,
  work: (buildFolder: string) => Promise<MovedManifests>,
): Promise<MovedManifests> {
  const each = async (folders: readonly string[]) => together(await Promise.all(folders.map(work)))
  if (path !== undefined) return work(resolve(app, path))
  const moved = await each(await foldersIn(resolve(app, root ?? "_build")))
  return moved.found > 0 || root !== undefined ? moved : each(await foldersBelow(app))
}

async function foldersIn(root: string): Promise<readonly string[]> {
  const names = await readdir(root).catch(() => [])
  return names.toSorted().map((name) => join(root, name))
}

/** All that have a folder `lib`. */
async function foldersBelow(app: string): Promise<readonly string[]> {
  const entries = await readTree(app, () => false)
  return entries
    .filter(({ kind, path }) => kind === "folder" && basename(path) === "lib")
    .map(({ path }) => join(app, dirname(path)))
}

function together(all: readonly MovedManifests[]): MovedManifests {
  return {
    found: all.reduce((sum, { found }) => sum + found, 0),
    failures: all.flatMap(({ failures }) => failures),
  }
}
