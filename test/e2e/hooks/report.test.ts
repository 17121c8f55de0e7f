import { existsSync } from "node:fs"
import { rm } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { tempDir, writeFiles } from "../../support/app.ts"
import { phoenixApp, plainApp } from "../../support/apps.ts"
import { eventually } from "../../support/eventually.ts"
import { startHeroku } from "../../support/heroku.ts"
import { copyOfTree, runHook } from "../../support/hook.ts"

/** A report without what differs from machine to machine. */
function stable(report: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(report).map(([key, value]) => [
    key,
    /(duration|_start)$/.test(key) ? typeof value : value,
  ])
  return { ...Object.fromEntries(entries), distro: typeof report.distro, arch: typeof report.arch }
}

it("tells what a build was", async () => {
  const heroku = await startHeroku()
  const build = await heroku.push({ ...phoenixApp, ".tool-versions": "erlang 27.3.4.2\n" })
  expect(build.exitCode).toBe(0)
  expect(stable(build.report)).toMatchInlineSnapshot(`
    {
      "arch": "string",
      "assets": "alias",
      "assets_duration": "number",
      "assets_start": "number",
      "beampack_version": "0.1.0",
      "buildpack": "beampack/phoenix",
      "compile_duration": "number",
      "compile_start": "number",
      "deps_duration": "number",
      "deps_start": "number",
      "distro": "string",
      "duration": "number",
      "elixir_cache_hit": false,
      "elixir_version": "1.18.4",
      "elixir_version_origin": "mix.exs:8",
      "erlang_cache_hit": false,
      "erlang_version": "27.3.4.2",
      "erlang_version_origin": ".tool-versions:1",
      "former-release_duration": "number",
      "former-release_start": "number",
      "hex_cache_hit": false,
      "hex_version": "2.2.2",
      "hex_version_origin": "newest that fits",
      "keep_duration": "number",
      "keep_start": "number",
      "mix_env": "prod",
      "node_cache_hit": false,
      "node_duration": "number",
      "node_start": "number",
      "node_version": "24.11.0",
      "node_version_origin": "newest LTS",
      "package_manager": "npm",
      "packages_duration": "number",
      "packages_start": "number",
      "phoenix": true,
      "purpose": "production",
      "rebar3_cache_hit": false,
      "rebar3_version": "3.24.0",
      "rebar3_version_origin": "newest that fits",
      "release": "hello",
      "release_duration": "number",
      "release_start": "number",
      "restore_duration": "number",
      "restore_start": "number",
      "result": "success",
      "runtimes_duration": "number",
      "runtimes_start": "number",
      "stack": "heroku-24",
      "tidy_duration": "number",
      "tidy_start": "number",
      "umbrella": false,
    }
  `)
  const flat = ["string", "number", "boolean"]
  expect(Object.values(build.report).filter((value) => !flat.includes(typeof value))).toEqual([])

  const second = await heroku.push(phoenixApp)
  expect(second.report).toMatchObject({ erlang_cache_hit: true, node_cache_hit: true, result: "success" })
})

it("tells how far a build came that failed, and why", async () => {
  const heroku = await startHeroku()
  const build = await heroku.push({ ...plainApp, "elixir_buildpack.config": "hook_compile='exit 3'\n" })
  expect(build.exitCode).toBe(1)
  expect(stable(build.report)).toMatchInlineSnapshot(`
    {
      "arch": "string",
      "assets": "none",
      "beampack_version": "0.1.0",
      "buildpack": "beampack/phoenix",
      "compile_duration": "number",
      "compile_start": "number",
      "deps_duration": "number",
      "deps_start": "number",
      "distro": "string",
      "duration": "number",
      "elixir_cache_hit": false,
      "elixir_version": "1.18.4",
      "elixir_version_origin": "mix.exs:8",
      "erlang_cache_hit": false,
      "erlang_version": "27.3.4.2",
      "erlang_version_origin": "newest that fits",
      "failure_id": "hook/failed",
      "failure_title": "hook_compile failed (exit 3)",
      "mix_env": "prod",
      "phoenix": false,
      "purpose": "production",
      "restore_duration": "number",
      "restore_start": "number",
      "result": "failure",
      "runtimes_duration": "number",
      "runtimes_start": "number",
      "stack": "heroku-24",
      "umbrella": false,
    }
  `)
})

it("names a config var instead of its value", async () => {
  const heroku = await startHeroku()
  await heroku.origin.close()
  const { report } = await heroku.push(plainApp)
  expect(report).toMatchObject({ result: "failure", failure_id: "download/unreachable" })
  expect(report.failure_title).toMatch(/^Cannot reach \$BEAMPACK_MIRROR\/builds\//)
})

it("has each buildpack's own part after two URLs", async () => {
  const heroku = await startHeroku()
  const elixir = await heroku.push(phoenixApp, { trees: ["beampack-elixir"] })
  expect(elixir.report).toMatchObject({ buildpack: "beampack/elixir", erlang_version: "27.3.4.2", release: "hello" })
  expect(elixir.report).not.toHaveProperty("node_version")
  const both = await heroku.push(phoenixApp, { trees: ["beampack-elixir", "beampack-static"] })
  expect(both.report).toMatchObject({ buildpack: "beampack/static", node_version: "24.11.0", release: "hello" })
  expect(both.report).not.toHaveProperty("erlang_version")
})

it.each([
  ["SIGTERM", { result: "failure", failure_id: "build/interrupted" }],
  ["SIGKILL", {}],
] as const)("says nothing stale about a build that is ended by %s", async (signal, expected) => {
  const heroku = await startHeroku()
  await heroku.push(plainApp)
  const files = { ...plainApp, "elixir_buildpack.config": "hook_compile='touch started; sleep 60'\n" }
  const { build, running } = await heroku.start(files)
  await eventually(async () => existsSync(join(build, "started")))
  running.kill(signal)
  await running.done
  const { stdout } = await runHook(await copyOfTree("beampack"), "report", [build, heroku.cache, build])
  const { result, failure_id } = JSON.parse(stdout)
  expect({ result, failure_id }).toEqual(expected)
})

it.each([
  ["nothing was built", {}],
  ["its place is taken by something else", { "beampack/report.json/file": "" }],
  ["the cache is somebody else's", { beampack: "a file" }],
])("is empty when %s", async (_, files) => {
  const cache = await writeFiles(await tempDir("cache"), files)
  const tree = await copyOfTree("beampack")
  for (const args of [[cache, cache, cache], [cache, `${cache}/none`, cache], []]) {
    expect(await runHook(tree, "report", args)).toEqual({ exitCode: 0, stdout: "{}\n", stderr: "" })
  }
})

it("needs no Node", async () => {
  const heroku = await startHeroku()
  const { report } = await heroku.push(plainApp)
  const tree = await copyOfTree("beampack")
  await rm(join(tree, "node"), { recursive: true })
  await rm(join(tree, "lib"), { recursive: true })
  const { stdout } = await runHook(tree, "report", ["/app", heroku.cache, "/env"])
  expect(JSON.parse(stdout)).toEqual(report)
})
