import { readFile } from "node:fs/promises"
import { resolve } from "node:path"
import type { Buildpack } from "./core/buildpack.ts"
import { BuildpackError } from "./core/error.ts"
import { visible } from "./core/visible.ts"
import { arrows, renderError } from "./heroku/output.ts"
import { explainDisk } from "./io/disk-error.ts"

/** The folder that holds bin/, lib/ and buildpack.toml. */
const root = resolve(import.meta.dirname, "..")

/** Our buildpacks by id, in the order in which they build. */
const loaders: Readonly<Record<string, () => Promise<Buildpack>>> = {
  "beampack/elixir": async () => (await import("./elixir/buildpack.ts")).elixir,
  "beampack/static": async () => (await import("./static/buildpack.ts")).statics,
}
const order = Object.keys(loaders)

/** Buildpacks by the id in buildpack.toml: what a tree is, its descriptor says. */
const groups: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(order.map((id) => [id, [id]])),
  "beampack/phoenix": order,
}

interface Descriptor {
  readonly id: string
  readonly version: string
  readonly name: string
  readonly buildpacks: readonly Buildpack[]
}

/** What this tree is, from its buildpack.toml. */
async function readDescriptor(): Promise<Descriptor> {
  const text = await readFile(resolve(root, "buildpack.toml"), "utf8")
  const { parse } = await import("smol-toml")
  const { buildpack } = parse(text) as { buildpack?: Partial<Omit<Descriptor, "buildpacks">> }
  const { id = "", version, name } = buildpack ?? {}
  const loads = groups[id]?.flatMap((one) => loaders[one] ?? [])
  if (loads === undefined || version === undefined || name === undefined) {
    throw new Error(`${root}/buildpack.toml names no buildpack of ours`)
  }
  return { id, version, name, buildpacks: await Promise.all(loads.map((load) => load())) }
}

/** The user's Node options are kept from our own process by the launcher; the app's tools get them. */
function environment(): Record<string, string | undefined> {
  const { BEAMPACK_APP_NODE_OPTIONS: nodeOptions, ...env } = process.env
  return nodeOptions === undefined ? env : { ...env, NODE_OPTIONS: nodeOptions }
}

/** Runs what argv names and returns the exit code. */
async function main(door: string | undefined, args: readonly string[], signal: AbortSignal): Promise<number> {
  const { id, version, name, buildpacks } = await readDescriptor()
  const env = environment()
  switch (door) {
    case "compile": {
      const { compile } = await import("./heroku/compile.ts")
      await compile({ root, id, version, buildpacks, args, env, output: arrows(process.stdout), signal })
      return 0
    }
    case "test-compile": {
      const { testCompile } = await import("./heroku/test-compile.ts")
      await testCompile({ root, id, version, buildpacks, args, env, output: arrows(process.stdout), signal })
      return 0
    }
    case "build": {
      const [{ build }, { bullets }] = await Promise.all([import("./cnb/build.ts"), import("./cnb/output.ts")])
      const output = bullets(process.stdout, `${name} (${id} ${version})`)
      await build({ root, version, buildpacks, order, app: process.cwd(), env, output, signal })
      return 0
    }
    case "cli": {
      const { commandLine } = await import("./cli/program.ts")
      const print = (text: string): unknown => process.stdout.write(text)
      return commandLine(args, {
        root,
        version,
        buildpacks,
        makeMirror: async (request) => (await import("./mirror/mirror.ts")).makeMirror({ root, ...request }),
        makeLock: async (request) => (await import("./toolchain/lock.ts")).makeLock(request),
        lockCover: async (text) => (await import("./toolchain/lock-cover.ts")).lockCover(text),
        listVersions: async (request) => (await import("./toolchain/version-lists.ts")).listVersions(request),
        env,
        output: arrows(process.stderr),
        print,
        signal,
      })
    }
    default:
      throw new Error(`beampack has no hook called ${door}`)
  }
}

/** The one place where a failure is printed; one that we did not foresee is our bug and shows its stack. */
function report(failure: unknown): void {
  const error = explainDisk(failure)
  // A bar may stand where the cursor is.
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K")
  if (error instanceof BuildpackError) process.stderr.write(`${renderError(error)}\n`)
  else process.stderr.write(` !     beampack itself failed; this is a bug in it.\n${visible(inspect(error))}\n`)
}

function inspect(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

const interrupted = new AbortController()
/** What we end with when the work fails, which it does once a signal is there; work that ends in spite of it has its own. */
let failureCode = 1
const signalExitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const
for (const [name, exitCode] of Object.entries(signalExitCodes)) {
  process.on(name, () => {
    failureCode = exitCode
    interrupted.abort()
  })
}

// Whoever read our output has gone, as in `beampack plan | head -1`: we end as quietly as SIGPIPE would end us.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error
    process.exitCode ||= 141
    interrupted.abort()
  })
}

try {
  const exitCode = await main(process.argv[2], process.argv.slice(3), interrupted.signal)
  process.exitCode ||= exitCode
} catch (error) {
  process.exitCode ||= failureCode
  if (!interrupted.signal.aborted) report(error)
  // What goes on beside the failure, such as another request, has no purpose any more.
  interrupted.abort()
}
