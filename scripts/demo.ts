/**
 * Builds examples/hello with the pair, serves it and prints where. `--check` ends it once the page and its assets were
 * fetched; `--port` chooses the port; `--dir` is where the mirror, the cache and the built app are kept.
 */
import { existsSync } from "node:fs"
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
const demo = options.dir
const beampack = join(root, "dist/beampack/bin/beampack")
const upstream = "https://builds.hex.pm/builds/elixir/builds.txt"

const began = performance.now()
const timings: [what: string, seconds: string][] = []

const mirror = process.env.BEAMPACK_MIRROR ?? (await ownMirror())
const out = join(demo, "hello")
await timed("build examples/hello", () =>
  command(["build", join(root, "examples/hello"), "--out", out, "--cache", join(demo, "cache")], mirror),
)

const port = options.port ?? String(await freePort())
const web = execa(beampack, ["run", out, "web", "--port", port], {
  stdio: ["ignore", "inherit", "inherit"],
  // Two demos on one machine must not want the same node name.
  env: { RELEASE_DISTRIBUTION: "none" },
  reject: false,
})
const url = `http://localhost:${port}/`
const page = await timed("start and fetch the page", () => Promise.race([pageWithAssets(url), web.then(ended)]))

say(`\n${page.map(({ path, status, bytes }) => `  ${status}  ${path}  ${bytes} bytes`).join("\n")}\n`)
say(timings.map(([what, seconds]) => `  ${seconds.padStart(6)} s  ${what}`).join("\n"))
say(`  ${seconds(began).padStart(6)} s  in all\n`)
if (options.check) web.kill()
else say(`Hello is served at ${url} (Ctrl-C ends it)\n`)
await web

/** Undefined when upstream can be reached; else a mirror made from the distribution's packages and npm. */
async function ownMirror(): Promise<string | undefined> {
  const reached = await fetch(upstream, { method: "HEAD", signal: AbortSignal.timeout(3000) }).then(
    (response) => response.ok,
    () => false,
  )
  if (reached) return undefined
  const dir = join(demo, "mirror")
  if (!existsSync(join(dir, "dist"))) await timed("make a mirror", () => command(["mirror", dir, "--from-apt"]))
  return dir
}

function command(args: readonly string[], mirror?: string): Promise<unknown> {
  return execa(beampack, args, { stdio: "inherit", env: mirror === undefined ? {} : { BEAMPACK_MIRROR: mirror } })
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

function ended(): never {
  throw new Error("the web process ended before it served the page")
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
