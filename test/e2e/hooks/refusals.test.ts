import { existsSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { tempDir, writeFiles } from "../../support/app.ts"
import { mixExs, npmAssets, plainApp } from "../../support/apps.ts"
import { filesBelow, type Heroku, otpBuilds, startHeroku } from "../../support/heroku.ts"
import { copyOfTree, runHook, stableLog } from "../../support/hook.ts"

interface Refusal {
  readonly what: string
  readonly files?: Readonly<Record<string, string>>
  readonly vars?: Readonly<Record<string, string>>
  readonly arrange?: (heroku: Heroku) => unknown
}

const script = { ...npmAssets, "assets/package.json": '{ "scripts": { "build": "x" } }\n' }
const releases = { "mix.exs": mixExs(["releases: [hello: [], admin: []]"]) }

const refusals: readonly Refusal[] = [
  { what: "an unknown Elixir", vars: { ELIXIR_VERSION: "1.18.9" } },
  { what: "an unknown Erlang/OTP", files: { ".tool-versions": "erlang 27.9\n" } },
  {
    what: "an unknown Node",
    files: { ...script, "phoenix_static_buildpack.config": "node_version=22.99.0\n" },
  },
  {
    what: "an Elixir that does not run on the Erlang/OTP",
    vars: { ELIXIR_VERSION: "1.18.4", ERLANG_VERSION: "25.3.2.21" },
  },
  {
    what: "a config with an unclosed quote",
    files: { "elixir_buildpack.config": 'erlang_version=27.3.4\nhook_compile="mix compile\n' },
  },
  { what: "a config that runs a command", files: { "elixir_buildpack.config": "elixir_version=$(cat VERSION)\n" } },
  { what: "a config with a release that is neither", files: { "elixir_buildpack.config": "release=maybe\n" } },
  { what: "a release that is not there", files: releases, vars: { BEAMPACK_RELEASE: "hallo" } },
  { what: "several releases and none chosen", files: releases },
  {
    what: "a package.json that is not JSON",
    files: { ...script, "assets/package.json": '{\n  "scripts": { "build": "x", }\n}\n' },
  },
  {
    what: "the lock of another package manager",
    files: { "assets/package.json": '{ "packageManager": "pnpm@10.19.0" }\n', "assets/yarn.lock": "" },
  },
  { what: "a relative mirror", vars: { BEAMPACK_MIRROR: "./mirror" } },
  { what: "a mirror folder that is not there", vars: { BEAMPACK_MIRROR: "/not/there" } },
  {
    what: "an index that is not there",
    arrange: ({ origin }) => origin.fail("/builds/elixir/builds.txt", { status: 404 }),
  },
  {
    what: "an index whose server fails",
    arrange: ({ origin }) => origin.fail("/builds/elixir/builds.txt", { status: 500, times: 3 }),
  },
  {
    what: "an index that is another page",
    arrange: ({ origin }) => origin.fail("/builds/elixir/builds.txt", { body: "<html>Sign in</html>" }),
  },
]

it.each(refusals)("refuses $what before it writes anything but its report", async ({ files, vars, arrange }) => {
  const heroku = await startHeroku()
  await arrange?.(heroku)
  const app = { ...plainApp, ...files }
  const build = await heroku.push(app, { vars })
  expect(build.exitCode).toBe(1)
  expect(build.errors).toMatchSnapshot()
  expect(await filesBelow(heroku.cache)).toEqual(["beampack/report.json"])
  expect(await filesBelow(build.dir)).toEqual(Object.keys(app).toSorted())
  expect(existsSync(join(build.trees[0] ?? "", "export"))).toBe(false)
})

it("refuses a mirror that nobody serves", async () => {
  const heroku = await startHeroku()
  await heroku.origin.close()
  const build = await heroku.push(plainApp)
  expect(build.exitCode).toBe(1)
  // The two indexes are asked for at the same time.
  expect(build.errors.replace(/(otp\/ARCH\/ubuntu-24.04|elixir)\/builds.txt/, "INDEX")).toMatchInlineSnapshot(`
    " !
     !     Cannot reach http://origin/builds/INDEX
     !
     !     The request failed: connect ECONNREFUSED origin.
     !     Check the network of this machine. Behind a proxy, set HTTPS_PROXY and HTTP_PROXY (and NO_PROXY for hosts
     !     that need none); without internet, set BEAMPACK_MIRROR to a mirror's URL or folder.
     !
     !     Error id: download/unreachable
     !
    "
  `)
  expect(await filesBelow(heroku.cache)).toEqual(["beampack/report.json"])
})

it("does not wait for one index when another one is missing", async () => {
  const heroku = await startHeroku()
  heroku.origin.fail("/builds/elixir/builds.txt", { stall: 60_000 })
  heroku.origin.fail(`/${otpBuilds}/builds.txt`, { status: 404 })
  const before = performance.now()
  const build = await heroku.push(plainApp)
  expect(build.exitCode).toBe(1)
  expect(build.errors).toContain("Error id: index/missing")
  expect(performance.now() - before).toBeLessThan(10_000)
})

it("refuses an app without mix.exs", async () => {
  const build = await (await startHeroku()).push({ "README.md": "", "backend/mix.exs": "" })
  expect(build.exitCode).toBe(1)
  expect(build.errors).toMatchInlineSnapshot(`
    " !
     !     This is not an Elixir app: it has no mix.exs
     !
     !     Looked for mix.exs in BUILD_DIR, which holds:
     !       README.md
     !       backend
     !
     !     There is one in backend/. The top folder of what is deployed must be the app's:
     !     deploy that folder alone (git subtree push --prefix backend heroku main).
     !
     !     Error id: app/no-mix-exs
     !
    "
  `)
})

it.each([
  { what: "no ENV_DIR", folders: ["app", "cache"] },
  { what: "an ENV_DIR that is not there", folders: ["app", "cache", "env"] },
  { what: "a BUILD_DIR that is not there", folders: ["not-there", "cache", "app"] },
  { what: "no arguments", folders: [] },
])("refuses $what", async ({ folders }) => {
  const work = await tempDir("work")
  await writeFiles(join(work, "app"), plainApp)
  const tree = await copyOfTree("beampack")
  const result = await runHook(
    tree,
    "compile",
    folders.map((folder) => join(work, folder)),
  )
  expect(result).toMatchObject({ exitCode: 1, stdout: "" })
  expect(stableLog(result.stderr, { WORK: work })).toMatchSnapshot()
  const files = (await filesBelow(work)).filter((file) => file !== "cache/beampack/report.json")
  expect(files).toEqual(["app/lib/hello.ex", "app/mix.exs"])
})
