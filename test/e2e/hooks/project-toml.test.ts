import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { type Files, tempApp } from "../../support/app.ts"
import { mixExs, npmAssets, phoenixApp, plainApp, releaseApp } from "../../support/apps.ts"
import { cli } from "../../support/cli.ts"
import { type Build, commandLines, filesBelow, startHeroku } from "../../support/heroku.ts"
import { inDyno } from "../../support/shell.ts"

function projectToml(...lines: readonly string[]): Files {
  return { "project.toml": `[_]\nschema-version = "0.2"\n\n[com.beampack]\n${lines.join("\n")}\n` }
}

/** The versions that the log announces, each with its origin. */
function planned({ log }: Build): readonly string[] {
  const [, lines = ""] = /Planning[^\n]*\n(.*?)-----> /s.exec(log) ?? []
  const rows = lines.match(/(?:Erlang\/OTP|Elixir|Node\.js) +[\d.]+ +\(.*/g) ?? []
  return rows.map((row) => row.replace(/ +/g, " "))
}

const app = { ...plainApp, ...npmAssets, "assets/package.json": '{ "scripts": { "build": "x" } }' }

describe("versions", () => {
  const own = projectToml('erlang = "27.3.4"', 'elixir = "1.18.4"', 'node = "22.12.0"')
  const older = {
    "elixir_buildpack.config": "erlang_version=26.2.5.11\nelixir_version=1.17.3\n",
    "phoenix_static_buildpack.config": "node_version=20.19.5\n",
    ".tool-versions": "erlang 25.3.2.21\nelixir 1.14.5\nnodejs 24.11.0\n",
  }

  it("come from project.toml before the older files, and the log says so", async () => {
    const build = await (await startHeroku()).push({ ...app, ...older, ...own })
    expect(build).toMatchObject({ exitCode: 0, errors: "" })
    expect(planned(build)).toEqual([
      "Erlang/OTP 27.3.4 (project.toml:5)",
      "Elixir 1.18.4 (project.toml:6)",
      "Node.js 22.12.0 (project.toml:7)",
    ])
  })

  it("come from variables before project.toml, and the older files have what it leaves out", async () => {
    const files = { ...app, ...older, ...projectToml('elixir = "1.18.4"', 'node = "22.12.0"') }
    const vars = { BEAMPACK_ELIXIR: "1.17.3", ELIXIR_VERSION: "1.14.5", BP_NODE_VERSION: "25.2.0" }
    const build = await (await startHeroku()).push(files, { vars })
    expect(build).toMatchObject({ exitCode: 0, errors: "" })
    expect(planned(build)).toEqual([
      "Erlang/OTP 26.2.5.11 (elixir_buildpack.config:1)",
      "Elixir 1.17.3 (BEAMPACK_ELIXIR)",
      "Node.js 25.2.0 (BP_NODE_VERSION)",
    ])
  })

  it("that are not there are answered with a line of project.toml", async () => {
    const build = await (await startHeroku()).push({ ...plainApp, ...projectToml('elixir = "1.18.9"') })
    expect(build.exitCode).toBe(1)
    expect(build.errors).toContain(" !     project.toml:5 asks for it")
    expect(build.errors).toContain(' !         elixir = "1.18.4"\n')
  })

  it("are the same for the plan of the command line", async () => {
    const { mirror } = await startHeroku()
    const env = { BEAMPACK_MIRROR: mirror }
    const { stdout } = await cli(["plan", await tempApp({ ...plainApp, ...own }), "--json"], { env })
    expect(JSON.parse(stdout).runtimes).toMatchObject([{ origin: "project.toml:5" }, { origin: "project.toml:6" }])
  })
})

describe("the release", () => {
  const several = { ...plainApp, "mix.exs": mixExs(["releases: [shop: [], stock: []]"]) }

  it("is the one that project.toml names, with what is to stay beside it", async () => {
    const files = { ...several, "priv/a b.db": "", "priv/c.txt": "", docs: "" }
    const build = await (await startHeroku()).push({
      ...files,
      ...projectToml('release = "stock"', 'keep = ["docs", "priv/a b.db", "nothing here"]'),
    })
    expect(build.exitCode, build.errors).toBe(0)
    expect(build.processes?.web).toBe("_build/prod/rel/stock/bin/stock start")
    expect((await filesBelow(build.dir)).filter((path) => path in files)).toEqual(["docs", "priv/a b.db"])
    expect(build.log).toContain(" !     project.toml:6: the app has no nothing here\n")
  })

  it.each([
    { files: projectToml("release = false"), vars: {}, origin: "project.toml:5" },
    { files: projectToml("release = true"), vars: { BEAMPACK_RELEASE: "false" }, origin: "BEAMPACK_RELEASE" },
  ])("is not made when $origin says so", async ({ files, vars, origin }) => {
    const build = await (await startHeroku()).push({ ...releaseApp, ...files }, { vars })
    expect(build).toMatchObject({ exitCode: 0, errors: "" })
    expect(build.log).toContain(`No release is made (${origin})\n`)
    expect(commandLines(build.calls, "mix")).not.toContain("mix release hello --overwrite")
  })

  it("is made in the folder that project.toml names, which has to be a project", async () => {
    const umbrella = 'defmodule Top do\n  use Mix.Project\n  def project, do: [apps_path: "apps", deps: []]\nend\n'
    const files = { "mix.exs": umbrella, "apps/web/mix.exs": mixExs(["releases: [hello: []]"]) }
    const heroku = await startHeroku()
    const good = await heroku.push({ ...files, ...projectToml('release_folder = "apps/web"') })
    expect(good.calls.filter(({ args }) => args[0] === "release").map(({ cwd }) => cwd)).toEqual([
      join(good.dir, "apps/web"),
    ])
    const bad = await heroku.push({ ...files, ...projectToml('release_folder = "apps/none"') })
    expect(bad.exitCode).toBe(1)
    expect(bad.errors).toMatchSnapshot()
  })
})

describe("the assets", () => {
  it("are built where project.toml says, and leave Node for the running app when it says so", async () => {
    const files = {
      ...app,
      "front/package.json": '{ "scripts": { "deploy": "x" } }',
      ...projectToml('assets_folder = "front"', "keep_node = true", 'npm = "6.14.18"'),
    }
    const build = await (await startHeroku()).push(files)
    expect(build).toMatchObject({ exitCode: 0, errors: "" })
    expect(build.calls.filter(({ args }) => args[0] === "run").map(({ cwd }) => cwd)).toEqual([
      join(build.dir, "front"),
    ])
    expect(await inDyno(build.dir, "node --version")).toBe("v24.11.0\n")
    expect(await readdir(join(build.dir, ".beampack/npm/bin"))).toContain("npm")
  })

  it.each([
    { what: "a project that is not there", lines: ['assets_project = "apps/web"'] },
    { what: "a script that is not there", lines: ['assets_script = "bin/assets"'] },
    { what: "a version of npm that is not exact", lines: ['npm = "10"'] },
  ])("are not built with $what", async ({ lines }) => {
    const build = await (await startHeroku()).push({ ...app, ...projectToml(...lines) })
    expect(build.exitCode).toBe(1)
    expect(build.errors).toMatchSnapshot()
  })
})

it("runs the hooks of project.toml in place of the older file's, as bash runs them", async () => {
  const files = {
    ...plainApp,
    "elixir_buildpack.config": "hook_pre_compile='mix old'\nhook_compile='mix compile --older'\n",
    ...projectToml('hook_pre_compile = """', "mix one", 'mix "$WISH"', '"""'),
  }
  const build = await (await startHeroku()).push(files, { vars: { WISH: "two words" } })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(commandLines(build.calls, "mix")).toEqual(["mix one", "mix two words", "mix compile --older"])
  expect(build.log).toContain("hook_pre_compile (project.toml:5)\n")
})

it("takes nothing from the cache by cache = false, and says so once", async () => {
  const heroku = await startHeroku()
  await heroku.push(phoenixApp)
  const build = await heroku.push({ ...phoenixApp, ...projectToml("cache = false") })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(build.log.match(/Nothing is taken from the cache.*/g)).toEqual([
    "Nothing is taken from the cache (project.toml:5)",
  ])
  expect(build.log).toContain("Installing Elixir 1.18.4")
  const again = await heroku.push(
    { ...phoenixApp, ...projectToml("cache = false") },
    { vars: { BEAMPACK_CACHE: "true" } },
  )
  expect(again.log).toContain("Using Elixir 1.18.4 from the cache")
})

it("runs the tests with the words of test_args", async () => {
  const files = { ...plainApp, ...projectToml('test_args = ["--only", "area:sign up"]') }
  const build = await (await startHeroku()).push(files, { hook: "test-compile" })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(build.log).toContain('mix test --only "area:sign up"\n')
})

describe("a mistake", () => {
  it.each([
    { what: "that is no TOML", files: projectToml("erlang = 27.3.4"), id: "config/project-toml" },
    { what: "in a value", files: projectToml("erlang = 27.3"), id: "config/wrong-value" },
    { what: "in a key", files: projectToml('elixr = "1.18.4"'), id: "config/unknown-key" },
  ])("$what ends the build before anything is fetched", async ({ files, id }) => {
    const heroku = await startHeroku()
    const build = await heroku.push({ ...app, ...files })
    expect(build.exitCode).toBe(1)
    expect(build.errors).toContain(`Error id: ${id}\n`)
    expect(heroku.origin.requests).toEqual([])
    expect(build.report).toMatchObject({ failure_id: id })
  })

  it("in what is for others does not", async () => {
    const build = await (await startHeroku()).push({ ...plainApp, "project.toml": "[io.buildpacks\n" })
    expect(build).toMatchObject({ exitCode: 0, errors: "" })
  })

  it.each([["beampack"], ["beampack-static"]] as const)(
    "in a variable's name is a warning, once and without the value, from %s",
    async (tree) => {
      const vars = { BEAMPACK_ERLANG_VERSION: "s3cr3t", BP_GO_VERSION: "1" }
      const build = await (await startHeroku()).push(plainApp, { vars, trees: [tree] })
      expect(build).toMatchObject({ exitCode: 0, errors: "" })
      expect(build.log.match(/.*nothing reads.*/g)).toEqual([
        " !     BEAMPACK_ERLANG_VERSION is set, but nothing reads it: did you mean BEAMPACK_ERLANG?",
      ])
      expect(build.stdout + build.stderr).not.toContain("s3cr3t")
    },
  )
})
