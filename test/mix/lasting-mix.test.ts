import { chmod } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it, onTestFinished } from "vitest"
import type { Env } from "../../lib/core/env.ts"
import { type ClassicLayers, classicLayers } from "../../lib/heroku/layers.ts"
import { exists, readIfExists } from "../../lib/io/files.ts"
import { type LastingMix, lastingMix } from "../../lib/mix/lasting-mix.ts"
import { isAlive } from "../support/alive.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { eventually } from "../support/eventually.ts"

/** What stands for Elixir speaks as our task does: each word of a task is something that it does. */
const elixir = `#!${process.execPath}
const { appendFileSync } = require("node:fs")
const { Socket } = require("node:net")
const { createInterface } = require("node:readline")
const mark = process.argv.at(-1)
const say = (text) => process.stdout.write(text + "\\n")
const deeds = {
  pid: () => say(String(process.pid)),
  env: (name) => say(name + "=" + process.env[name]),
  fail: () => { console.error("** (Mix) it failed"); process.exit(3) },
  die: () => process.kill(process.pid, "SIGKILL"),
  wait: () => new Promise((resolve) => setTimeout(resolve, 60_000)),
}
appendFileSync("dumps", process.env.ERL_CRASH_DUMP_SECONDS + "\\n")
appendFileSync("started", process.pid + "\\n")
if (process.env.ELIXIR_IS_BROKEN) { say("no such thing"); process.exit(1) }
;(async () => {
  for await (const line of createInterface({ input: new Socket({ fd: 3 }) })) {
    const [changes, task] = line.split("\\t").map((part) => part.split(" ").filter(Boolean).map(decodeURIComponent))
    say("a warning about mix.exs")
    if (process.env.ELIXIR_IS_UNFIT) { say(mark + " unfit"); continue }
    say(mark + " begun")
    for (const change of changes) {
      const [name, value] = change.split("=")
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
    for (const word of task) await deeds[word.split(":")[0]]?.(word.split(":")[1])
    if (task.includes("last")) process.exit(0)
    say(mark + " done")
  }
  say("good bye")
  appendFileSync("took leave", "")
  process.exit(0)
})()
`

interface Bench {
  readonly mix: LastingMix
  readonly app: string
  readonly layers: ClassicLayers
  /** What came of a task: its exit code and what it printed, or that it was not run. */
  did(task: string, env?: Env, signal?: AbortSignal): Promise<readonly (string | number | undefined)[]>
  started(): Promise<readonly number[]>
}

async function bench(): Promise<Bench> {
  const app = await tempDir()
  await writeFiles(app, { ".bin/elixir": elixir })
  await chmod(join(app, ".bin/elixir"), 0o755)
  const mix = lastingMix()
  const layers = classicLayers(await tempDir())
  onTestFinished(() => mix[Symbol.asyncDispose]())
  const base = { PATH: `${join(app, ".bin")}:${process.env.PATH}`, MIX_ENV: "prod" }
  return {
    mix,
    app,
    layers,
    did: async (task, env = {}, signal = new AbortController().signal) => {
      const log: string[] = []
      const output = (event: { readonly text: string }): number => log.push(event.text)
      const ending = await mix.run(task.split(" "), { app, layers, env: { ...base, ...env }, output, signal })
      if (ending === undefined) return ["not run", ...log]
      expect(ending.lines).toEqual(log)
      return [ending.exitCode ?? ending.signal, ...log.filter((line) => line !== "a warning about mix.exs")]
    },
    started: async () => ((await readIfExists(join(app, "started"))) ?? "").split("\n").filter(Boolean).map(Number),
  }
}

it("runs one task after the other in one process, each with its environment", async () => {
  const { did, started } = await bench()
  const [code, pid] = await did("pid")
  expect(code).toBe(0)
  expect(await did("pid env:A", { A: "one two" })).toEqual([0, pid, "A=one two"])
  expect(await did("env:A")).toEqual([0, "A=undefined"])
  expect(await started()).toEqual([Number(pid)])
})

it("shows what was printed while it read the project, once it does something", async () => {
  const { mix, app, layers } = await bench()
  const log: string[] = []
  const env = { PATH: `${join(app, ".bin")}:${process.env.PATH}` }
  const output = (event: { readonly text: string }): number => log.push(event.text)
  await mix.run(["nothing"], { app, layers, env, output, signal: new AbortController().signal })
  expect(log).toEqual(["a warning about mix.exs"])
})

it("tells how a task failed; the next one finds another process", async () => {
  const { did, started } = await bench()
  expect(await did("fail")).toEqual([3, "** (Mix) it failed"])
  expect(await did("die")).toEqual(["SIGKILL"])
  expect((await did("pid"))[0]).toBe(0)
  expect((await started()).length).toBe(3)
})

it.each([
  ["ELIXIR_IS_BROKEN", "ends before it begins"],
  ["ELIXIR_IS_UNFIT", "would run it in another way"],
])("does nothing and says nothing when it %s", async (name) => {
  const { did } = await bench()
  expect(await did("pid", { [name]: "1" })).toEqual(["not run"])
  expect((await did("pid"))[0]).toBe(0)
})

