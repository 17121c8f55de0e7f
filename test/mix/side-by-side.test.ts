import { chmod } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import type { Env } from "../../lib/core/env.ts"
import { exists, readIfExists } from "../../lib/io/files.ts"
import { compileSideBySide } from "../../lib/mix/side-by-side.ts"
import { isAlive } from "../support/alive.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { eventually } from "../support/eventually.ts"
import { hexPackageOf } from "../support/hex-package.ts"

const alpha = hexPackageOf("alpha")
const beta = hexPackageOf("beta", { needs: ["alpha"] })
const gamma = hexPackageOf("gamma")

const sources = {
  "mix.exs": `defmodule Hello.MixProject do
  use Mix.Project
  def project, do: [app: :hello, deps: [{:beta, "~> 1.0"}, {:gamma, "~> 1.0"}]]
end
`,
  "mix.lock": `%{\n  ${[alpha, beta, gamma].map(({ entry }) => entry).join(",\n  ")},\n}\n`,
  "deps/alpha/lib/alpha.ex": "defmodule Alpha do\nend\n",
}

/** What stands for Elixir speaks as our task does. `compile` is what it does with `$app`, after it has noted its name; `says` comes before. */
function elixir(compile: string, says: string): string {
  return `#!/bin/sh
for mark; do :; done
echo "lock $MIX_OS_CONCURRENCY_LOCK" >>locks
echo "a warning about mix.exs"
printf '%s waiting %s\\n' "$mark" "alpha " "$mark" "beta alpha" "$mark" "gamma "
echo "$mark ${says}"
while read -r app <&3; do
  echo "==> $app"
  echo "$app" >>compiled
  ${compile}
  echo "$mark done"
done
`
}

interface Sights {
  readonly log: readonly string[]
  readonly env: Env
  readonly app: string
  compiled(): Promise<readonly string[]>
}

const two = { MIX_OS_DEPS_COMPILE_PARTITION_COUNT: "2" }

async function build(
  compile: string,
  { version = "1.18.3", vars = two, files = {}, signal = new AbortController().signal, at = "", says = "ready" } = {},
): Promise<Sights> {
  const app = at || (await tempDir())
  await writeFiles(app, { ...sources, ...files, ".bin/elixir": elixir(compile, says) })
  await chmod(join(app, ".bin/elixir"), 0o755)
  const log: string[] = []
  const env = { PATH: `${join(app, ".bin")}:${process.env.PATH}`, ...vars }
  const now = await compileSideBySide(version, {
    app,
    env,
    purpose: "production",
    signal,
    output: (event) => log.push(event.text),
  })
  const { PATH, ...rest } = now
  expect(PATH).toBe(env.PATH)
  const compiled = async (): Promise<readonly string[]> =>
    ((await readIfExists(join(app, "compiled"))) ?? "").split("\n").slice(0, -1)
  return { log, env: rest, app, compiled }
}

it("has workers compile what is not compiled, and shows what each dependency prints in one piece", async () => {
  const { log, app, compiled, env } = await build('sleep 0.1; echo "Generated $app app" >&2')
  const [first, ...rest] = log
  expect(first).toBe("Compiling 3 dependencies, 2 at a time")
  expect(rest.slice(-2)).toEqual(["==> beta", "Generated beta app"])
  expect(rest.length).toBe(6)
  for (const name of ["alpha", "gamma"]) {
    expect(rest[rest.indexOf(`==> ${name}`) + 1]).toBe(`Generated ${name} app`)
  }
  expect((await compiled()).toSorted()).toEqual(["alpha", "beta", "gamma"])
  expect(await readIfExists(join(app, "locks"))).toBe("lock 0\nlock 0\n")
  expect(env).toEqual(two)
})

it.each([
  { what: "fails", compile: 'if [ "$app" = alpha ]; then echo broken; echo "$mark failed"; continue; fi' },
  { what: "ends its worker", compile: 'if [ "$app" = alpha ]; then echo broken; kill -KILL $$; fi' },
])("leaves to Mix one that $what, with what leans on it", async ({ compile }) => {
  const { log, compiled } = await build(compile)
  expect((await compiled()).toSorted()).toEqual(["alpha", "gamma"])
  expect(log).toContain("==> gamma")
  const at = log.indexOf("==> alpha")
  expect(log.slice(at, at + 3)).toEqual(["==> alpha", "broken", "Mix tries alpha again"])
})

it.each([
  { what: "speak no sense", says: "done" },
  { what: "know nothing of it", says: "unfit" },
])("leaves all to Mix, without a word, when the workers $what", async ({ says }) => {
  const { app, log, compiled } = await build("", { says })
  expect(await exists(join(app, "locks"))).toBe(true)
  expect(log).toEqual([])
  expect(await compiled()).toEqual([])
})

it.each<{ what: string; options: Parameters<typeof build>[1] }>([
  { what: "all is compiled", options: { files: compiledAll() } },
  { what: "there is too little to do", options: { vars: { MIX_OS_DEPS_COMPILE_PARTITION_COUNT: "" } } },
  { what: "the user wants one after the other", options: { vars: { MIX_OS_DEPS_COMPILE_PARTITION_COUNT: "1" } } },
  { what: "Elixir is too old", options: { version: "1.13.4" } },
  { what: "Mix does it itself", options: { version: "1.19.5" } },
])("starts no worker when $what", async ({ options }) => {
  const { app, env, log } = await build("", options)
  expect(env).toEqual(options?.vars ?? two)
  expect(log).toEqual([])
  expect(await exists(join(app, "locks"))).toBe(false)
})

it("has Mix do it from Elixir 1.19 on, where there is enough to do and room for it", async () => {
  const more = ["delta", "epsilon"].map((name) => hexPackageOf(name))
  const files = {
    "mix.exs": sources["mix.exs"].replace("deps: [", 'deps: [{:delta, "~> 1.0"}, {:epsilon, "~> 1.0"}, '),
    "mix.lock": `%{\n  ${[alpha, beta, gamma, ...more].map(({ entry }) => entry).join(",\n  ")},\n}\n`,
    "deps/alpha/lib/alpha.ex": "#".repeat(1_000_000),
  }
  const { env } = await build("", { version: "1.19.5", vars: {} as typeof two, files })
  expect(Number(env.MIX_OS_DEPS_COMPILE_PARTITION_COUNT)).toBeGreaterThan(1)
})

it("ends its workers when another step fails", async () => {
  const stop = new AbortController()
  const app = await tempDir()
  const compile = "echo $$ >>pids; sleep 60"
  const building = build(compile, { signal: stop.signal, at: app })
  const pids = async (): Promise<readonly number[]> =>
    ((await readIfExists(join(app, "pids"))) ?? "").split("\n").slice(0, -1).map(Number)
  await eventually(async () => (await pids()).length === 2)
  stop.abort(new Error("another step failed"))
  await expect(building).rejects.toThrow("another step failed")
  expect((await pids()).filter(isAlive)).toEqual([])
})

function compiledAll(): Record<string, string> {
  const names = ["alpha", "beta", "gamma"]
  return Object.fromEntries(names.map((name) => [`_build/prod/lib/${name}/.mix/compile.elixir_scm`, ""]))
}
