import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import { appendFile, chmod, mkdir, readdir, readFile, realpath } from "node:fs/promises"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { parse } from "yaml"
import { type Files, tempDir, writeFiles } from "./app.ts"
import {
  copyOfTree,
  type HookResult,
  ownNode,
  type RunningHook,
  runHook,
  stableLog,
  startHook,
  type TreeName,
} from "./hook.ts"
import { type Origin, startOrigin } from "./origin.ts"
import { type StubCall, stubCalls, stubMirror } from "./toolchain.ts"

interface PushOptions {
  /** The hook that builds: `compile` unless given. */
  readonly hook?: "compile" | "test-compile"
  /** The buildpacks of the app, in order: the pair unless given. A path is the folder of somebody else's. */
  readonly trees?: readonly (TreeName | `/${string}`)[]
  /** In their place a tree that `npm run package` made, run where it lies. */
  readonly packaged?: string
  /** Config vars, which become ENV_DIR, in addition to BEAMPACK_MIRROR, which `undefined` leaves out. */
  readonly vars?: Readonly<Record<string, string | undefined>> | undefined
  /** Variables of the platform. */
  readonly env?: Readonly<Record<string, string>>
  /** A command that runs the hooks. */
  readonly by?: readonly string[]
  /** The hooks run as nobody, who owns BUILD_DIR; who is not root now runs them as he is. */
  readonly unprivileged?: boolean
}

/** A build of an app that is under way. */
interface Push {
  readonly build: string
  readonly running: RunningHook
}

/** A build of an app that has ended. */
export interface Build extends HookResult {
  /** BUILD_DIR as the last hook left it. */
  readonly dir: string
  readonly envDir: string
  /** What it printed to stdout and stderr, fit for a snapshot. */
  readonly log: string
  readonly errors: string
  /** The calls of the stubs, in order. */
  readonly calls: readonly StubCall[]
  /** What the last buildpack's bin/release prints. */
  readonly processes: Readonly<Record<string, string>> | undefined
  /** What the last buildpack's bin/report prints. */
  readonly report: Readonly<Record<string, unknown>>
  /** The trees that were run, each with its `export`. */
  readonly trees: readonly string[]
}

/** A platform with one app on it: its builds have a BUILD_DIR each and share CACHE_DIR. */
export interface Heroku {
  readonly origin: Origin
  /** The folder that the origin serves. */
  readonly mirror: string
  readonly cache: string
  /** Runs the hooks of a build to their end, or to the first that fails. */
  push(files: Files, options?: PushOptions): Promise<Build>
  /** Starts bin/compile of the pair. */
  start(files: Files, options?: PushOptions): Promise<Push>
}

/** Where a mirror keeps the Erlang/OTP that the hooks of these tests take. */
export const otpBuilds = `builds/otp/${process.arch === "arm64" ? "arm64" : "amd64"}/ubuntu-24.04`

const NOBODY = "65534"

