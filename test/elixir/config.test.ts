// biome-ignore-all lint/suspicious/noTemplateCurlyInString: bash writes its variables like that
import { describe, expect, it } from "vitest"
import { readApp } from "../../lib/app/app.ts"
import type { Env } from "../../lib/core/env.ts"
import { elixirConfig } from "../../lib/elixir/config.ts"
import { type Files, tempApp } from "../support/app.ts"
import { plainApp } from "../support/apps.ts"

const file = "elixir_buildpack.config"

async function config(text: string, env: Env = {}, files: Files = {}) {
  return elixirConfig(await readApp(await tempApp({ ...plainApp, [file]: text, ...files })), env)
}

async function notes(text: string, files: Files = {}): Promise<readonly string[]> {
  return (await config(text, {}, files)).notes.map((note) => `${note.kind}: ${note.text}`)
}

describe("elixirConfig", () => {
  it("reads what is set, each with its line", async () => {
    const origin = (line: number) => ({ kind: "file", file, line })
    const text = "hook_compile=make\nalways_rebuild=true\ntest_args='--seed 0'\n"
    expect(await config(text)).toMatchObject({
      hooks: { hook_compile: { value: "make", origin: origin(1) } },
      freshCache: { value: true, origin: origin(2) },
      testArgs: { value: "--seed 0", origin: origin(3) },
      notes: [],
    })
  })

  it.each(["", "always_rebuild=\n"])("lets %j leave the cache to us", async (text) => {
    expect((await config(text)).freshCache).toBeUndefined()
  })

  it("puts in the config vars", async () => {
    expect((await config('test_args="--seed ${SEED:-0}"', { SEED: "7" })).testArgs?.value).toBe("--seed 7")
  })
})

describe("elixirConfig by our own names", () => {
  const old = "hook_compile=make\nhook_pre_compile=pwd\nalways_rebuild=true\ntest_args=--slow\n"
  const toml = `[com.beampack]
elixir = "1.18.4"
cache = true
test_args = ["--only", "area:sign up"]
hook_compile = "mix compile"
`

  it("takes project.toml before the old file", async () => {
    const origin = (line: number) => ({ kind: "file", file: "project.toml", line })
    expect(await config(old, {}, { "project.toml": toml })).toMatchObject({
      freshCache: { value: false, origin: origin(3) },
      testArgs: { value: "'--only' 'area:sign up'", origin: origin(4) },
      hooks: { hook_compile: { value: "mix compile", origin: origin(5) }, hook_pre_compile: { value: "pwd" } },
    })
  })

  it("takes variables before both", async () => {
    const env = { BEAMPACK_CACHE: "false", BEAMPACK_TEST_ARGS: "--seed 0", BEAMPACK_HOOK_COMPILE: "rake" }
    const origin = (name: string) => ({ kind: "env", name })
    expect(await config(old, env, { "project.toml": toml })).toMatchObject({
      freshCache: { value: true, origin: origin("BEAMPACK_CACHE") },
      testArgs: { value: "--seed 0", origin: origin("BEAMPACK_TEST_ARGS") },
      hooks: { hook_compile: { value: "rake", origin: origin("BEAMPACK_HOOK_COMPILE") } },
    })
  })

  it("leaves the old names of hooks to the old file", async () => {
    expect((await config("", { BEAMPACK_POST_COMPILE: "pwd" })).hooks.post_compile).toBeUndefined()
  })
})

describe("elixirConfig notes", () => {
  it("variables that nobody reads", async () => {
    const { notes: told } = await config("", { BEAMPACK_KEEPS: "s3cr3t" })
    expect(told).toEqual([
      { kind: "warning", text: "BEAMPACK_KEEPS is set, but nothing reads it: did you mean BEAMPACK_KEEP?" },
    ])
  })

  it("nothing about the settings of today, nor about empty ones", async () => {
    const names = ["pre_fetch_dependencies", "pre_compile", "compile", "post_compile"]
    const hooks = names.map((name) => `hook_${name}=pwd\n`).join("")
    const others = "erlang_version=27.3.4\nrelease=true\nruntime_path=/app\npost_compile=\nconfig_vars_to_export=()\n"
    expect(await notes(`${hooks}${others}test_args=\nelixir_version=1.18.4\nalways_rebuild=false\n`)).toEqual([])
  })

  it("what became of old settings, in the order of the file", async () => {
    const text = "runtime_path=/srv\nconfig_vars_to_export=(A\n  B)\npost_compile=pwd\npre_compile=pwd\n"
    expect(await notes(text)).toMatchInlineSnapshot(`
      [
        "detail: elixir_buildpack.config:1: runtime_path does not move the app; Mix is told that it runs at /srv",
        "detail: elixir_buildpack.config:2: config_vars_to_export is not needed: the build has every config var",
        "warning: elixir_buildpack.config:4: post_compile is an old name, and runs as before: write hook_post_compile",
        "warning: elixir_buildpack.config:5: pre_compile is an old name, and runs as before: write hook_pre_fetch_dependencies",
      ]
    `)
  })

  it.each([
    ["/app/", []],
    ["//app/.", []],
    ["/srv/shop//", ["runtime_path does not move the app; Mix is told that it runs at /srv/shop"]],
    ["app", ["runtime_path is not an absolute path, and counts as not set"]],
  ])("what becomes of runtime_path=%s", async (value, told) => {
    const texts = (await notes(`runtime_path=${value}\n`)).map((note) => note.replace(/^.*config:1: /, ""))
    expect(texts).toEqual(told)
  })

  it("settings that nobody reads, in each file of its own", async () => {
    const files = { "releases_buildpack.config": "app_relative_paht=apps/web\nrelease=true\n" }
    expect(
      await notes("realease=true\napp_relative_path=apps/web\nNAME=x\nhook_compile=$NAME\n", files),
    ).toMatchInlineSnapshot(`
      [
        "warning: elixir_buildpack.config:1 sets realease, which nothing reads: did you mean release?",
        "warning: elixir_buildpack.config:2 sets app_relative_path, which nothing reads: what commands need is set as a config var",
        "warning: releases_buildpack.config:1 sets app_relative_paht, which nothing reads: did you mean app_relative_path?",
        "warning: releases_buildpack.config:2 sets release, which nothing reads: what commands need is set as a config var",
      ]
    `)
  })
})
