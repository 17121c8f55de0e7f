import { execFileSync } from "node:child_process"
import { mkdir, readdir, readFile, rm, stat, symlink, truncate, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Env } from "../../lib/core/env.ts"
import type { Artifact } from "../../lib/core/runtime.ts"
import { elixir } from "../../lib/elixir/buildpack.ts"
import { keptLayer, keptWords } from "../../lib/mix/kept-layer.ts"
import { readRecord } from "../../lib/mix/kept-record.ts"
import { statics } from "../../lib/static/buildpack.ts"
import { type Files, tempDir, writeFiles } from "../support/app.ts"
import { mixExs, phoenixApp, plainApp, releaseApp } from "../support/apps.ts"
import { filesBelow } from "../support/heroku.ts"
import { type InPlace, inPlace } from "../support/in-place.ts"
import { contentsIn } from "../support/layers.ts"

const compiling = "Compiling 1 file (.ex)"
const sha = "0".repeat(40)

/** An app with a dependency, which its lock knows. */
const depsApp: Files = {
  ...releaseApp,
  "mix.exs": mixExs(["releases: [hello: []]"], ['{:part, git: "https://example.com/part.git"}']),
  "mix.lock": `%{\n  "part": {:git, "https://example.com/part.git", "${sha}", []},\n}\n`,
}

/** A place in which an app was built once. */
async function builtOnce(files: Files = plainApp, env: Env = {}): Promise<InPlace> {
  const place = await inPlace()
  const { log, error } = await place.build(files, { env })
  expect(error, log).toBeUndefined()
  expect(log).toContain(compiling)
  return place
}

const record = ({ layers }: InPlace): string => join(contentsIn(join(layers, "mix-build")), "record.json")

/** The archive of the app, or of a dependency. */
async function archive(place: InPlace, name = ""): Promise<string> {
  const part = readRecord(await readFile(record(place), "utf8"))?.parts.get(name)
  return join(record(place), `../${part?.archive}.tar`)
}

/** What `restore` and `keep` said. */
function keptLines(log: string): string {
  const steps = log.split(/^(?=\S)(?!! )/m)
  return steps.filter((step) => /^(?:Restoring|Keeping)/.test(step)).join("")
}

it("compiles once, and says what it takes from the cache", async () => {
  const place = await inPlace()
  const first = await place.build(depsApp)
  expect(first.log).toMatchInlineSnapshot(`
    "Installing Erlang/OTP and Elixir
      Installing Erlang/OTP 27.3.4.2
      Installing Elixir 1.18.4
      Installing rebar3 3.24.0
    Restoring what was compiled
      Compiling everything: nothing is there from an earlier build
    Fetching dependencies
      mix deps.get --only prod
        All dependencies are up to date
    Compiling hello
      mix compile
        Compiling 1 file (.ex)
        Generated hello app
    Assembling the release hello
      mix release hello --overwrite
        * assembling hello-0.1.0 on MIX_ENV=prod
        Release created at _build/prod/rel/hello
    Keeping what was compiled
    "
  `)
  const second = await place.build({ ...depsApp, "README.md": "new\n" })
  expect(second.log).toMatchInlineSnapshot(`
    "Installing Erlang/OTP and Elixir
      Using Erlang/OTP 27.3.4.2 from the cache
      Using Elixir 1.18.4 from the cache
      Using rebar3 3.24.0 from the cache
    Restoring what was compiled
      It is from the cache; 1 of the app's 4 files is new or changed
    Fetching dependencies
      mix deps.get --only prod
        All dependencies are up to date
    Compiling hello
      mix compile
    Assembling the release hello
      mix release hello --overwrite
        * assembling hello-0.1.0 on MIX_ENV=prod
        Release created at _build/prod/rel/hello
    Keeping what was compiled
    "
  `)
})

it("keeps neither the release nor its archive, and nothing that the lock no longer has", async () => {
  const hook = "mkdir -p deps/part deps/old _build/prod/lib/old; echo >_build/prod/hello-0.1.0.tar.gz"
  const place = await builtOnce({ ...depsApp, "elixir_buildpack.config": `hook_post_compile="${hook}"\n` })
  const list = async (name: string): Promise<string> =>
    execFileSync("tar", ["-tf", await archive(place, name)], { encoding: "utf8" })
  expect(await list("part")).toBe("deps/part/\n")
  expect(await list("")).toMatchInlineSnapshot(`
    "_build/prod/lib/
    _build/prod/lib/hello/
    _build/prod/lib/hello/.mix/
    _build/prod/lib/hello/.mix/compile.elixir
    _build/prod/lib/hello/ebin/
    _build/prod/lib/hello/ebin/hello.app
    "
  `)
})