/** Starts a platform whose hooks get their runtimes from a mirror full of stubs. */
export async function startHeroku(): Promise<Heroku> {
  const { dir: mirror } = await stubMirror()
  const origin = await startOrigin(mirror)
  const cache = join(await tempDir("cache"), "cache")

  async function prepare(files: Files, options: PushOptions) {
    const work = await tempDir("build")
    const dirs = { build: join(work, "build_1f2e3d"), env: join(work, "env"), calls: join(work, "calls.jsonl") }
    await mkdir(dirs.env)
    await mkdir(dirs.build)
    await writeFiles(dirs.build, files)
    await writeFiles(dirs.env, configVars({ BEAMPACK_MIRROR: origin.url, ...options.vars }))
    const { packaged } = options
    const trees = packaged ? [packaged] : await Promise.all((options.trees ?? ["beampack"]).map(tree))
    const drop = options.unprivileged && process.getuid?.() === 0
    if (drop) {
      for (const folder of [...trees.map(dirname), dirname(cache)]) await chmod(folder, 0o755)
      // The checkout, where the tree's Node is, may lie in a folder that only root can enter.
      if (!packaged) for (const tree of trees) await ownNode(tree)
      await promisify(execFile)("chown", ["-R", NOBODY, work])
    }
    const by = drop ? ["setpriv", `--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"] : options.by
    return { ...dirs, trees, by, exported: join(work, "export"), platform: { STUB_LOG: dirs.calls, ...options.env } }
  }

  return {
    origin,
    mirror,
    cache,
    push: async (files, options = {}) => {
      const { build, env, calls, trees, by, exported, platform } = await prepare(files, options)
      const text = { stdout: "", stderr: "" }
      let exitCode: number | undefined = 0
      let source: string | undefined
      for (const tree of trees) {
        const hook = { env: platform, source, by }
        const result = await runHook(tree, options.hook ?? "compile", [build, cache, env], hook)
        text.stdout += result.stdout
        text.stderr += result.stderr
        exitCode = result.exitCode
        if (exitCode !== 0) break
        // Where the buildpack's folder is read-only, there is none.
        await appendFile(exported, await readFile(join(tree, "export")).catch(() => ""))
        source = exported
      }
      const last = trees.findLast(isOurs) ?? ""
      const release = await runHook(last, "release", [build])
      const report = await runHook(last, "report", [build, cache, env])
      const folders = { BUILD_DIR: build, CACHE_DIR: cache, ENV_DIR: env, MIRROR: mirror }
      const said = { stdout: inPlace(text.stdout, build), stderr: inPlace(text.stderr, build) }
      return {
        ...said,
        exitCode,
        dir: build,
        envDir: env,
        log: stableLog(said.stdout, folders),
        errors: stableLog(said.stderr, folders),
        calls: JSON.parse(inPlace(JSON.stringify(await stubCalls(calls)), build)),
        processes: parse(release.stdout).default_process_types,
        report: JSON.parse(report.stdout),
        trees,
      }
    },
    start: async (files, options = {}) => {
      const { build, env, trees, by, platform } = await prepare(files, options)
      const [tree = ""] = trees
      return { build, running: startHook(tree, "compile", [build, cache, env], { env: platform, by }) }
    },
  }
}

/** A text that names BUILD_DIR by where it lies while it is built. */
function inPlace(text: string, build: string): string {
  return text.replace(/\/tmp\/(?:[\w.-]+\/)*beampack-[0-9a-f]{8}(?![0-9a-f])/g, build)
}

async function tree(name: TreeName | `/${string}`): Promise<string> {
  return name.startsWith("/") ? name : copyOfTree(name as TreeName)
}

function isOurs(tree: string): boolean {
  return existsSync(join(tree, "buildpack.toml"))
}

function configVars(vars: Readonly<Record<string, string | undefined>>): Files {
  return Object.fromEntries(Object.entries(vars).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** What the stubs were told to do, one command line each. */
export function commandLines(calls: readonly StubCall[], ...names: readonly string[]): readonly string[] {
  return calls.filter(({ name }) => names.includes(name)).map(({ name, args }) => [name, ...args].join(" "))
}

/** The folder of the layer of a cache that was used last of those with a name. */
export function layerPath(cache: string, name: string): Promise<string> {
  return realpath(join(cache, "beampack/layers", name))
}

/** The names of the layers that a cache says to be complete. */
export async function completeLayers(cache: string): Promise<readonly string[]> {
  const names = await readdir(join(cache, "beampack", "layers")).catch(() => [])
  const files = names.filter((name) => name.endsWith(".json"))
  return files.map((name) => name.slice(0, -".json".length).replace(/-[0-9a-f]{12}$/, ""))
}

/** The paths of all files below a folder, sorted. */
export async function filesBelow(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .toSorted()
}

/** The files below a folder that hold a text. */
export async function filesWith(dir: string, text: string): Promise<readonly string[]> {
  const files = await filesBelow(dir)
  const contents = await Promise.all(files.map((file) => readFile(join(dir, file), "latin1").catch(() => "")))
  return files.filter((_, index) => contents[index]?.includes(text))
}
