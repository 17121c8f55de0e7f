/**
 * What a hook costs before it plans: the launcher, Node and the bundle, from the start of bin/compile of `npm run build` to the
 * first line of its log. The app is refused right after that, so that nothing else is in the figure. `--runs` is how often.
 */
import { spawn } from "node:child_process"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"

const { values } = parseArgs({ options: { runs: { type: "string", default: "30" } } })
const hook = join(import.meta.dirname, "../dist/beampack/bin/compile")
const node = join(import.meta.dirname, "../dist/beampack/node/bin/node")

const work = await mkdtemp(join(tmpdir(), "bench-start-"))
try {
  const dirs = ["build", "cache", "env"].map((name) => join(work, name))
  for (const dir of dirs) await mkdir(dir)
  await writeFile(join(work, "build/mix.exs"), "defmodule Hello.MixProject do\nend\n")
  // Refused by whoever reads it, before anybody is asked for versions.
  await writeFile(join(work, "build/project.toml"), "[\n")
  await run(hook, dirs)
  report("the hook, to its first line", await measure(hook, dirs))
  report("Node alone", await measure(node, ["--eval", "console.log(1)"]))
} finally {
  await rm(work, { recursive: true })
}

/** In milliseconds, in order. */
async function measure(command: string, args: readonly string[]): Promise<readonly number[]> {
  const times: number[] = []
  for (let count = 0; count < Number(values.runs); count++) times.push(await run(command, args))
  return times.toSorted((a, b) => a - b)
}

/** Runs a command to its end, and tells after how many milliseconds it said something. */
function run(command: string, args: readonly string[]): Promise<number> {
  const began = performance.now()
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "ignore"] })
  let said: number | undefined
  child.stdout.on("data", () => {
    said ??= performance.now() - began
  })
  child.on("error", reject)
  child.on("close", () => (said === undefined ? reject(new Error(`${command} says nothing`)) : resolve(said)))
  return promise
}

function report(what: string, times: readonly number[]): void {
  const median = times[Math.floor(times.length / 2)] ?? Number.NaN
  process.stdout.write(`${what}: ${median.toFixed(0)} ms, at best ${(times[0] ?? Number.NaN).toFixed(0)} ms\n`)
}
