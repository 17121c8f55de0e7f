import { expect, it } from "vitest"
import type { Files } from "../../support/app.ts"
import { mixExs, phoenixApp, releaseApp } from "../../support/apps.ts"
import { filesBelow, startHeroku } from "../../support/heroku.ts"

const release = "_build/prod/rel/hello"

/** The files of a slug that are neither ours nor the release's. */
async function others(dir: string): Promise<readonly string[]> {
  return (await filesBelow(dir)).filter((path) => !/^(\.beampack|\.profile\.d|_build\/prod\/rel)\//.test(path))
}

it("holds the release, and not what it was made of", async () => {
  const build = await (await startHeroku()).push(phoenixApp)
  expect(build.exitCode, build.errors).toBe(0)
  expect(await others(build.dir)).toEqual([])
})

it("holds what other buildpacks have brought and what is started of the app", async () => {
  const files: Files = {
    ...releaseApp,
    Procfile: "web: bin/start-pgbouncer priv/scripts/web.sh\n",
    "bin/start-pgbouncer": '#!/bin/sh\n. bin/gen.sh\nexec "$@"\n',
    "bin/gen.sh": "echo\n",
    "vendor/pgbouncer/pgbouncer.ini": "",
    "config/nginx.conf.erb": "",
    "priv/scripts/web.sh": "#!/bin/sh\n. $(dirname $0)/../env.sh\nexec _build/prod/rel/hello/bin/hello start\n",
    "priv/scripts/other.sh": "",
    "priv/env.sh": "",
    "data/geo.db": "",
  }
  const build = await (await startHeroku()).push(files)
  expect(build.exitCode, build.errors).toBe(0)
  expect(await others(build.dir)).toEqual(
    Object.keys(files)
      .filter((path) => !["lib/hello.ex", "mix.exs", "priv/env.sh", "priv/scripts/other.sh"].includes(path))
      .toSorted(),
  )
})

it("holds what BEAMPACK_KEEP names, and tells of what it names in vain", async () => {
  const files = { ...releaseApp, "priv/a.db": "", "priv/b.db": "", "priv/notes.txt": "", "docs/a b.md": "" }
  const vars = { BEAMPACK_KEEP: "/app/priv/*.db lib 'nothing here'" }
  const build = await (await startHeroku()).push(files, { vars })
  expect(build.exitCode, build.errors).toBe(0)
  expect(await others(build.dir)).toEqual(["docs/a b.md", "lib/hello.ex", "priv/a.db", "priv/b.db"])
  expect(build.log).toContain(" !     BEAMPACK_KEEP: the app has no nothing here\n")
})

it.each<[what: string, files: Files]>([
  ["a script of the Procfile", { Procfile: "web: ./start.sh\n", "start.sh": "#!/bin/sh\nexec mix run --no-halt\n" }],
  ["app.json", { "app.json": '{ "scripts": { "postdeploy": "mix ecto.setup" } }' }],
])("makes no release when %s runs Mix, and says where", async (_, files) => {
  const build = await (await startHeroku()).push({ ...releaseApp, ...files })
  expect(build.exitCode, build.errors).toBe(0)
  expect(build.log).toMatch(/ No release is made \((start\.sh:2|app\.json)\)\n/)
  expect(await others(build.dir)).toContain("lib/hello.ex")
})

it("says which line of the Procfile starts a program that is not there", async () => {
  const lines = [
    "_build/prod/rel/other/bin/other start",
    "A=b exec ./scripts/nope.sh",
    `${release}/bin/hello start`,
    "cat /dev/null",
  ]
  const Procfile = lines.map((line, at) => `p${at}: ${line}\n`).join("")
  const build = await (await startHeroku()).push({ ...releaseApp, Procfile })
  expect(build.log.match(/^ !.*Procfile.*$/gm)).toEqual([
    " !     Procfile:1: there is no _build/prod/rel/other/bin/other in the built app",
    " !     Procfile:2: there is no ./scripts/nope.sh in the built app",
  ])
})

it.each([
  ["MIX_BUILD_PATH", { MIX_BUILD_PATH: "_build/mine" }, "_build/mine/rel/hello"],
  ["MIX_BUILD_ROOT", { MIX_BUILD_ROOT: "out" }, "out/prod/rel/hello"],
  ["empty variables", { MIX_BUILD_PATH: "", MIX_ENV: "" }, release],
])("is started from where Mix has put the release: %s", async (_, vars, root) => {
  const build = await (await startHeroku()).push(releaseApp, { vars })
  expect(build).toMatchObject({ exitCode: 0, processes: { web: `${root}/bin/hello start` } })
  expect(await filesBelow(build.dir)).toContain(`${root}/bin/hello`)
})

it("is not made of a release that nobody finds", async () => {
  const files = { ...releaseApp, "mix.exs": mixExs(['releases: [hello: [path: "out/hello"]]']) }
  const build = await (await startHeroku()).push(files)
  expect(build.exitCode).toBe(1)
  expect(build.errors).toMatchInlineSnapshot(`
    " !
     !     mix release has made no release where the app would be started from
     !
     !     Looked in:
     !       _build/prod/rel
     !
     !     A release has to stay where Mix puts it. Does mix.exs set path: for it, or build_path:? Remove that; where a release
     !     needs another place for itself, a step of its own in mix.exs can copy it there.
     !
     !     Error id: release/not-found
     !
    "
  `)
})

it("is not made of a release without Erlang", async () => {
  const files = { ...releaseApp, "mix.exs": mixExs(["releases: [hello: [include_erts: false]]"]) }
  const build = await (await startHeroku()).push(files)
  expect(build.exitCode).toBe(1)
  expect(build.errors).toMatchInlineSnapshot(`
    " !
     !     The release hello has no Erlang in it
     !
     !     mix.exs says include_erts: false for it, and the app runs where there is no other Erlang. Remove that, or let Mix run
     !     the app in place of a release: release=false in elixir_buildpack.config.
     !
     !     Error id: release/no-erts
     !
    "
  `)
})
