/**
 * Builds examples/hello with the pair, serves it and prints where. `--check` ends it once the page and its assets were
 * fetched; `--port` chooses the port; `--dir` is where the mirror, the cache and the built app are kept.
 */
import { join } from "node:path"
import { parseArgs } from "node:util"
import { execa } from "execa"
import { freePort } from "./free-port.ts"
import { pageWithAssets } from "./page.ts"

const root = join(import.meta.dirname, "..")
const { values: options } = parseArgs({
  options: {
    check: { type: "boolean" },
    port: { type: "string" },
    dir: { type: "string", default: join(root, ".demo") },
  },
})
const beampack = join(root, "dist/beampack/bin/beampack")
const upstream = "https://builds.hex.pm/builds/elixir/builds.txt"

const began = performance.now()
const timings: [what: string, seconds: string][] = []

const mirror = process.env.BEAMPACK_MIRROR ?? (await ownMirror())
const out = join(options.dir, "hello")
const cache = join(options.dir, "cache")
await timed("build examples/hello", () =>
  command(["build", join(root, "examples/hello"), "--out", out, "--cache", cache], mirror),
)
await serve(options.port ?? String(await freePort()))

/** Undefined when upstream can be reached; else a mirror made from the distribution's packages and npm. */
async function ownMirror(): Promise<string | undefined> {
  const reached = await fetch(upstream, { method: "HEAD", signal: AbortSignal.timeout(3000) }).then(
    (response) => response.ok,
    () => false,
  )
  if (reached) return undefined
  const dir = join(options.dir, "mirror")
  await timed("make a mirror, or see that it is there", () => command(["mirror", dir, "--from-apt"]))
  return dir
}

/** Serves the built app until a signal, or with --check until its page was fetched. */
async function serve(port: string): Promise<void> {
  const web = execa(beampack, ["run", out, "web", "--port", port], {
    stdio: ["ignore", "inherit", "inherit"],
    // Two demos on one machine must not want the same node name.
    env: { RELEASE_DISTRIBUTION: "none" },
    // A group of its own, since the BEAM answers Ctrl-C with a menu; it gets a SIGTERM from us instead.
    detached: true,
    reject: false,
  })
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => web.kill())
  const url = `http://localhost:${port}/`
  try {
    const ended = web.then(() => Promise.reject(new Error("the web process ended before it served the page")))
    const page = await timed("start and fetch the page", () => Promise.race([pageWithAssets(url), ended]))
    say(`\n${page.map(({ path, status, bytes }) => `  ${status}  ${path}  ${bytes} bytes`).join("\n")}\n`)
    say(timings.map(([what, seconds]) => `  ${seconds.padStart(6)} s  ${what}`).join("\n"))
    say(`  ${seconds(began).padStart(6)} s  in all\n`)
    if (options.check) web.kill()
    else say(`Hello is served at ${url} (Ctrl-C ends it)\n`)
  } catch (error) {
    say(`\n${url} does not serve the page: ${error instanceof Error ? error.message : error}`)
    process.exitCode = 1
    web.kill()
  }
  await web
}

/** Runs beampack. When it fails it has said why, and so we end as well. */
async function command(args: readonly string[], mirror?: string): Promise<void> {
  const env = mirror === undefined ? {} : { BEAMPACK_MIRROR: mirror }
  const { exitCode } = await execa(beampack, args, { stdio: "inherit", env, reject: false })
  if (exitCode !== 0) process.exit(exitCode ?? 1)
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now()
  const result = await work()
  timings.push([what, seconds(start)])
  return result
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1)
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
