import { join } from "node:path"
import { expect, it } from "vitest"
import { mixExs, plainApp, releaseApp } from "../../support/apps.ts"
import { commandLines, filesBelow, startHeroku } from "../../support/heroku.ts"

it("gives mix release the options of GIGALIXIR_RELEASE_OPTIONS, and the name among them", async () => {
  const files = { ...plainApp, "mix.exs": mixExs(["releases: [shop: [], stock: []]"]) }
  const vars = { GIGALIXIR_RELEASE_OPTIONS: "stock --version '1.0 rc'" }
  const build = await (await startHeroku()).push(files, { vars })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  const { args } = build.calls.find(({ args }) => args[0] === "release") ?? {}
  expect(args).toEqual(["release", "stock", "--version", "1.0 rc", "--overwrite"])
  expect(build.processes?.web).toBe("_build/prod/rel/stock/bin/stock start")
})

it.each([
  { where: "releases_buildpack.config", files: { "releases_buildpack.config": "app_relative_path=./apps/web\n" } },
  {
    where: "a config var",
    files: { "releases_buildpack.config": "app_relative_path=apps/none\n" },
    vars: { GIGALIXIR_RELEASES_BUILDPACK_CONFIG: 'app_relative_path="apps/web"' },
  },
])("makes the release in the folder that $where names", async ({ files, vars }) => {
  const umbrella = 'defmodule Top do\n  use Mix.Project\n  def project, do: [apps_path: "apps", deps: []]\nend\n'
  const app = { "mix.exs": umbrella, "apps/web/mix.exs": mixExs(["releases: [hello: []]"]), ...files }
  const build = await (await startHeroku()).push(app, { vars })
  const released = build.calls.filter(({ args }) => args[0] === "release")
  expect(released.map(({ cwd, args }) => [cwd, args.join(" ")])).toEqual([
    [join(build.dir, "apps/web"), "release hello --overwrite"],
  ])
})

it("refuses a folder for the release that has no mix.exs", async () => {
  const files = { ...releaseApp, "releases_buildpack.config": "app_relative_path=apps/none\n" }
  const build = await (await startHeroku()).push(files)
  expect(build.exitCode).toBe(1)
  expect(build.errors).toMatchInlineSnapshot(`
    " !
     !     There is no mix.exs in apps/none, where the release is to be made
     !
     !     releases_buildpack.config:1 names that folder, as app_relative_path. It is the one, from the app's top folder, whose
     !     mix.exs has the release. Correct it; without the setting the release is made in the top folder.
     !
     !     Error id: release/no-project
     !
    "
  `)
})

it("keeps beside the release what .gigalixir/releases/includes.txt chooses", async () => {
  const files = {
    ...releaseApp,
    "priv/keys/one.pem": "1",
    "priv/keys/old/two.pem": "2",
    "priv/notes.txt": "none",
    ".gigalixir/releases/includes.txt": "# keys\n/priv/keys/*\n",
  }
  const build = await (await startHeroku()).push(files)
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  const kept = (await filesBelow(build.dir)).filter((path) => path.startsWith("priv/"))
  expect(kept).toEqual(["priv/keys/one.pem"])
})

it("refuses a hot upgrade before anything is done", async () => {
  const build = await (await startHeroku()).push(releaseApp, { vars: { GIGALIXIR_SHOULD_HOT_UPGRADE: "true" } })
  expect(build.exitCode).toBe(1)
  expect(build.errors).toContain("Error id: release/hot-upgrade")
  expect(commandLines(build.calls, "mix")).toEqual([])
})
