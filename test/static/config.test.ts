import { describe, expect, it } from "vitest"
import { readApp } from "../../lib/app/app.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { staticConfig } from "../../lib/static/config.ts"
import { type Files, tempApp } from "../support/app.ts"
import { mixExs } from "../support/apps.ts"
import { failure } from "../support/failure.ts"

async function appWith(files: Files) {
  return readApp(await tempApp({ "mix.exs": mixExs(), ...files }))
}

async function configOf(text: string, files: Files = {}) {
  return staticConfig(await appWith({ "phoenix_static_buildpack.config": text, ...files }), {})
}

function phoenixLock(version: string): Files {
  return { "mix.lock": `%{"phoenix": {:hex, :phoenix, "${version}", "00", [:mix], [], "hexpm", "00"}}` }
}

describe("the Mix tasks of Phoenix", () => {
  it.each([
    { version: "1.0.6", prefix: "phoenix" },
    { version: "1.2.5", prefix: "phoenix" },
    { version: "0.17.1", prefix: "phoenix" },
    { version: "1.3.0", prefix: "phx" },
    { version: "1.20.0", prefix: "phx" },
    { version: "2.0.0", prefix: "phx" },
  ])("of $version begin with $prefix", async ({ version, prefix }) => {
    expect((await configOf("", phoenixLock(version))).phoenixEx).toBe(prefix)
  })

  it.each([
    { line: "phoenix_ex=phx", lock: phoenixLock("1.2.5"), prefix: "phx" },
    { line: "phoenix_ex=phoenix", lock: {}, prefix: "phoenix" },
    { line: "phoenix_ex=", lock: {}, prefix: "phx" },
  ])("begin with $prefix because of $line", async ({ line, lock, prefix }) => {
    expect((await configOf(line, lock)).phoenixEx).toBe(prefix)
  })

  it("have no other beginning", async () => {
    expect(renderError(await failure(configOf("\nphoenix_ex=phx.\n")))).toMatchSnapshot()
  })
})

it.each([
  { text: "", kept: false },
  { text: "remove_node=true", kept: false },
  { text: "remove_node=", kept: false },
  { text: "remove_node=false", kept: true },
])("keeps Node: $kept, by '$text'", async ({ text, kept }) => {
  expect((await configOf(text)).keepNode).toBe(kept)
})

it("takes folders below the app only", async () => {
  const { assets } = await configOf("phoenix_relative_path=./apps/web/\nassets_path='front end'\n")
  expect(assets.project?.value).toBe("apps/web")
  expect(assets.assets?.value).toBe("front end")
  const error = await failure(configOf("phoenix_relative_path=../other\n"))
  expect(error.id).toBe("config/not-below")
})

describe("our own names", () => {
  const toml = `[com.beampack]
npm = "10.9.4"
yarn = "1.22.22"
keep_node = true
assets_project = "apps/web"
assets_folder = "front/"
assets_script = "bin/assets"
cache = false
`
  const old = `npm_version=6.14.18
yarn_version=0.27.5
remove_node=true
phoenix_relative_path=old
assets_path=old
compile=old
clean_cache=false
`
  const origin = (line: number) => ({ kind: "file", file: "project.toml", line })

  it("in project.toml go before the old file", async () => {
    expect(await configOf(old, { "project.toml": toml })).toMatchObject({
      npmVersion: { value: "10.9.4", origin: origin(2) },
      yarnVersion: { value: "1.22.22", origin: origin(3) },
      keepNode: true,
      assets: {
        project: { value: "apps/web", origin: origin(5) },
        assets: { value: "front", origin: origin(6) },
        compile: { value: "bin/assets", origin: origin(7) },
      },
      freshCache: { value: true, origin: origin(8) },
    })
  })

  it("as variables go before both", async () => {
    const app = await appWith({ "phoenix_static_buildpack.config": old, "project.toml": toml })
    const env = { BEAMPACK_KEEP_NODE: "false", BEAMPACK_CACHE: "true", BEAMPACK_NPM: "11.0.0" }
    expect(staticConfig(app, env)).toMatchObject({
      npmVersion: { value: "11.0.0", origin: { kind: "env", name: "BEAMPACK_NPM" } },
      keepNode: false,
      freshCache: { value: false, origin: { kind: "env", name: "BEAMPACK_CACHE" } },
    })
  })
})

it("names what it does not know", async () => {
  const { unread } = await configOf("node_versoin=22.12.0\nnode_version=22\nyarn_version=1.22.22\ncompile=compile\n")
  expect(unread).toEqual([
    expect.stringMatching(/^phoenix_static_buildpack\.config:1 sets node_versoin, .* node_version\?$/),
  ])
})
