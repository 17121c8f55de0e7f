/** An app that Mix starts, built and started in folders of every kind. Nothing of it may be compiled when it starts. */
import { join } from "node:path"
import dedent from "dedent"
import { beforeAll, expect, inject, it } from "vitest"
import { type Files, tempDir, writeFiles } from "../support/app.ts"
import type { Mount } from "../support/stack/docker.ts"
import { makeSlug, runDyno } from "../support/stack/dyno.ts"
import { type Build, createApp, type HerokuApp, push } from "../support/stack/heroku.ts"

const { packages } = inject("stack")

/** Says where it was compiled, and ends. Mix keeps a manifest of its own for Erlang. */
const files: Files = {
  "mix.exs": project(""),
  "lib/plain.ex": dedent`
    defmodule Plain do
      use Application
      @compiled_in File.cwd!()
      @answer :answer.number()

      def start(_type, _args) do
        IO.puts("compiled in #{@compiled_in}, answer #{@answer}")
        spawn(fn -> System.halt(0) end)
        Supervisor.start_link([], strategy: :one_for_one)
      end
    end
  `,
  "src/answer.erl": "-module(answer).\n-export([number/0]).\nnumber() -> 42.\n",
}

function project(more: string): string {
  return dedent`
    defmodule Plain.MixProject do
      use Mix.Project
      def project, do: [app: :plain, version: "0.1.0", deps: []${more}]
      def application, do: [mod: {Plain, []}, extra_applications: [:logger]]
    end
  `
}

const pair: Mount = { from: packages.pair, to: "/pair", readOnly: true }

/** A buildpack that runs the pair's hooks, and this in the place of `bin/compile BUILD_DIR CACHE_DIR ENV_DIR`. */
async function buildpack(compile: string): Promise<string> {
  const same = (hook: string) => `#!/bin/sh\nexec /pair/bin/${hook} "$@"\n`
  return writeFiles(join(await tempDir("around"), "buildpack"), {
    "bin/detect": same("detect"),
    "bin/compile": `#!/bin/sh\nset -eu\n${compile}\n`,
    "bin/release": same("release"),
    "bin/report": same("report"),
  })
}

const throughLink = 'ln -s "$1" /tmp/link\nexec /pair/bin/compile /tmp/link "$2" "$3"'
const twice = '/pair/bin/compile "$@"\nexec /pair/bin/compile "$@"'
const elsewhere = dedent`
  cp -a "$1" "/tmp/gebäut {in} [d]"
  /pair/bin/compile "/tmp/gebäut {in} [d]" "$2" "$3"
  cp -a "/tmp/gebäut {in} [d]/." "$1"
`

const start = "mix run --no-halt"

let app: HerokuApp

beforeAll(async () => {
  app = await createApp()
})

interface How {
  readonly compile: string
  readonly more: Files
  readonly vars?: Readonly<Record<string, string>>
}

async function build({ compile, more, vars = {} }: How): Promise<Build> {
  const source = { folder: join(import.meta.dirname, "../fixtures/plain"), files: { ...files, ...more } }
  const built = await push(app, { source, buildpacks: [await buildpack(compile)], vars, mounts: [pair] })
  expect(built.exitCode, built.stdout + built.stderr).toBe(0)
  return built
}

it.each<How & { readonly what: string; readonly line?: string }>([
  {
    what: "BUILD_DIR is a symlink, runtime_path ends with a slash, and MIX_BUILD_ROOT is set",
    compile: throughLink,
    more: { "elixir_buildpack.config": "runtime_path=/app/\n" },
    vars: { MIX_BUILD_ROOT: "built {here}" },
  },
  {
    what: "folders have blanks and letters beyond ASCII, and MIX_BUILD_PATH is set",
    compile: elsewhere,
    more: { "elixir_buildpack.config": 'runtime_path="/tmp/läuft hier"\n' },
    vars: { MIX_BUILD_PATH: "built/for prod" },
    line: `cp -a /app "/tmp/läuft hier" && cd "/tmp/läuft hier" && ${start}`,
  },
  {
    what: "it is the second build of a folder, which itself compiles nothing, and mix.exs has a build_path",
    compile: twice,
    more: { "mix.exs": project(', build_path: "tmp/built"') },
  },
])("compiles nothing when it starts: $what", async ({ vars = {}, line = start, ...how }) => {
  const built = await build({ ...how, vars })
  expect(built.stdout).toContain("Elixir 1.18.")
  expect(built.stdout.match(/Compiling \d+ file.*/g)).toEqual(["Compiling 1 file (.erl)", "Compiling 1 file (.ex)"])
  expect(built.stdout).not.toContain("Mix may compile")
  const { exitCode, stdout, stderr } = await runDyno(await makeSlug(built), line, { vars })
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" })
  expect(stdout).toMatch(/^compiled in \/tmp\/.*, answer 42\n$/)
})

it("has nothing to say about an app in Erlang alone", async () => {
  const compile = 'rm -r "$1/lib"\nexec /pair/bin/compile "$@"'
  const built = await build({ compile, more: { "mix.exs": project("").replace("mod: {Plain, []}, ", "") } })
  expect(built.stdout).not.toContain("Mix may compile")
  expect(await runDyno(await makeSlug(built), "mix run")).toEqual({ exitCode: 0, stdout: "", stderr: "" })
})

it("says so when nothing was compiled that Mix could be told about", async () => {
  const built = await build({
    compile: 'exec /pair/bin/compile "$@"',
    more: { "elixir_buildpack.config": "hook_compile=true\n" },
  })
  expect(built.stdout).toContain("Mix may compile the app once more when it starts: nothing was found")
})
