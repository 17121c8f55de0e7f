/** An app that is built again and again in the folder where it runs: real Mix compiles what has changed, and no more. */
import { readFile, stat, truncate } from "node:fs/promises"
import { join } from "node:path"
import { beforeAll, describe, expect, inject, it } from "vitest"
import { type Build, createApp, startHooks } from "../support/stack/heroku.ts"
import { hexSite, startFullMirror } from "../support/stack/hex-site.ts"
import { createKeptApp, type Edit, type KeptApp } from "../support/stack/kept-app.ts"

const { packages } = inject("stack")

const facts = {
  plain: "1",
  macro: "1",
  compile_env: '"hello"',
  config: '"now"',
  external: '"text 1"',
  variable: "nil",
  path: "{1, 1}",
  struct: "3",
  undeclared: '"icon 1"',
  environment: ":prod",
  fetched: ":v1",
  flavour: '"sweet"',
  erlang: "42",
}

const own = [
  "lib/kept/configured.ex",
  "lib/kept/external.ex",
  "lib/kept/facts.ex",
  "lib/kept/macros.ex",
  "lib/kept/plain.ex",
  "lib/kept/shape.ex",
  "lib/kept/undeclared.ex",
  "lib/kept/uses_macro.ex",
  "lib/kept/uses_part.ex",
  "lib/kept/uses_shape.ex",
  "lib/kept/variable.ex",
]

describe.each([
  { elixir: "1.14", stack: "heroku-22" },
  { elixir: "1.18", stack: "heroku-24" },
])("on Elixir $elixir", ({ elixir, stack }) => {
  let app: KeptApp
  let first: Build

  beforeAll(async () => {
    app = await createKeptApp(stack)
    first = await app.build()
    expect(first.exitCode, first.stdout + first.stderr).toBe(0)
    expect(first.stdout).toContain(`Elixir ${elixir}.`)
    await app.remember()
  })

  it("compiles everything the first time", () => {
    expect(compiled(first)).toEqual(["lib/fetched.ex", ...own, "lib/part.ex"])
    expect(factsOf(first)).toEqual(facts)
    expect(first.stdout).toContain("nothing is there from an earlier build")
  })

  interface Change extends Edit {
    readonly what: string
    readonly compiles: readonly string[]
    readonly shows?: Partial<typeof facts>
  }

  it.each<Change>([
    { what: "nothing, and files are new", compiles: [], isNew: true },
    {
      what: "a file, which keeps its size, and one of Erlang",
      change: {
        "lib/kept/plain.ex": (text) => text.replace("1", "2"),
        "src/answer.erl": (text) => text.replace("42", "43"),
      },
      compiles: ["lib/kept/plain.ex"],
      shows: { plain: "2", erlang: "43" },
    },
    {
      what: "a macro, and a file that a module names as external",
      change: {
        "lib/kept/macros.ex": (text) => text.replace("1", "2"),
        "priv/text.txt": (text) => text.replace("1", "2"),
      },
      compiles: ["lib/kept/external.ex", "lib/kept/macros.ex", "lib/kept/undeclared.ex", "lib/kept/uses_macro.ex"],
      shows: { macro: "2", external: '"text 2"' },
    },
    {
      what: "a struct",
      change: { "lib/kept/shape.ex": (text) => text.replace("3", "4") },
      compiles: ["lib/kept/shape.ex", "lib/kept/uses_shape.ex"],
      shows: { struct: "4" },
    },
    {
      what: "a file that a module reads besides the one that it names as external",
      change: { "test/fixtures/icon.svg": (text) => text.replace("1", "2") },
      compiles: [...own, "lib/part.ex"],
      shows: { undeclared: '"icon 2"' },
    },
    {
      what: "a path dependency, and the version of one that was fetched",
      change: {
        "vendor/part/lib/part.ex": (text) => text.replace("1", "2"),
        "mix.exs": (text) => text.replace("v1", "v2"),
      },
      tag: "v2",
      compiles: ["lib/fetched.ex", "lib/kept/uses_part.ex", "lib/part.ex"],
      shows: { path: "{2, 1}", fetched: ":v2" },
    },
    {
      what: "the names of a module and of a file",
      change: {
        "lib/kept/plain.ex": (text) => text.replace("Kept.Plain", "Kept.Simple"),
        "lib/kept/facts.ex": (text) => text.replace("Kept.Plain", "Kept.Simple"),
      },
      gone: ["lib/kept/variable.ex"],
      add: { "lib/kept/stage.ex": "defmodule Kept.Variable do\n  def value, do: 3\nend\n" },
      compiles: ["lib/kept/facts.ex", "lib/kept/plain.ex", "lib/kept/stage.ex"],
      shows: { variable: "3" },
    },
    {
      what: "a file that is deleted",
      gone: ["lib/kept/plain.ex"],
      change: { "lib/kept/facts.ex": (text) => text.replace("Kept.Plain.value()", "Code.ensure_loaded(Kept.Plain)") },
      compiles: ["lib/kept/facts.ex"],
      shows: { plain: "{:error, :nofile}" },
    },
    {
      what: "configuration that a dependency was compiled with",
      change: { "config/config.exs": (text) => text.replace("size: 1", "size: 2") },
      compiles: ["lib/kept/uses_part.ex", "lib/part.ex"],
      shows: { path: "{1, 2}" },
    },
    {
      what: "configuration that a fetched dependency was compiled with",
      change: { "config/config.exs": (text) => text.replace(/String.trim.*/, '"sour"') },
      compiles: ["lib/fetched.ex"],
      shows: { flavour: '"sour"' },
    },
    {
      what: "a file that configuration is read from, which a fetched dependency was compiled with",
      change: { "flavour.txt": () => "salty\n" },
      compiles: ["lib/fetched.ex", ...own, "lib/part.ex"],
      shows: { flavour: '"salty"' },
    },
    {
      what: "configuration that a module was compiled with, and other",
      change: { "config/config.exs": (text) => text.replace("hello", "hallo").replace("now", "new") },
      // Mix compiles all of an app whose configuration has changed.
      compiles: own,
      shows: { compile_env: '"hallo"', config: '"new"' },
    },
    {
      what: "a variable that a module was compiled with",
      vars: { STAGE: "two" },
      compiles: [...own, "lib/part.ex"],
      shows: { variable: '"two"' },
    },
  ])("compiles what it has to: $what", async ({ compiles, shows = {}, ...edit }) => {
    await app.recall()
    const again = await app.build(edit)
    expect(again.exitCode, again.stdout + again.stderr).toBe(0)
    expect(factsOf(again)).toEqual({ ...facts, ...shows })
    expect(compiled(again), again.stdout).toEqual(compiles)
  })

  it("compiles nothing, and keeps the same layer and the same cookie, when nothing changes and files are of 1980", async () => {
    await app.recall()
    const { ino } = await stat(await app.archive())
    const again = await app.build()
    expect(again.exitCode, again.stdout + again.stderr).toBe(0)
    expect(factsOf(again)).toEqual(facts)
    expect(compiled(again), again.stdout).toEqual([])
    expect((await stat(await app.archive())).ino).toBe(ino)
    expect(await cookie(again)).toBe(await cookie(first))
  })

  it("says at once that a file does not compile", async () => {
    await app.recall()
    const build = await app.build({
      add: { "lib/kept/new.ex": "defmodule Kept.New do\n  def value, do: boom()\nend\n" },
    })
    expect(build.exitCode).toBe(1)
    expect(build.stderr).toContain("Error id: mix/compile\n")
    expect(build.stdout.match(/undefined function boom/g)).toHaveLength(1)
  })

  it("compiles everything for another MIX_ENV, and again when it is as it was", async () => {
    await app.recall()
    const there = await app.build({ vars: { MIX_ENV: "staging" } })
    expect(there.stdout).toContain("Compiling everything: what the cache has was compiled for MIX_ENV=prod")
    expect(compiled(there)).toEqual(compiled(first))
    expect(factsOf(there)).toEqual({ ...facts, environment: ":staging" })
    const back = await app.build()
    expect(back.stdout).toContain("Compiling everything: what the cache has was compiled for MIX_ENV=staging")
    expect(compiled(back)).toEqual(compiled(first))
    expect(factsOf(back)).toEqual(facts)
  })

  it("compiles everything for another patch version of Erlang/OTP", async () => {
    await app.recall()
    await app.pretend({ erlang: "25.0.1" })
    const build = await app.build()
    expect(build.stdout).toContain("Compiling everything: what the cache has was compiled with Erlang/OTP 25.0.1")
    expect(compiled(build)).toEqual(compiled(first))
    expect(factsOf(build)).toEqual(facts)
  })

  it("compiles everything when what was kept is damaged", async () => {
    await app.recall()
    await truncate(await app.archive(), 1000)
    const build = await app.build()
    expect(build.exitCode, build.stdout + build.stderr).toBe(0)
    expect(build.stdout).toContain("Compiling everything: what the cache has is damaged")
    expect(compiled(build)).toEqual(compiled(first))
    expect(factsOf(build)).toEqual(facts)
  })
})

