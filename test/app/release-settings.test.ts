import { describe, expect, it } from "vitest"
import { readApp } from "../../lib/app/app.ts"
import { type ReleaseSettings, releaseSettings } from "../../lib/app/release-settings.ts"
import type { Env } from "../../lib/core/env.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { type Files, tempApp } from "../support/app.ts"
import { plainApp } from "../support/apps.ts"
import { failure } from "../support/failure.ts"

async function settings(files: Files, env: Env = {}): Promise<ReleaseSettings> {
  return releaseSettings(await readApp(await tempApp({ ...plainApp, ...files })), env)
}

function file(name: string, line: number) {
  return { kind: "file", file: name, line }
}

describe("releaseSettings", () => {
  it("finds nothing in an app that sets nothing", async () => {
    expect(await settings({})).toEqual({
      wanted: undefined,
      name: undefined,
      folder: undefined,
      args: undefined,
      keep: [],
      includes: [],
    })
  })

  it("reads what is set, each with its origin", async () => {
    const files = {
      "elixir_buildpack.config": "release=true\n",
      "releases_buildpack.config": '# below apps\napp_relative_path="./apps/web/"\n',
      ".gigalixir/releases/includes.txt": "# keys\r\n/priv/*.pem\r\n\r\n  ; more\r\n/priv/tree/**\r\n",
    }
    const origin = { kind: "env", name: "GIGALIXIR_RELEASE_OPTIONS" }
    expect(await settings(files, { GIGALIXIR_RELEASE_OPTIONS: "shop --quiet --version '1.0 rc'" })).toEqual({
      wanted: { value: true, origin: file("elixir_buildpack.config", 1) },
      name: { value: "shop", origin },
      folder: { value: "apps/web", origin: file("releases_buildpack.config", 2) },
      args: { value: ["--quiet", "--version", "1.0 rc"], origin },
      keep: [],
      includes: ["/priv/*.pem", "/priv/tree/**"],
    })
  })

  it("reads the names in BEAMPACK_RELEASE and BEAMPACK_KEEP", async () => {
    const env = {
      BEAMPACK_RELEASE: " shop ",
      GIGALIXIR_RELEASE_OPTIONS: "stock",
      BEAMPACK_KEEP: "data 'my notes/a.txt'",
    }
    const { name, keep } = await settings({}, env)
    expect(name).toEqual({ value: "shop", origin: { kind: "env", name: "BEAMPACK_RELEASE" } })
    expect(keep).toEqual(["data", "my notes/a.txt"])
  })

  it("takes a folder for the release as the wish for one", async () => {
    const files = { "releases_buildpack.config": "app_relative_path=apps/web\n" }
    expect((await settings(files)).wanted).toEqual({ value: true, origin: file("releases_buildpack.config", 1) })
    const not = { ...files, "elixir_buildpack.config": "release=false\n" }
    expect((await settings(not)).wanted).toEqual({ value: false, origin: file("elixir_buildpack.config", 1) })
  })

  it("lets the config var go before the file that it stands for", async () => {
    const files = { "releases_buildpack.config": "app_relative_path=apps/web\n" }
    const variable = "GIGALIXIR_RELEASES_BUILDPACK_CONFIG"
    expect((await settings(files, { [variable]: '\napp_relative_path="apps/$APP"', APP: "shop" })).folder).toEqual({
      value: "apps/shop",
      origin: file(variable, 2),
    })
    expect((await settings(files, { [variable]: "" })).folder?.value).toBe("apps/web")
  })

  it.each([".", "./", ""])("takes the folder %j for the app's own", async (path) => {
    expect((await settings({ "releases_buildpack.config": `app_relative_path="${path}"\n` })).folder).toBeUndefined()
  })

  it.each([
    ["", undefined, undefined],
    ["shop", "shop", undefined],
    ["--overwrite", undefined, ["--overwrite"]],
    ["--version 1.2.3", undefined, ["--version", "1.2.3"]],
    ["--version 1.2.3 shop", "shop", ["--version", "1.2.3"]],
    ["--version=1.2.3 shop --quiet", "shop", ["--version=1.2.3", "--quiet"]],
  ])("reads the options %j", async (options, name, args) => {
    const read = await settings({}, { GIGALIXIR_RELEASE_OPTIONS: options })
    expect([read.name?.value, read.args?.value]).toEqual([name, args])
  })

  it.each(["false", "", "True"])("lets GIGALIXIR_SHOULD_HOT_UPGRADE be %j", async (value) => {
    expect((await settings({}, { GIGALIXIR_SHOULD_HOT_UPGRADE: value })).includes).toEqual([])
  })

  it.each<[string, Files, Env]>([
    ["a hot upgrade", {}, { GIGALIXIR_SHOULD_HOT_UPGRADE: "true" }],
    ["another place for the release", {}, { GIGALIXIR_RELEASE_OPTIONS: "--overwrite --path ../out" }],
    ["options with an open quote", {}, { GIGALIXIR_RELEASE_OPTIONS: "--version '1.0" }],
    ["files to keep with an open quote", {}, { BEAMPACK_KEEP: 'data "notes' }],
    ["a folder outside of the app", { "releases_buildpack.config": "\napp_relative_path=../shop\n" }, {}],
    ["a mistake in the config var", {}, { GIGALIXIR_RELEASES_BUILDPACK_CONFIG: "app_relative_path = apps/web" }],
  ])("refuses %s", async (_, files, env) => {
    expect(`\n${renderError(await failure(settings(files, env)))}\n`).toMatchSnapshot()
  })
})