it("keeps the same files when nothing has changed, and only notes what has not been compiled", async () => {
  const place = await builtOnce()
  const files = async (): Promise<readonly number[]> => {
    const stats = await Promise.all([stat(await archive(place)), stat(record(place))])
    return stats.map(({ ino }) => ino)
  }
  const before = await files()
  await place.build(plainApp)
  expect(await files()).toEqual(before)
  await place.build({ ...plainApp, "README.md": "new\n" })
  expect((await files())[0]).toBe(before[0])
  expect(await readFile(record(place), "utf8")).toContain("README.md")
})

describe("compiles the app's own modules anew", () => {
  it("as long as compiling writes what a fresh checkout lacks", async () => {
    const hook = "mix compile; mkdir -p priv; echo >priv/made.so"
    const files = { ...plainApp, "elixir_buildpack.config": `hook_compile="${hook}"\n` }
    const place = await builtOnce(files)
    const { log } = await place.build(files)
    expect(log).toContain("  The app's own modules are compiled anew: compiling it writes priv/made.so\n")
    expect(log).toContain(compiling)
  })

  it.each([
    ["over a file of the checkout", "priv/data/index.json"],
    ["what a bundler takes up", "assets/js/routes.js"],
  ])("as long as compiling writes %s", async (_, path) => {
    const hook = `mix compile; mkdir -p assets/js; echo written >${path}`
    const files = {
      ...plainApp,
      "priv/data/index.json": "none\n",
      "elixir_buildpack.config": `hook_compile="${hook}"\n`,
    }
    const place = await builtOnce(files)
    const { log } = await place.build(files)
    expect(log).toContain(`  The app's own modules are compiled anew: compiling it writes ${path}\n`)
    expect(log).toContain(compiling)
  })

  it("when a file has changed that its code reads", async () => {
    const files = { ...plainApp, "lib/words.ex": 'defmodule Words do\n  @words File.read!("words.txt")\nend\n' }
    const place = await builtOnce({ ...files, "words.txt": "one\n" })
    expect((await place.build({ ...files, "words.txt": "one\n" })).log).not.toContain("compiled anew")
    const { log } = await place.build({ ...files, "words.txt": "two\n" })
    expect(log).toContain("  The app's own modules are compiled anew: it may have read words.txt, which has changed\n")
  })
})

it("compiles nothing anew when compiling writes what a checkout has", async () => {
  const hook = "mix compile; rm priv/same.txt; echo same >priv/same.txt; touch priv/touched.txt"
  const files = {
    ...plainApp,
    "priv/same.txt": "same\n",
    "priv/touched.txt": "",
    "elixir_buildpack.config": `hook_compile="${hook}"\n`,
  }
  const place = await builtOnce(files)
  const { log } = await place.build(files)
  expect(log).not.toContain("anew")
  expect(log).not.toContain(compiling)
})

it("compiles nothing anew because of what is installed and built beside it", async () => {
  const place = await inPlace()
  const options = { buildpacks: [elixir, statics] }
  const { log } = await place.build(phoenixApp, options)
  expect(log).toContain(compiling)
  const again = await place.build({ ...phoenixApp, "assets/js/app.js": "console.log(2)\n" }, options)
  expect(again.error, again.log).toBeUndefined()
  expect(again.log).toContain("Building assets")
  expect(again.log).not.toContain("own modules are compiled anew")
})

it("compiles everything when a variable has another value that a dependency's code reads", async () => {
  const hook = "mkdir -p deps/part/lib; echo 'System.get_env(\\\"FLAVOUR\\\")' >deps/part/lib/part.ex"
  const files = { ...depsApp, "elixir_buildpack.config": `hook_post_compile="${hook}"\n` }
  const place = await builtOnce(files, { FLAVOUR: "one" })
  const again = await place.build(files, { env: { FLAVOUR: "one" } })
  expect(again.log).toContain("It is from the cache")
  const other = await place.build(files, { env: { FLAVOUR: "two" } })
  expect(other.log).toContain("  Compiling everything: a variable that a dependency reads has another value\n")
})

