import { describe, expect, it } from "vitest"
import { readApp } from "../../lib/app/app.ts"
import { type ReleaseSettings, releaseSettings } from "../../lib/app/release-settings.ts"
import type { Env } from "../../lib/core/env.ts"
import { describeOrigin, type Setting } from "../../lib/core/setting.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { type Files, tempApp } from "../support/app.ts"
import { plainApp } from "../support/apps.ts"
import { failure } from "../support/failure.ts"

async function settings(files: Files, env: Env = {}): Promise<ReleaseSettings> {
  return releaseSettings(await readApp(await tempApp({ ...plainApp, ...files })), env)
}

function shown(setting: Setting<unknown> | undefined): string {
  return setting === undefined ? "none" : `${setting.value} by ${describeOrigin(setting.origin)}`
}

function file(name: string, line: number) {
  return { kind: "file", file: name, line }
}

function projectToml(...lines: readonly string[]): Files {
  return { "project.toml": `[com.beampack]\n${lines.join("\n")}\n` }
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
    const origin = { kind: "env", name: "BEAMPACK_KEEP" }
    expect(keep).toEqual([
      { value: "data", origin },
      { value: "my notes/a.txt", origin },
    ])
  })

  it("reads project.toml, each value with its line", async () => {
    const files = projectToml("release = 'shop'", 'release_folder = "apps/shop/"', `keep = ["it's", "b c"]`)
    expect(await settings(files)).toEqual({
      wanted: { value: true, origin: file("project.toml", 3) },
      name: { value: "shop", origin: file("project.toml", 2) },
      folder: { value: "apps/shop", origin: file("project.toml", 3) },
      args: undefined,
      keep: ["it's", "b c"].map((value) => ({ value, origin: file("project.toml", 4) })),
      includes: [],
    })
  })

  it.each<[toml: string, old: string, env: Env, wanted: string, name: string]>([
    ["release = true", "release=false", {}, "true by project.toml:2", "none"],
    ["release = false", "release=true", {}, "false by project.toml:2", "none"],
    ["release = 'shop'", "release=false", {}, "none", "shop by project.toml:2"],
    ["", "release=false", { BEAMPACK_RELEASE: "true" }, "true by BEAMPACK_RELEASE", "none"],
    [
      "",
      "release=false",
      { BEAMPACK_RELEASE: "shop" },
      "false by elixir_buildpack.config:1",
      "shop by BEAMPACK_RELEASE",
    ],
    ["release = false", "", { BEAMPACK_RELEASE: "shop" }, "none", "shop by BEAMPACK_RELEASE"],
    ["release = 'stock'", "", { BEAMPACK_RELEASE: "shop" }, "none", "shop by BEAMPACK_RELEASE"],
    ["release = 'shop'", "", { BEAMPACK_RELEASE: "false" }, "false by BEAMPACK_RELEASE", "shop by project.toml:2"],
    ["release = 'stock'", "", { GIGALIXIR_RELEASE_OPTIONS: "shop" }, "none", "shop by GIGALIXIR_RELEASE_OPTIONS"],
    ["", "release=true", { BEAMPACK_RELEASE: " " }, "true by elixir_buildpack.config:1", "none"],
  ])("decides between %j in project.toml, %j in the old file and %j", async (toml, old, env, wanted, name) => {
    const read = await settings({ ...projectToml(toml), "elixir_buildpack.config": `${old}\n` }, env)
    expect([shown(read.wanted), shown(read.name)]).toEqual([wanted, name])
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
    ["files to keep with an open quote in project.toml", projectToml('keep = "data \'notes"'), {}],
    ["a folder outside of the app that project.toml names", projectToml('release_folder = "../shop"'), {}],
    ["a folder outside of the app that a variable names", {}, { BEAMPACK_RELEASE_FOLDER: "/shop" }],
    ["a folder outside of the app", { "releases_buildpack.config": "\napp_relative_path=../shop\n" }, {}],
    ["a mistake in the config var", {}, { GIGALIXIR_RELEASES_BUILDPACK_CONFIG: "app_relative_path = apps/web" }],
  ])("refuses %s", async (_, files, env) => {
    expect(`\n${renderError(await failure(settings(files, env)))}\n`).toMatchSnapshot()
  })
})