async function cookie({ dir }: Build): Promise<string> {
  return readFile(join(dir, "_build/prod/rel/kept/releases/COOKIE"), "utf8")
}

function compiled({ stdout }: Build): readonly string[] {
  const paths = [...stdout.matchAll(/^ *Compiled (\S+)$/gm)].map(([, path = ""]) => path)
  return [...new Set(paths)].toSorted()
}

/** What the built app has said of itself. */
function factsOf({ stdout, stderr }: Build): Readonly<Record<string, string>> {
  const list = /facts: \[(.*)\]$/m.exec(stdout)?.[1]
  expect(list, stdout + stderr).toBeDefined()
  return Object.fromEntries(
    [...(list ?? "").matchAll(/(\w+): (\{.*?\}|"[^"]*"|[^,]+)/g)].map(([, name, value]) => [name, value]),
  )
}

it("compiles no package of Hex again", async () => {
  const { vars } = await startFullMirror()
  const app = await createApp()
  const options = {
    source: await hexSite(),
    buildpacks: [packages.pair],
    vars,
    buildDir: "/app",
    cache: app.cache,
  }
  const first = await (await startHooks("compile", app, options)).done
  expect(first.exitCode, first.stdout + first.stderr).toBe(0)
  const second = await (await startHooks("compile", app, options)).done
  expect(second.exitCode, second.stdout + second.stderr).toBe(0)
  expect(second.stdout).toContain("It is from the cache; nothing of the app has changed")
  expect(second.stdout).not.toMatch(/Compil(?:ing \d|ed )|Generated|==>|Getting/)
})