describe("compiles dependencies anew", () => {
  const row = (name: string, needs = ""): string =>
    `  "${name}": {:hex, :${name}, "1.0.0", "${name}", [:mix], [${needs}], "hexpm"},\n`
  const leaning = row("part", '{:fast, "~> 1.0", [hex: :fast, optional: true]}')
  const files: Files = { ...depsApp, "mix.lock": `%{\n${leaning}${row("aside")}${row("fast")}}\n` }

  /** What is left of what was compiled before, and what the log says. */
  async function leftAfter(change: Files, before: Files = {}) {
    const folders = ["part", "aside", "fast"].flatMap((name) => [`deps/${name}`, `_build/prod/lib/${name}/ebin`])
    const hook = { "elixir_buildpack.config": `hook_pre_compile="mkdir -p ${folders.join(" ")}"\n` }
    const place = await builtOnce({ ...files, ...before, ...hook })
    const { log } = await place.build({ ...files, ...before, ...change })
    const again = await place.build({ ...files, ...before, ...change })
    expect(again.log).not.toContain("Dependencies are")
    return { log, left: await readdir(join(place.app, "_build/prod/lib")) }
  }

  it("that may have been compiled with one that is gone", async () => {
    const { log, left } = await leftAfter({ "mix.lock": `%{\n${leaning}${row("aside")}}\n` })
    expect(log).toContain("  Dependencies are compiled anew: fast is no longer in mix.lock\n")
    expect(left).toEqual(["aside", "hello"])
  })

  it("that are configured otherwise, with what leans on them", async () => {
    const config = (setting: string): Files => ({ "config/config.exs": `import Config\nconfig :${setting}\n` })
    const { log, left } = await leftAfter(config("fast, a: 2"), config("fast, a: 1"))
    expect(log).toContain("  Dependencies are compiled anew: what the app says of fast has changed\n")
    expect(left).toEqual(["aside", "hello"])
    expect((await leftAfter(config("hello, a: 2"), config("hello, a: 1"))).left).toEqual([
      "aside",
      "fast",
      "hello",
      "part",
    ])
  })
})

it("says when what was compiled did not last until the release", async () => {
  const place = await inPlace()
  const lost = { ...releaseApp, "elixir_buildpack.config": 'hook_post_compile="rm -r _build/prod/lib/hello"\n' }
  const said = "  Mix has compiled once more: something that the app was compiled with has changed during the build\n"
  expect((await place.build(releaseApp)).log).not.toContain(said)
  expect((await place.build(lost)).log).toContain(said)
})

describe("compiles everything, and says why", () => {
  it.each<[string, Env, Env]>([
    ["was compiled with Elixir 1.17.3", { ELIXIR_VERSION: "1.17.3" }, { ELIXIR_VERSION: "1.18.4" }],
    [
      "was compiled with Erlang/OTP 27.3.4",
      { ELIXIR_VERSION: "1.18.4", ERLANG_VERSION: "27.3.4" },
      { ELIXIR_VERSION: "1.18.4", ERLANG_VERSION: "27.3.4.2" },
    ],
    ["was compiled for MIX_ENV=staging", { MIX_ENV: "staging" }, {}],
    [
      "was compiled with another CFLAGS, ERL_COMPILER_OPTIONS or the like",
      { ERL_COMPILER_OPTIONS: "deterministic" },
      { ERL_COMPILER_OPTIONS: "[deterministic,debug_info]" },
    ],
  ])("what the cache has %s", async (why, before, after) => {
    const place = await inPlace()
    await place.build(plainApp, { env: before })
    const { log, error } = await place.build(plainApp, { env: after })
    expect(error, log).toBeUndefined()
    expect(log).toContain(`  Compiling everything: what the cache has ${why}\n`)
  })

  it.each<[string, (place: InPlace) => Promise<unknown>]>([
    ["what the cache has is damaged", async (place) => truncate(await archive(place), 2000)],
    ["what the cache has is damaged", async (place) => rm(await archive(place))],
    ["what the cache has is damaged", (place) => rm(record(place))],
    ["what the cache has is damaged", (place) => writeFile(record(place), "{}")],
    [
      "it was compiled later than this machine's clock shows",
      async (place) =>
        writeFile(record(place), (await readFile(record(place), "utf8")).replace('"keptAt":1', '"keptAt":9')),
    ],
    ["nothing is there from an earlier build", (place) => rm(join(place.layers, "mix-build.toml"))],
    [
      "what the cache has is of an unknown kind",
      (place) => writeFile(join(place.layers, "mix-build.toml"), "[metadata"),
    ],
  ])("%s", async (why, harm) => {
    const place = await builtOnce()
    await harm(place)
    const { log, error } = await place.build(plainApp)
    expect(error, log).toBeUndefined()
    expect(log).toContain(`  Compiling everything: ${why}\n`)
    expect(log).toContain(compiling)
    expect((await place.build(plainApp)).log).not.toContain(compiling)
  })

  it("the archive cannot be unpacked", async () => {
    const place = await builtOnce()
    const bin = await writeFiles(await tempDir("bin"), {
      tar: '#!/bin/sh\n[ "$1" = --create ] || mkdir -p _build/prod/half\necho broken\nexit 2\n',
    })
    const { log, error } = await place.build(plainApp, { env: { PATH: `${bin}:/usr/bin:/bin` } })
    expect(error, log).toBeUndefined()
    expect(log).toContain("  Compiling everything: tar failed: broken\n")
    expect(log).toContain(
      "! The next build compiles the same again: it could not be kept (tar failed (exit 2): broken)\n",
    )
    expect(await readdir(join(place.app, "_build/prod"))).toEqual(["lib"])
    // What was kept before is as good as it was.
    expect((await place.build(plainApp)).log).not.toContain(compiling)
  })

  it("the user wants nothing from the cache", async () => {
    const place = await builtOnce()
    expect((await place.build(plainApp, { fresh: true })).log).toContain(compiling)
  })
})

