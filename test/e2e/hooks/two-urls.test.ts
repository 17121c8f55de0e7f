import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { npmAssets, phoenixApp, plainApp, releaseApp } from "../../support/apps.ts"
import { commandLines, filesBelow, startHeroku } from "../../support/heroku.ts"
import { inDyno } from "../../support/shell.ts"

const both = ["beampack-elixir", "beampack-static"] as const

it("gives with two URLs what the pair gives with one", async () => {
  const heroku = await startHeroku()
  const one = await heroku.push(phoenixApp)
  const two = await heroku.push(phoenixApp, { trees: both })
  expect(two).toMatchObject({ exitCode: 0, errors: "", processes: one.processes })
  expect(commandLines(two.calls, "mix", "npm")).toMatchInlineSnapshot(`
    [
      "mix deps.get --only prod",
      "mix compile",
      "mix release hello --overwrite",
      "npm ci --include=dev --prefer-offline",
      "mix assets.deploy",
      "mix release hello --overwrite",
    ]
  `)

  const withoutProfile = async (dir: string) => (await filesBelow(dir)).filter((file) => !file.startsWith(".profile.d"))
  expect(await withoutProfile(two.dir)).toEqual(await withoutProfile(one.dir))
  for (const file of await withoutProfile(one.dir)) {
    expect(await readFile(join(two.dir, file), "utf8"), file).toBe(await readFile(join(one.dir, file), "utf8"))
  }
  expect(await inDyno(two.dir, "env | sort")).toBe((await inDyno(one.dir, "env | sort")).replaceAll(one.dir, two.dir))
})

it("takes with two URLs what the build before has made", async () => {
  const heroku = await startHeroku()
  // The stubs' own log would be another variable in each build.
  const options = { trees: both, env: { STUB_LOG: "/dev/null" } }
  const first = await heroku.push(phoenixApp, options)
  const second = await heroku.push(phoenixApp, options)
  expect(second).toMatchObject({ exitCode: 0, errors: "", processes: first.processes })
  expect(second.log).toMatchSnapshot()
})

it("runs an app without a release the same after two URLs", async () => {
  const heroku = await startHeroku()
  const one = await heroku.push(plainApp)
  const two = await heroku.push(plainApp, { trees: both })
  expect(two).toMatchObject({ exitCode: 0, errors: "", processes: one.processes })
  expect(await inDyno(two.dir, 'erl; echo "$PATH"')).toBe(
    (await inDyno(one.dir, 'erl; echo "$PATH"')).replaceAll(one.dir, two.dir),
  )
})

it("makes the release with elixir alone", async () => {
  const heroku = await startHeroku()
  const build = await heroku.push(phoenixApp, { trees: ["beampack-elixir"] })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(commandLines(build.calls, "mix", "npm")).toEqual([
    "mix deps.get --only prod",
    "mix compile",
    "mix release hello --overwrite",
  ])
  expect(build.processes).toMatchObject({ web: "_build/prod/rel/hello/bin/server" })
})

it("says that static needs Elixir before it", async () => {
  const heroku = await startHeroku()
  const build = await heroku.push(phoenixApp, { trees: ["beampack-static"] })
  expect(build.exitCode).toBe(1)
  expect(build.errors).toMatchInlineSnapshot(`
    " !
     !     There is no Elixir to run mix assets.deploy
     !
     !     Mix is not on PATH. When two buildpacks are used, the one that installs Elixir comes first:
     !       heroku buildpacks:add --index 1 URL-of-beampack-elixir
     !     Where it does, see the end of its log: when it could not write its export file, nothing puts Mix on PATH.
     !     The buildpack that is both in one, beampack, needs no such file. For pack that is beampack/phoenix.
     !
     !     Error id: mix/not-found
     !
    "
  `)
})

it("builds packages without Elixir when a script is all there is to run", async () => {
  const heroku = await startHeroku()
  const files = { ...plainApp, ...npmAssets, "assets/package.json": '{ "scripts": { "build": "esbuild" } }\n' }
  const build = await heroku.push(files, { trees: ["beampack-static"] })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(commandLines(build.calls, "mix", "npm")).toEqual(["npm ci --include=dev --prefer-offline", "npm run build"])
})

it("passes with nothing to do when there are no assets, and repeats all process types", async () => {
  const heroku = await startHeroku()
  const build = await heroku.push({ ...plainApp, Procfile: "worker: mix work\n" }, { trees: both })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(build.log.slice(build.log.indexOf("beampack/static"))).toMatchInlineSnapshot(`
    "beampack/static)
           No assets to build
    -----> Telling Mix that the app runs at /app
           Done in 0.0s
    -----> Process types
           web: mix run --no-halt --no-compile --no-deps-check (no release)
           console: iex -S mix run --no-compile --no-deps-check (no release)
           worker: mix work (Procfile:1)
    "
  `)
  expect(build.processes).toMatchInlineSnapshot(`
    {
      "console": "iex -S mix run --no-compile --no-deps-check",
      "web": "mix run --no-halt --no-compile --no-deps-check",
      "worker": "mix work",
    }
  `)
})

it("keeps a release that the first buildpack has made", async () => {
  const heroku = await startHeroku()
  const build = await heroku.push(releaseApp, { trees: both })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(commandLines(build.calls, "mix")).toMatchInlineSnapshot(`
    [
      "mix compile",
      "mix release hello --overwrite",
    ]
  `)
  expect(build.processes).toMatchInlineSnapshot(`
    {
      "console": "_build/prod/rel/hello/bin/hello start_iex",
      "web": "_build/prod/rel/hello/bin/hello start",
    }
  `)
})