it("does nothing where there is no Elixir, or where Mix is measured", async () => {
  const { did, started } = await bench()
  expect(await did("pid", { PATH: "/nowhere" })).toEqual(["not run"])
  expect(await did("pid", { MIX_PROFILE: "compile" })).toEqual(["not run"])
  expect(await started()).toEqual([])
})

it.each([
  ["that has left something behind", async ({ did }: Bench) => did("last")],
  ["for another MIX_ENV", async ({ did }: Bench) => did("pid", { MIX_ENV: "staging" })],
  ["that is not to be asked again", async ({ mix }: Bench) => mix.renew()],
])("asks another process after one %s", async (_, between) => {
  const one = await bench()
  const [, first] = await one.did("pid")
  await between(one)
  const [code, second] = await one.did("pid")
  expect(code).toBe(0)
  expect(second).not.toBe(first)
  expect(isAlive(Number(first))).toBe(false)
})

it("runs one at a time", async () => {
  const { did } = await bench()
  const stop = new AbortController()
  const first = did("wait", {}, stop.signal).catch((error: Error) => error.message)
  expect(await did("pid")).toEqual(["not run"])
  stop.abort(new Error("another step failed"))
  expect(await first).toBe("another step failed")
})

it("starts before it is needed, reads nothing, and ends with the build", async () => {
  const { mix, app, layers, did, started } = await bench()
  const env = { PATH: `${join(app, ".bin")}:${process.env.PATH}`, MIX_ENV: "prod" }
  await mix.prepare({ app, layers, env, signal: new AbortController().signal })
  await eventually(async () => (await started()).length === 1)
  const [pid] = await started()
  expect(await did("pid")).toEqual([0, String(pid)])
  await mix[Symbol.asyncDispose]()
  expect(isAlive(Number(pid))).toBe(false)
})

describe("one that was foreseen", () => {
  async function foreseen(env: Env = {}) {
    const one = await bench()
    const all = { PATH: `${join(one.app, ".bin")}:${process.env.PATH}`, MIX_ENV: "prod", ...env }
    one.mix.foresee({ app: one.app, env: all, signal: new AbortController().signal, scripts: "/from/the/last/build" })
    await eventually(async () => (await one.started()).length === 1)
    const [pid] = await one.started()
    return { ...one, all, pid }
  }

  it("does what it is told", async () => {
    const { mix, app, layers, all, pid, did } = await foreseen()
    await mix.prepare({ app, layers, env: all, signal: new AbortController().signal })
    expect(await did("pid")).toEqual([0, String(pid)])
  })

  it.each<Env>([{}, { ERL_CRASH_DUMP_SECONDS: "5" }])(
    "leaves no crash dump when it loses its runtime, and what %j says holds for tasks",
    async (env) => {
      const { app, did, pid } = await foreseen(env)
      expect(await readIfExists(join(app, "dumps"))).toBe("0\n")
      const value = env.ERL_CRASH_DUMP_SECONDS
      expect(await did("pid env:ERL_CRASH_DUMP_SECONDS", env)).toEqual([
        0,
        String(pid),
        `ERL_CRASH_DUMP_SECONDS=${value}`,
      ])
    },
  )

  it("uses the layer with its scripts, which would else be removed as one that no build needs", async () => {
    const { layers, did, pid } = await foreseen()
    expect(await did("pid")).toEqual([0, String(pid)])
    expect(layers.usedLayers().map(({ name }) => name)).toContain("lasting-mix")
  })

  it("is ended when it was started for another MIX_ENV", async () => {
    const { mix, app, layers, all, pid, did } = await foreseen({ MIX_ENV: "staging" })
    await mix.prepare({ app, layers, env: { ...all, MIX_ENV: "prod" }, signal: new AbortController().signal })
    expect(isAlive(Number(pid))).toBe(false)
    expect((await did("pid"))[1]).not.toBe(String(pid))
  })

  it("is ended when it runs on other runtimes than those of this build, which may be in the cache as well", async () => {
    const { mix, app, layers, all, pid, did } = await foreseen()
    const env = { ...all, PATH: `${join(app, "elixir/bin")}:${all.PATH}` }
    await mix.prepare({ app, layers, env, signal: new AbortController().signal })
    expect(isAlive(Number(pid))).toBe(false)
    expect((await did("pid"))[1]).not.toBe(String(pid))
  })

  it("is ended when what it runs on is no more", async () => {
    const { mix, pid, did } = await foreseen()
    await mix.renew()
    expect(isAlive(Number(pid))).toBe(false)
    expect((await did("pid"))[1]).not.toBe(String(pid))
  })

  it.each([
    ["without a word when it was not needed", false],
    ["in its own way when it was", true],
  ])("ends %s", async (_, isNeeded) => {
    const { mix, app, pid, did } = await foreseen()
    if (isNeeded) await did("pid")
    await mix[Symbol.asyncDispose]()
    expect(isAlive(Number(pid))).toBe(false)
    expect(await exists(join(app, "took leave"))).toBe(isNeeded)
  })
})