it("has the app's own modules compiled anew when a variable has another value, and not the dependencies'", async () => {
  const reads: Files = {
    ...depsApp,
    "lib/stage.ex": 'defmodule Stage do\n  @stage System.get_env("STAGE")\nend\n',
    "elixir_buildpack.config": 'hook_pre_compile="mkdir -p deps/part _build/prod/lib/part/ebin"\n',
  }
  const place = await builtOnce(reads, { STAGE: "one" })
  const { log } = await place.build({ ...reads, "elixir_buildpack.config": "" }, { env: { STAGE: "two" } })
  expect(log).toContain("  The app's own modules are compiled anew: a variable that it reads has another value\n")
  expect(log).toContain(compiling)
  expect(await readdir(join(place.app, "_build/prod/lib"))).toEqual(["hello", "part"])
  expect((await place.build(reads, { env: { STAGE: "two" } })).log).not.toContain(compiling)
})

it.each<[string, string, (app: string) => Promise<unknown>]>([
  ["_build", "a build", (app) => writeFiles(app, { "_build/prod/lib/old/ebin/old.app": "" })],
  ["_build", "a link for it", (app) => symlink("/tmp", join(app, "_build"))],
  ["deps", "what Mix had fetched", (app) => writeFiles(app, { "deps/old/.hex": "" })],
])("does not use %s that came with the app: %s", async (name, _, prepare) => {
  const place = await builtOnce()
  const { log, error } = await place.build(plainApp, { prepare: () => prepare(place.app) })
  expect(error, log).toBeUndefined()
  expect(log).toContain(`  Not using ${name} of another machine, which came with the app\n`)
  expect(log).toContain("  It is from the cache; nothing of the app has changed\n")
  expect((await filesBelow(place.app)).filter((file) => file.includes("old"))).toEqual([])
})

describe("keeps nothing", () => {
  it.each([
    ["MIX_BUILD_PATH is set", { env: { MIX_BUILD_PATH: "built" } }],
    [
      "the app has sources of its own in deps: mine",
      { prepare: (app: string) => mkdir(join(app, "deps/mine"), { recursive: true }) },
    ],
  ])("when %s", async (why, { prepare, ...options }: { env?: Env; prepare?: (app: string) => Promise<unknown> }) => {
    const place = await builtOnce()
    const { log, error } = await place.build(plainApp, { ...options, prepare: async () => prepare?.(place.app) })
    expect(error, log).toBeUndefined()
    expect(log).toContain(`  What is compiled is not kept for the next build: ${why}\n`)
    expect(keptLines(log)).toBe("")
  })

  it("of an app that lies elsewhere in each build, and says nothing of it", async () => {
    const place = await inPlace()
    const { log, error } = await place.build(plainApp, { stable: false })
    expect(error, log).toBeUndefined()
    expect(log).not.toMatch(/kept|Restoring|Keeping/)
    expect(await readdir(place.layers)).not.toContain("mix-build")
  })
})

