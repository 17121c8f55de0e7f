import { pathToFileURL } from "node:url"
import { expect, it } from "vitest"
import { npmAssets, plainApp } from "../../support/apps.ts"
import { startHeroku } from "../../support/heroku.ts"

const app = { ...plainApp, ...npmAssets, "assets/package.json": '{ "scripts": { "build": "x" } }' }

const toolVersions = { ".tool-versions": "# pinned\nerlang 26.2.5.11\nelixir 1.17.3-otp-26\nnodejs 20.19.5\n" }
const configs = {
  "elixir_buildpack.config": "erlang_version=27.3.4\nelixir_version=v1.17.3\n",
  "phoenix_static_buildpack.config": "\nnode_version=22.12.0\n",
}
const vars = { ERLANG_VERSION: "25.3.2.21", ELIXIR_VERSION: "1.14.5", NODE_VERSION: "25.2.0" }

it.each([
  { from: "nowhere", files: {}, vars: {} },
  { from: ".tool-versions", files: toolVersions, vars: {} },
  { from: "buildpack configs before .tool-versions", files: { ...toolVersions, ...configs }, vars: {} },
  { from: "config vars before all", files: { ...toolVersions, ...configs }, vars },
])("takes versions from $from and says so", async ({ files, vars }) => {
  const heroku = await startHeroku()
  const build = await heroku.push({ ...app, ...files }, { vars })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  const [, planned] = /Planning[^\n]*\n(.*?)-----> /s.exec(build.log) ?? []
  expect(planned).toMatchSnapshot()
  const installed = heroku.origin.requests.filter((path) => /\.(gz|zip)$/.test(path)).toSorted()
  expect(installed.map((path) => path.replace(/amd64|arm64|x64/g, "ARCH"))).toMatchSnapshot()
})

it.each([
  { stack: "heroku-22", folder: "ubuntu-22.04" },
  { stack: "heroku-26", folder: "ubuntu-26.04" },
])("takes the Erlang/OTP that is built for $stack", async ({ stack, folder }) => {
  const heroku = await startHeroku()
  expect((await heroku.push(plainApp, { env: { STACK: stack } })).exitCode).toBe(0)
  expect(heroku.origin.requests.filter((path) => path.includes("/otp/") && !path.includes(folder))).toEqual([])
})

it.each([
  { as: "a folder", mirror: (dir: string) => dir },
  { as: "a file URL", mirror: (dir: string) => pathToFileURL(dir).href },
])("takes runtimes from a mirror that is $as", async ({ mirror }) => {
  const heroku = await startHeroku()
  const build = await heroku.push(app, { vars: { BEAMPACK_MIRROR: mirror(heroku.mirror) } })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(heroku.origin.requests).toEqual([])
})

it("takes the mirror from the platform's environment too, after the user's", async () => {
  const heroku = await startHeroku()
  const platform = await heroku.push(app, {
    vars: { BEAMPACK_MIRROR: undefined },
    env: { BEAMPACK_MIRROR: heroku.mirror },
  })
  expect(platform).toMatchObject({ exitCode: 0, errors: "" })
  expect(heroku.origin.requests).toEqual([])
  expect((await heroku.push(app, { env: { BEAMPACK_MIRROR: "/not/there" } })).exitCode).toBe(0)
})
