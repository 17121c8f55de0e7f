/**
 * Builds examples/hello cold, warm and after a one-line change, beside the same commands typed by hand with the runtimes
 * already there. All in one run, since only the ratios mean something. `npm run bench`, after `npm run demo -- --check`.
 */
import { appendFile, cp, mkdtemp, readdir, rm, stat } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { execa } from "execa"

const root = join(import.meta.dirname, "..")
const beampack = join(root, "dist/beampack/bin/beampack")
const work = await mkdtemp(join(tmpdir(), "beampack-bench-"))
const app = join(work, "hello")
const cache = join(work, "cache")
const mirror = process.env.BEAMPACK_MIRROR ?? join(root, ".demo/mirror")

interface Row {
  readonly what: string
  readonly seconds: number
  readonly bytes: number
}

try {
  const generated = /node_modules|_build|priv\/static/
  await cp(join(root, "examples/hello"), app, { recursive: true, filter: (path) => !generated.test(path) })
  const cold = await measured("beampack, nothing cached", build)
  const warm = await measured("beampack, again", build)
  await appendFile(join(app, "lib/hello/counter.ex"), "\n# one line more\n")
  const changed = await measured("beampack, one line changed", build)
  const plain = await measured("the same commands by hand", byHand)
  print([plain, cold, warm, changed], plain)
} finally {
  await rm(work, { recursive: true, force: true })
}

async function build(): Promise<string> {
  const out = join(work, "out")
  await execa(beampack, ["build", app, "--out", out, "--cache", cache], { env: { BEAMPACK_MIRROR: mirror } })
  return out
}

/** One command after the other, on the runtimes that the builds above have installed; npm's cache is warm. */
async function byHand(): Promise<string> {
  const layers = join(cache, "beampack/layers")
  const path = ["elixir", "erlang", "node"].map((name) => join(layers, name, "bin")).join(":")
  const env = { PATH: `${path}:/usr/bin:/bin`, MIX_ENV: "prod", npm_config_cache: join(layers, "npm-cache") }
  const run = (cwd: string, command: string): Promise<unknown> => execa(command, { cwd, env, shell: true })
  await run(app, "mix deps.get --only prod")
  await run(app, "mix compile")
  await run(join(app, "assets"), "npm ci --prefer-offline")
  await run(app, "mix assets.deploy")
  await run(app, "mix release --overwrite")
  return app
}

async function measured(what: string, work: () => Promise<string>): Promise<Row> {
  const start = performance.now()
  const result = await work()
  return { what, seconds: (performance.now() - start) / 1000, bytes: await size(result) }
}

async function size(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).size))
  return sizes.reduce((sum, bytes) => sum + bytes, 0)
}

function print(rows: readonly Row[], base: Row): void {
  for (const { what, seconds, bytes } of rows) {
    const ratio = (seconds / base.seconds).toFixed(2)
    const line = [what.padEnd(28), `${seconds.toFixed(1)} s`.padStart(8), `x${ratio}`, `${(bytes / 1e6).toFixed(1)} MB`]
    process.stdout.write(`${line.join("  ")}\n`)
  }
}
