import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { readApp, readConfig } from "../../lib/app/app.ts"
import { tempApp, tempDir } from "../support/app.ts"
import { failure } from "../support/failure.ts"

const mixExs = `defmodule Shop.MixProject do
  use Mix.Project
  def project, do: [app: :shop, version: "0.1.0", deps: [{:plug, "~> 1.0"}]]
end
`

async function refused(folder: string): Promise<string> {
  const error = await failure(readApp(folder))
  return `${error.id}\n${error.title}\n\n${error.help}`.replaceAll(folder, "APP")
}

describe("readApp", () => {
  it("reads an app with nothing but mix.exs", async () => {
    const folder = await tempApp({ "mix.exs": mixExs })
    expect(await readApp(folder)).toEqual({
      folder,
      project: expect.objectContaining({ app: "shop", dependencies: ["plug"] }),
      lock: undefined,
      apps: ["shop"],
      dependencies: ["plug"],
      phoenix: false,
      procfile: {},
      scripts: [],
      overlays: { server: false, migrate: false },
      hasRelFolder: false,
      projectToml: new Map(),
      texts: {},
      elixirRequirements: [],
      versionFiles: new Map(),
    })
  })

  it("knows what the apps of an umbrella fetch, and what they only share", async () => {
    const child = (name: string, deps: string): string =>
      `defmodule ${name} do\n  use Mix.Project\n  def project, do: [app: :x, deps: [${deps}]]\nend\n`
    const folder = await tempApp({
      "mix.exs": 'defmodule Top do\n  use Mix.Project\n  def project, do: [apps_path: "apps", deps: []]\nend\n',
      "apps/core/mix.exs": child("Core", '{:local, path: "../../local"}'),
      "apps/web/mix.exs": child("Web", '{:core, in_umbrella: true}, {:phoenix, "~> 1.7"}, {:own, [in_umbrella: true]}'),
      "apps/notes.txt": "not an app",
    })
    expect(await readApp(folder)).toMatchObject({ dependencies: ["phoenix"], phoenix: true })
  })

  it("reads what else is there", async () => {
    const folder = await tempApp({
      "mix.exs": mixExs,
      "mix.lock": '%{"phoenix": {:hex, :phoenix, "1.7.21", "00", [:mix], [], "hexpm", "00"}}',
      Procfile: "web: mix phx.server",
      "rel/overlays/bin/server": "#!/bin/sh",
      "elixir_buildpack.config": "elixir_version=$WISH\n",
      ".tool-versions": "erlang 27.3.4\n",
      "project.toml": "[com.beampack]\nkeep_node = true\n",
    })
    const app = await readApp(folder)
    expect(app).toMatchObject({
      lock: { hex: ["phoenix"] },
      phoenix: true,
      procfile: { web: { value: "mix phx.server" } },
      overlays: { server: true, migrate: false },
      hasRelFolder: true,
      projectToml: new Map([["keep_node", { value: "true", origin: { kind: "file", file: "project.toml", line: 2 } }]]),
      versionFiles: new Map([[".tool-versions", "erlang 27.3.4\n"]]),
    })
    const { settings } = readConfig(app, "elixir_buildpack.config", { WISH: "1.18.4" })
    expect(settings.get("elixir_version")?.value).toBe("1.18.4")
    expect(readConfig(app, "phoenix_static_buildpack.config", {}).settings.size).toBe(0)
  })

  it("takes Phoenix from git for Phoenix", async () => {
    const lock = '%{"phoenix": {:git, "https://github.com/phoenixframework/phoenix.git", "00", []}}'
    expect((await readApp(await tempApp({ "mix.exs": mixExs, "mix.lock": lock }))).phoenix).toBe(true)
  })

  it("leaves a rel folder to Distillery", async () => {
    const folder = await tempApp({ "mix.exs": mixExs, "rel/config.exs": "use Mix.Releases.Config" })
    expect((await readApp(folder)).hasRelFolder).toBe(false)
  })

  it("says what it found in place of mix.exs", async () => {
    const names = ["README.md", ...Array.from({ length: 11 }, (_, index) => `file-${String(index).padStart(2, "0")}`)]
    const folder = await tempApp(Object.fromEntries(names.map((name) => [name, ""])))
    expect(await refused(folder)).toMatchInlineSnapshot(`
      "app/no-mix-exs
      This is not an Elixir app: it has no mix.exs

      Looked for mix.exs in APP, which holds:
        README.md
        file-00
        file-01
        file-02
        file-03
        file-04
        file-05
        file-06
        file-07
        file-08
        and 2 more

      mix.exs must be in the top folder of what is deployed. Is it in a subfolder, named in .slugignore, or not committed?
      "git ls-files mix.exs" prints its name when it is committed."
    `)
  })

  it("points at an app in a subfolder", async () => {
    expect(await refused(await tempApp({ "backend/mix.exs": mixExs, "README.md": "" }))).toMatchInlineSnapshot(`
      "app/no-mix-exs
      This is not an Elixir app: it has no mix.exs

      Looked for mix.exs in APP, which holds:
        README.md
        backend

      There is one in backend/. The top folder of what is deployed must be the app's:
      deploy that folder alone (git subtree push --prefix backend heroku main)."
    `)
  })

  it("says that the folder is empty", async () => {
    expect(await refused(await tempDir())).toMatchInlineSnapshot(`
      "app/no-mix-exs
      This is not an Elixir app: it has no mix.exs

      Looked for mix.exs in APP, which is empty.

      mix.exs must be in the top folder of what is deployed. Is it in a subfolder, named in .slugignore, or not committed?
      "git ls-files mix.exs" prints its name when it is committed."
    `)
  })

  it("says that there is no such folder", async () => {
    expect(await refused(join(await tempDir(), "nowhere"))).toMatchInlineSnapshot(`
      "app/no-mix-exs
      This is not an Elixir app: it has no mix.exs

      There is no folder APP."
    `)
  })
})