describe("when a build fails that was brought back", () => {
  const breaking = { ...depsApp, "mix.lock": depsApp["mix.lock"]?.replaceAll("part", "broken") ?? "" }

  it("tries once more without it, if that may be why", async () => {
    const place = await builtOnce({
      ...breaking,
      "elixir_buildpack.config": 'post_compile="mkdir -p deps/broken"\n',
    })
    const { log, error } = await place.build(breaking)
    expect(error, log).toBeUndefined()
    expect(log.slice(log.indexOf("Compiling hello"), log.indexOf("Assembling"))).toMatchInlineSnapshot(`
      "Compiling hello
        mix compile
          could not compile dependency :broken, "mix compile" failed. Errors may have been logged above.
      ! The dependency broken does not compile: trying once more, without what was kept
        mix deps.get --only prod
          All dependencies are up to date
        mix compile
          Compiling 1 file (.ex)
          Generated hello app
      "
    `)
  })

  it("fails as any other build, if that is not why", async () => {
    const place = await builtOnce(depsApp)
    const { log, error } = await place.build({ ...depsApp, ".stub-fail": "mix compile\n" })
    expect(error).toMatchObject({ id: "mix/compile" })
    expect(log.match(/^ {2}mix compile$/gm)).toHaveLength(1)
  })

  it("does not try again what was made from nothing", async () => {
    const place = await inPlace()
    const { log, error } = await place.build({
      ...breaking,
      "elixir_buildpack.config": 'hook_pre_compile="mkdir -p deps/broken"\n',
    })
    expect(error).toMatchObject({ id: "mix/dependency" })
    expect(log.match(/^ {2}mix compile$/gm)).toHaveLength(1)
  })
})

it("comes after all that the next buildpack does in the same process", async () => {
  const place = await inPlace()
  const { log, error } = await place.build(phoenixApp, { buildpacks: [elixir, statics] })
  expect(error, log).toBeUndefined()
  const steps = log.split("\n").filter((line) => /^\S/.test(line))
  expect(steps.slice(steps.indexOf("Compiling hello"))).toMatchInlineSnapshot(`
    [
      "Compiling hello",
      "Installing npm packages (assets/package-lock.json)",
      "Building assets",
      "Assembling the release hello",
      "Keeping what was compiled",
      "Removing node_modules",
    ]
  `)
})

it("describes a layer by what was compiled with what, and where", () => {
  const artifact = (name: "erlang" | "elixir", version: string): Artifact => ({
    name,
    version: { value: version, origin: { kind: "env", name: "PIN" } },
    ref: `v${version}`,
    url: `https://example.com/${name}`,
    digest: { algorithm: "sha256", hex: `${name}-digest` },
  })
  const request = {
    app: "/workspace",
    purpose: "production",
    env: { MIX_TARGET: "rpi" },
    target: { os: "linux", arch: "arm64", distro: { name: "ubuntu", version: "24.04" } },
  } as const
  const layer = keptLayer([artifact("erlang", "27.3"), artifact("elixir", "1.18.4")], request)
  expect(layer).toMatchInlineSnapshot(`
    {
      "metadata": {
        "arch": "arm64",
        "compilers": "f15819f0",
        "digests": "elixir-digest erlang-digest",
        "distro": "ubuntu 24.04",
        "elixir": "1.18.4",
        "erlang": "27.3",
        "folder": "/workspace",
        "layout": "4",
        "mixEnv": "prod",
        "mixTarget": "rpi",
      },
      "name": "mix-build",
      "scope": "build",
    }
  `)
  expect(Object.keys(keptWords)).toEqual(Object.keys(layer.metadata))
  expect(Object.entries(layer.metadata).map(([key, value]) => keptWords[key]?.(value))).toMatchInlineSnapshot(`
    [
      "what the cache has was compiled with Elixir 1.18.4",
      "what the cache has was compiled with Erlang/OTP 27.3",
      "what the cache has was compiled with another build of Elixir or Erlang/OTP",
      "what the cache has was compiled on ubuntu 24.04",
      "what the cache has was compiled for arm64",
      "what the cache has was compiled for MIX_ENV=prod",
      "what the cache has was compiled for MIX_TARGET=rpi",
      "what the cache has was compiled in /workspace",
      "what the cache has was laid out by another version of beampack",
      "what the cache has was compiled with another CFLAGS, ERL_COMPILER_OPTIONS or the like",
    ]
  `)
})
