import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { tempDir } from "../../support/app.ts"
import { mixExs, phoenixApp, plainApp } from "../../support/apps.ts"
import { type Build, commandLines, filesBelow, startHeroku } from "../../support/heroku.ts"
import { copyOfTree, type HookResult, runHook } from "../../support/hook.ts"
import { stubCalls } from "../../support/toolchain.ts"

const testCompile = { hook: "test-compile" } as const

/** Runs bin/test as the platform does: `.profile.d` is loaded, HOME is the app's folder, and nothing of ours is around. */
async function runTests(build: Build, env: Readonly<Record<string, string>> = {}) {
  const tree = await copyOfTree("beampack")
  await rm(join(tree, "node"), { recursive: true })
  await rm(join(tree, "lib"), { recursive: true })
  const log = join(await tempDir(), "calls.jsonl")
  const loading = 'for script in "$HOME"/.profile.d/*.sh; do . "$script"; done; exec "$@"'
  const result: HookResult = await runHook(tree, "test", [build.dir, build.envDir], {
    env: { HOME: build.dir, STUB_LOG: log, ...env },
    by: ["bash", "-c", loading, "-"],
  })
  return { ...result, calls: await stubCalls(log) }
}

it("prepares a Phoenix app for its tests, without assets and without a release", async () => {
  const heroku = await startHeroku()
  const build = await heroku.push(phoenixApp, testCompile)
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(build.log).toMatchInlineSnapshot(`
    "-----> Planning the build (beampack/elixir, beampack/static)
           Erlang/OTP 27.3.4.2 (newest that fits)
             not 28.0.2: this Elixir 1.18.4 is compiled with Erlang/OTP 27
           Elixir     1.18.4   (mix.exs:8 asks for ~> 1.17)
           Hex        2.2.2    (newest that fits)
           rebar3     3.24.0   (newest that fits)
    -----> Installing Erlang/OTP and Elixir
           Installing Erlang/OTP 27.3.4.2
           Installing Elixir 1.18.4
           Installing Hex 2.2.2
           Installing rebar3 3.24.0
           Done in 0.0s
    -----> Fetching dependencies
           mix deps.get
           All dependencies are up to date
           Done in 0.0s
    -----> Compiling hello
           mix compile
           Compiling 1 file (.ex)
           Generated hello app
           Done in 0.0s
    -----> Tests
           mix test
    "
  `)
  expect(build.calls.filter(({ name }) => name === "mix").map(({ env }) => env.MIX_ENV)).toEqual(["test", "test"])
  expect(
    (await filesBelow(build.dir)).filter((file) => !(file in phoenixApp) && !/layers|erlang|elixir/.test(file)),
  ).toMatchInlineSnapshot(`
    [
      ".beampack/hex/archives/hex-2.2.2-otp-27/hex-2.2.2-otp-27/ebin/hex.app",
      ".beampack/rebar3/rebar3",
      ".beampack/test",
      ".profile.d/beampack-phoenix.sh",
      "_build/test/lib/hello/ebin/hello.app",
    ]
  `)
  expect(build.report).toMatchObject({ purpose: "test", mix_env: "test", result: "success" })
  expect(build.report).not.toHaveProperty("release")
})

it("runs the tests without Node and without the cache, with what they print as it is", async () => {
  const heroku = await startHeroku()
  const build = await heroku.push(phoenixApp, testCompile)
  await rename(heroku.cache, `${heroku.cache}-gone`)
  const { calls, ...result } = await runTests(build, { STUB_PRINTS: "TAP version 13\n  ok 1\nnot ok 2\n" })
  expect(result).toEqual({ exitCode: 0, stdout: "TAP version 13\n  ok 1\nnot ok 2\n", stderr: "" })
  expect(commandLines(calls, "mix")).toEqual(["mix test"])
  expect(calls[0]).toMatchObject({
    cwd: build.dir,
    env: {
      MIX_ENV: "test",
      PATH: `${build.dir}/.beampack/elixir/bin`,
      MIX_ARCHIVES: `${build.dir}/.beampack/hex/archives`,
      MIX_REBAR3: `${build.dir}/.beampack/rebar3/rebar3`,
    },
  })
})

it.each([
  ["1", 1],
  ["2", 2],
])("ends with the exit code of mix test: %s", async (code, exitCode) => {
  const heroku = await startHeroku()
  const build = await heroku.push(plainApp, testCompile)
  expect(await runTests(build, { STUB_EXIT: code })).toMatchObject({ exitCode, stdout: "", stderr: "" })
})

it("gives mix test the words of test_args as they are", async () => {
  const heroku = await startHeroku()
  const config = `test_args="--only 'area:sign up' --formatter \\"It's.TAP\\" test/*_test.exs $SECRET '' \\\`id\\\`"\n`
  const build = await heroku.push(
    { ...plainApp, "elixir_buildpack.config": config },
    { ...testCompile, vars: { SECRET: "a$(id)b" } },
  )
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  const { calls } = await runTests(build)
  expect(calls.find(({ name }) => name === "mix")?.args).toEqual([
    "test",
    "--only",
    "area:sign up",
    "--formatter",
    "It's.TAP",
    "test/*_test.exs",
    "a$(id)b",
    "",
    "`id`",
  ])
})

