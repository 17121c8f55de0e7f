import { execFileSync, spawnSync } from "node:child_process"
import { readdir, readFile, rename } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { parse } from "yaml"
import type { EnvDelta } from "../../lib/core/env.ts"
import type { LaunchSpec } from "../../lib/core/launch.ts"
import { exportScript } from "../../lib/heroku/export.ts"
import { classicLayers } from "../../lib/heroku/layers.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { isResult, readProcesses, writeResult } from "../../lib/heroku/result.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { failure } from "../support/failure.ts"

const none: LaunchSpec = { processes: {} }

function launchOf(lines: Readonly<Record<string, string>>): LaunchSpec {
  const origin = { kind: "default", why: "test" } as const
  return { processes: Object.fromEntries(Object.entries(lines).map(([type, value]) => [type, { value, origin }])) }
}

function prepend(name: string, value: string, scope: EnvDelta["scope"] = "all"): EnvDelta {
  return { scope, name, change: { action: "prepend", value, delim: ":" } }
}

/** What a process of the app is started with: its `.profile.d` sourced as on Heroku, under `set -eu` to be strict. */
function runTimeEnv(app: string, env: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const script = 'set -eu; for script in "$HOME"/.profile.d/*.sh; do . "$script"; done; exec env -0'
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script], {
    cwd: "/",
    env: { PATH: "/usr/bin:/bin", ...env, HOME: app },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
  return Object.fromEntries(stdout.split("\0").filter(Boolean).map(entryOf))
}

function entryOf(text: string): readonly [string, string] {
  const at = text.indexOf("=")
  return [text.slice(0, at), text.slice(at + 1)]
}

describe(".profile.d", () => {
  it("finds the launch layers in the app, wherever that was moved to", async () => {
    const build = await writeFiles(join(await tempDir(), "build"), { "mix.exs": "" })
    const cache = join(await tempDir(), "a cache")
    const layers = classicLayers(cache)
    const tool = await layers.open({ name: "tool", scope: "all", metadata: {} })
    const other = await layers.open({ name: "tool-for-build", scope: "build", metadata: {} })
    await writeFiles(tool.path, { "bin/hello": "#!/bin/sh\necho hello from the layer\n" })
    const deltas = [
      prepend("PATH", join(tool.path, "bin")),
      prepend("PATH", join(other.path, "bin"), "build"),
      prepend("TWICE", `${tool.path}/a:${tool.path}/b`, "launch"),
    ]
    await writeResult(build, "beampack/elixir", { layers, deltas, launch: none })

    const app = join(await tempDir(), "it's $HOME & more")
    await rename(build, app)
    await rename(cache, `${cache} is gone`)
    const env = runTimeEnv(app)

    expect(env.PATH).toBe(`${app}/.beampack/tool/bin:/usr/bin:/bin`)
    expect(env.TWICE).toBe(`${app}/.beampack/tool/a:${app}/.beampack/tool/b`)
    expect(execFileSync("/usr/bin/env", ["hello"], { env, encoding: "utf8" })).toBe("hello from the layer\n")
    expect((await readdir(join(app, ".beampack"))).toSorted()).toEqual(["release.yml", "tool"])
  })

  it("holds what is for launch, not what is for the build, and leaves the user's own values", async () => {
    const app = await tempDir("app")
    const deltas: EnvDelta[] = [
      { scope: "launch", name: "LANG", change: { action: "default", value: "C.UTF-8" } },
      { scope: "build", name: "MIX_ENV", change: { action: "override", value: "prod" } },
    ]
    await writeResult(app, "beampack/elixir", { layers: classicLayers(await tempDir()), deltas, launch: none })
    expect(runTimeEnv(app)).toMatchObject({ LANG: "C.UTF-8" })
    expect(runTimeEnv(app, { LANG: "de_AT.UTF-8" })).toMatchObject({ LANG: "de_AT.UTF-8" })
    expect(runTimeEnv(app)).not.toHaveProperty("MIX_ENV")
  })

  it("has a script of each buildpack's own", async () => {
    const app = await tempDir("app")
    const layers = classicLayers(await tempDir())
    await writeResult(app, "beampack/elixir", { layers, deltas: [prepend("X", "elixir")], launch: none })
    await writeResult(app, "beampack/static", { layers, deltas: [prepend("X", "static")], launch: none })
    expect(await readdir(join(app, ".profile.d"))).toEqual(["beampack-elixir.sh", "beampack-static.sh"])
    expect(runTimeEnv(app)).toMatchObject({ X: "static:elixir" })
  })
})

