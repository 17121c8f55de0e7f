import { spawn } from "node:child_process"
import { copyFile, cp, mkdir, realpath, rm, symlink } from "node:fs/promises"
import { join } from "node:path"
import { onTestFinished } from "vitest"
import { tempDir } from "./app.ts"
import { testDay } from "./today.ts"

/** The trees of `npm run build`: the pair, and each buildpack alone. */
export type TreeName = "beampack" | "beampack-elixir" | "beampack-static"

const dist = join(import.meta.dirname, "..", "..", "dist")

/** A tree of its own for one test, since bin/compile writes `export` into it. */
export async function copyOfTree(name: TreeName): Promise<string> {
  const tree = join(await tempDir("tree"), name)
  await cp(join(dist, name), tree, { recursive: true, verbatimSymlinks: true })
  // What an earlier build of this checkout left for the buildpack after it.
  await rm(join(tree, "export"), { force: true })
  const node = await realpath(join(dist, name, "node", "bin", "node"))
  await rm(join(tree, "node"), { recursive: true })
  await mkdir(join(tree, "node", "bin"), { recursive: true })
  await symlink(node, join(tree, "node", "bin", "node"))
  return tree
}

/** Puts the program itself in the place of the link to Node. */
export async function ownNode(tree: string): Promise<void> {
  const link = join(tree, "node", "bin", "node")
  const node = await realpath(link)
  await rm(link)
  await copyFile(node, link)
}

export interface HookOptions {
  /** Added to the platform's own HOME, LANG, PATH and STACK, and the day, which are all that a hook gets. */
  readonly env?: Readonly<Record<string, string>> | undefined
  /** The `export` file of the buildpack before, which is sourced first. */
  readonly source?: string | undefined
  /** A command that runs the hook, such as `setpriv --reuid 65534`. */
  readonly by?: readonly string[] | undefined
}

export interface HookResult {
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
}

export interface RunningHook {
  readonly done: Promise<HookResult>
  /** Sends a signal to the hook alone. */
  kill(signal: NodeJS.Signals): void
}

// The shell of a platform's builder stays what it was; it only sources what the buildpack before has left, if anything.
const sourcing = 'set -eu; [ ! -f "$1" ] || . "$1"; shift; exec "$@"'

/** Starts a hook of a tree as Heroku does. It and all that it starts are gone when the test ends. */
export function startHook(tree: string, hook: string, args: readonly string[], options: HookOptions = {}): RunningHook {
  const sourced = options.source === undefined ? [] : ["bash", "-c", sourcing, "-", options.source]
  const [command = "", ...rest] = [...(options.by ?? []), ...sourced, join(tree, "bin", hook), ...args]
  const child = spawn(command, rest, {
    env: { HOME: "/app", LANG: "en_US.UTF-8", PATH: "/usr/bin:/bin", STACK: "heroku-24", ...testDay, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  })
  const endGroup = (): void => {
    try {
      process.kill(-(child.pid ?? 0), "SIGKILL")
    } catch {
      // Nothing of it is left.
    }
  }
  onTestFinished(endGroup)
  const text = { stdout: "", stderr: "" }
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (part: string) => {
      text[stream] += part
    })
  }
  return {
    done: new Promise((resolve, reject) => {
      child.on("error", reject)
      child.on("close", (exitCode) => resolve({ exitCode: exitCode ?? undefined, ...text }))
    }),
    kill: (signal) => child.kill(signal),
  }
}

/** Runs a hook to its end. */
export async function runHook(
  tree: string,
  hook: string,
  args: readonly string[],
  options?: HookOptions,
): Promise<HookResult> {
  return startHook(tree, hook, args, options).done
}

/** A log without what differs from run to run: folders by their names, ports, durations, sizes, digests and the machine. */
export function stableLog(text: string, folders: Readonly<Record<string, string>>): string {
  const named = Object.entries(folders).reduce((log, [name, folder]) => log.replaceAll(folder, name), text)
  return named
    .replace(/127\.0\.0\.1:\d+/g, "origin")
    .replace(/Done in [\dm.]+s/g, "Done in 0.0s")
    .replace(/\d+ of \d+ bytes/g, "N of M bytes")
    .replace(/\b([0-9a-f]{128}|[0-9a-f]{64})\b/g, "DIGEST")
    .replace(/(\/layers\/\w+)-[0-9a-f]{12}\b/g, "$1-DIGEST")
    .replace(/linux-(x64|arm64)/g, "linux-ARCH")
    .replace(/otp\/(amd64|arm64)/g, "otp/ARCH")
}