it("refuses test_args with an unclosed quote, and only for tests", async () => {
  const heroku = await startHeroku()
  const files = { ...plainApp, "elixir_buildpack.config": `\ntest_args="--only 'area"\n` }
  const build = await heroku.push(files, testCompile)
  expect(build).toMatchObject({ exitCode: 1, report: { failure_id: "config/test-args" } })
  expect(await heroku.push(files)).toMatchObject({ exitCode: 0, errors: "" })
})

it("builds for the environment that the config vars name", async () => {
  const heroku = await startHeroku()
  const build = await heroku.push(plainApp, { ...testCompile, vars: { MIX_ENV: "ci" } })
  expect(build.calls.filter(({ name }) => name === "mix").map(({ env }) => env.MIX_ENV)).toEqual(["ci"])
  const { calls } = await runTests(build, { MIX_ENV: "ci" })
  expect(calls.find(({ name }) => name === "mix")?.env.MIX_ENV).toBe("ci")
})

it("shares the runtimes with a production build of the same cache, and nothing else", async () => {
  const heroku = await startHeroku()
  const production = await heroku.push(phoenixApp)
  const test = await heroku.push(phoenixApp, testCompile)
  expect(test.report).toMatchObject({ erlang_cache_hit: true, hex_cache_hit: true })
  const home = (build: Build) => build.calls.find(({ name }) => name === "mix")?.env.MIX_HOME
  expect([home(production), home(test)]).toEqual(
    ["mix-home", "mix-home-test"].map((name) => join(heroku.cache, "beampack/layers", name)),
  )
  const again = await heroku.push(phoenixApp)
  expect(again).toMatchObject({ exitCode: 0, errors: "", processes: production.processes })
  expect(again.report).toMatchObject({ erlang_cache_hit: true, node_cache_hit: true, mix_env: "prod" })
})

it("keeps nothing of what it compiles, which bin/test finds where it was compiled", async () => {
  const heroku = await startHeroku()
  const build = await heroku.push(phoenixApp, testCompile)
  const layers = await readdir(join(heroku.cache, "beampack/layers"))
  expect(layers).toContain("erlang")
  expect(layers).not.toContain("mix-build")
  const { cwd } = build.calls.find(({ args }) => args[0] === "compile") ?? {}
  expect(cwd).toBe(build.dir)
})

it("needs no release to be chosen", async () => {
  const heroku = await startHeroku()
  const files = { ...plainApp, "mix.exs": mixExs(["releases: [one: [], two: []]"]) }
  expect(await heroku.push(files, testCompile)).toMatchObject({ exitCode: 0, errors: "" })
})

it("prepares the same with two URLs", async () => {
  const heroku = await startHeroku()
  const build = await heroku.push(phoenixApp, { ...testCompile, trees: ["beampack-elixir", "beampack-static"] })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(commandLines(build.calls, "mix", "npm")).toEqual(["mix deps.get", "mix compile"])
  const { calls, exitCode } = await runTests(build)
  expect(exitCode).toBe(0)
  expect(commandLines(calls, "mix")).toEqual(["mix test"])
})

it("leaves nothing for bin/test when it fails", async () => {
  const heroku = await startHeroku()
  const build = await heroku.push({ ...plainApp, ".stub-fail": "mix compile" }, testCompile)
  expect(build.exitCode).toBe(1)
  expect(await filesBelow(build.dir)).not.toContain(".beampack/test")
})

it("says what is missing when the tests were not prepared", async () => {
  const dir = join(await tempDir(), "app")
  await mkdir(dir)
  const result = await runHook(await copyOfTree("beampack"), "test", [dir, dir])
  expect({ ...result, stderr: result.stderr.replaceAll(dir, "BUILD_DIR") }).toMatchInlineSnapshot(`
    {
      "exitCode": 1,
      "stderr": " !
     !     The app is not prepared for its tests: BUILD_DIR/.beampack/test is missing
     !
     !     bin/test-compile leaves it there, and has to run first:
     !     bin/test-compile BUILD_DIR CACHE_DIR ENV_DIR
     !
     !     Error id: test/not-compiled
     !
    ",
      "stdout": "",
    }
  `)
})

it("says how bin/test-compile is called", async () => {
  const { exitCode, stderr } = await runHook(await copyOfTree("beampack"), "test-compile", ["/app"])
  expect(exitCode).toBe(1)
  expect(stderr).toContain("Usage: bin/test-compile BUILD_DIR CACHE_DIR ENV_DIR")
})

it("runs the tests in the app's folder, wherever it is started", async () => {
  const heroku = await startHeroku()
  const build = await heroku.push(plainApp, testCompile)
  expect(await readFile(join(build.dir, ".beampack/test"), "utf8")).toBe("exec mix test\n")
  expect((await runTests(build)).calls[0]?.cwd).toBe(build.dir)
})