it("exports to the next buildpack what is for the build, at the paths of the build", () => {
  const deltas = [
    prepend("PATH", "/cache/beampack/layers/erlang/bin"),
    prepend("PATH", "/cache/beampack/layers/node/bin", "build"),
    prepend("PATH", "/app/only/at/run/time", "launch"),
  ]
  const script = `set -eu\n${exportScript(deltas)}printf %s "$PATH"`
  const env = { PATH: "/usr/bin" }
  expect(execFileSync("/bin/sh", ["-c", script], { env, encoding: "utf8" })).toBe(
    "/cache/beampack/layers/node/bin:/cache/beampack/layers/erlang/bin:/usr/bin",
  )
})

describe("process types", () => {
  const lines = {
    web: "bin/hello start",
    release: `bin/hello eval 'Hello.Release.migrate(repo: "main")'`,
    console: "bin/hello remote # not a comment: really",
    quotes: `sh -c "echo \\"it's\\" $PORT \`id\` {a: [b]} %d @x !y &z *"`,
    long: `bin/hello eval "${"IO.puts(1); ".repeat(30)}"`,
    blanks: "  two  blanks  ",
    colon: "a: b",
    dash: "- x",
    yes: "yes",
    "1": "012",
    null: "null",
    time: "12:30:45",
    script: "é 🎈 \u2028 \ttab",
    lines: "one\ntwo\n",
    empty: "",
  }

  it("come back from what was written, to the last byte", async () => {
    const app = await tempDir("app")
    await writeResult(app, "beampack/elixir", { layers: classicLayers(app), deltas: [], launch: launchOf(lines) })
    const { processes } = await readProcesses(app)
    expect(Object.fromEntries(Object.entries(processes).map(([type, { value }]) => [type, value]))).toEqual(lines)
    expect(processes.web?.origin).toEqual({ kind: "file", file: ".beampack/release.yml" })
  })

  it.each(["1.1", "1.2"] as const)(
    "mean the same to a reader of YAML %s, as bin/release prints them",
    async (version) => {
      const app = await tempDir("app")
      await writeResult(app, "beampack/elixir", { layers: classicLayers(app), deltas: [], launch: launchOf(lines) })
      const printed = execFileSync(join(import.meta.dirname, "../../bin/release"), [app], { encoding: "utf8" })
      expect(parse(printed, { version })).toEqual({ addons: [], default_process_types: lines })
    },
  )

  it("are written one to a line, quoted", async () => {
    const app = await tempDir("app")
    const launch = launchOf({ web: lines.web, release: lines.release, long: lines.long })
    await writeResult(app, "beampack/elixir", { layers: classicLayers(app), deltas: [], launch })
    expect(await readFile(join(app, ".beampack/release.yml"), "utf8")).toBe(
      [
        "addons: []",
        "default_process_types:",
        `  web: ${JSON.stringify(lines.web)}`,
        `  release: ${JSON.stringify(lines.release)}`,
        `  long: ${JSON.stringify(lines.long)}`,
        "",
      ].join("\n"),
    )
  })

  it("are none, and the folder is no result, before there was a build", async () => {
    const app = await tempDir("app")
    expect(await readProcesses(app)).toEqual(none)
    expect(await isResult(app)).toBe(false)
    const printed = execFileSync(join(import.meta.dirname, "../../bin/release"), [app], { encoding: "utf8" })
    expect(parse(printed)).toEqual({ default_process_types: {} })
  })

  it.each([
    "",
    "default_process_types",
    "default_process_types: [web]",
    "default_process_types: {web: 1}",
    "default_process_types: {web: {command: x}}",
    "default_process_types: {web: null}",
    "default_process_types: null",
    "addons: []",
    "[]",
    'default_process_types:\n  web: "bin/hel',
    "a: b: c",
    "\0\u0001",
  ])("are not taken from a file that holds %j", async (text) => {
    const app = await writeFiles(await tempDir("app"), { ".beampack/release.yml": text })
    expect((await failure(readProcesses(app))).id).toBe("launch/bad-release-yml")
  })

  it("in a damaged file are explained", async () => {
    const app = await writeFiles(await tempDir("app"), { ".beampack/release.yml": "[" })
    expect(renderError(await failure(readProcesses(app)))).toMatchInlineSnapshot(`
      " !
       !     The app's .beampack/release.yml is damaged
       !
       !     The build writes the process types there, as default_process_types, each with its command; what is there is
       !     something else. Build the app again: beampack build APP --out DIR
       !
       !     Error id: launch/bad-release-yml
       !"
    `)
  })

  it("may be none after a build", async () => {
    const app = await tempDir("app")
    await writeResult(app, "beampack/elixir", { layers: classicLayers(app), deltas: [], launch: none })
    expect(await readProcesses(app)).toEqual(none)
    expect(await isResult(app)).toBe(true)
  })
})
