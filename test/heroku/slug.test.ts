import { mkdir, readdir, symlink } from "node:fs/promises"
import { dirname, join } from "node:path"
import { execa } from "execa"
import { describe, expect, it } from "vitest"
import type { OutputEvent } from "../../lib/core/output.ts"
import { trimSlug } from "../../lib/heroku/slug.ts"
import { type Files, tempApp, tempDir, writeFiles } from "../support/app.ts"
import { filesBelow } from "../support/heroku.ts"

const release = "_build/prod/rel/hello"
const env = { PATH: process.env.PATH, HOME: "/nonexistent" }
const { signal } = new AbortController()

/** What the release is made of, and what the build left beside it. */
const sources: Files = {
  "_build/prod/lib/hello/ebin/hello.app": "",
  "_build/esbuild-linux-x64": "",
  "deps/phoenix/mix.exs": "",
  "lib/hello.ex": "",
  "priv/static/app.css": "",
  "assets/js/app.js": "",
  "config/config.exs": "",
  "config/runtime.exs": "",
  "mix.exs": "",
  "mix.lock": "",
  "elixir_buildpack.config": "",
  "README.md": "",
  ".formatter.exs": "",
  ".github/ci.yml": "",
}
const built: Files = {
  ...sources,
  [`${release}/bin/hello`]: "#!/bin/sh\n",
  ".beampack/release.yml": "",
  ".profile.d/beampack-phoenix.sh": 'export PATH="$HOME/.beampack/node/bin:$PATH"\n',
}
const stays = [".beampack/release.yml", ".profile.d/beampack-phoenix.sh", `${release}/bin/hello`]

async function trim(app: string, files: readonly string[] | undefined): Promise<readonly OutputEvent[]> {
  const events: OutputEvent[] = []
  const output = (event: OutputEvent): unknown => events.push(event)
  const { ended } = await trimSlug({ app, leftAt: app, env, output, signal }, { processes: {}, files })
  await ended
  return events
}

/** What is left of the built app and more files, beside what always stays. */
async function left(more: Files, files: readonly string[] | undefined): Promise<readonly string[]> {
  const app = await tempApp({ ...built, ...more })
  await trim(app, files)
  return (await filesBelow(app)).filter((path) => !stays.includes(path))
}

describe("trimSlug", () => {
  it("removes what the release is made of", async () => {
    expect(await left({}, [release])).toEqual([])
  })

  it("says so", async () => {
    expect(await trim(await tempApp(built), [release])).toMatchInlineSnapshot(`
      [
        {
          "kind": "step",
          "text": "Removing the sources",
        },
        {
          "kind": "detail",
          "text": "What stays: .beampack, .profile.d, _build",
        },
      ]
    `)
  })

  it.each<[what: string, files: Files]>([
    ["what the platform reads", { Procfile: "", "app.json": "{}", "nginx.conf.sigil": "", DOKKU_SCALE: "" }],
    [
      "what other buildpacks bring",
      { ".apt/usr/lib/libvips.so": "", "vendor/pgbouncer/pgbouncer.ini": "", "bin/start": "" },
    ],
    [
      "what a buildpack after this one may want",
      { "config/nginx.conf.erb": "", "package.json": "{}", "node_modules/x.js": "" },
    ],
    ["the app's own data", { "data/geo.db": "", ".iex.exs": "", "start.sh": "" }],
  ])("leaves %s", async (_, files) => {
    expect(await left(files, [release])).toEqual(Object.keys(files).toSorted())
  })

  it("leaves other releases and the named files of a folder that goes", async () => {
    const files = { "_build/prod/rel/worker/bin/worker": "", "priv/a.json": "", "priv/b.json": "", "priv/c/d.json": "" }
    const spec = [release, "_build/prod/rel/worker", "./priv/a.json", "priv/c/"]
    expect(await left(files, spec)).toEqual(["_build/prod/rel/worker/bin/worker", "priv/a.json", "priv/c/d.json"])
  })

  it.each([
    [".profile.d/other.sh", 'PATH="$HOME/priv/bin:$PATH"\n'],
    [".profile", "source /app/priv/bin/env.sh\n"],
  ])("leaves what %s names", async (script, text) => {
    expect(await left({ [script]: text, "priv/bin/env.sh": "" }, [release])).toEqual([script, "priv/bin/env.sh"])
  })

  it.each<[what: string, files: readonly string[] | undefined]>([
    ["the app runs on all of it", undefined],
    ["the user keeps all of it", [release, "."]],
  ])("leaves everything when %s", async (_, files) => {
    expect(await left({}, files)).toEqual(Object.keys(sources).toSorted())
  })
})

describe("links", () => {
  it.each([
    ["out of the app", "lib/out", "OUTSIDE"],
    ["to the release", "lib/current", `../${release}`],
    ["to the app itself", "lib/loop", ".."],
    ["to nothing", "lib/nothing", "nowhere"],
    ["in the place of a folder", "deps", "OUTSIDE"],
  ])("%s are removed, and nothing behind them", async (_, link, target) => {
    const outside = await writeFiles(await tempDir("outside"), { "precious.txt": "" })
    const app = await tempApp({ ...built, "data/kept.txt": "" })
    await execa("rm", ["-rf", join(app, link)])
    await mkdir(dirname(join(app, link)), { recursive: true })
    await symlink(target.replace("OUTSIDE", outside), join(app, link))
    await trim(app, [release, `${link}/precious.txt`, `${link}/bin/hello`])
    expect(await filesBelow(app)).toEqual([...stays, "data/kept.txt"].toSorted())
    expect(await readdir(outside)).toEqual(["precious.txt"])
  })

  it("to what goes keep it, when they are named", async () => {
    const app = await tempApp({ ...built, "priv/s/start.sh": "", "priv/s/other.sh": "", "bin/x": "" })
    await symlink("../priv/s/start.sh", join(app, "bin/start"))
    await trim(app, [release, "bin/start"])
    expect(await filesBelow(app)).toEqual([...stays, "bin/start", "bin/x", "priv/s/start.sh"].toSorted())
  })
})

describe("a folder that git tracks", () => {
  it.each([
    ["a checkout", "."],
    ["a folder of one", "mono/app"],
  ])("is left alone: %s", async (_, folder) => {
    const top = await tempDir("checkout")
    const app = await writeFiles(join(top, folder), built)
    await execa("git", ["init", "-q"], { cwd: top })
    await execa("git", ["add", "-f", "mix.exs"], { cwd: app })
    const before = await filesBelow(app)
    expect(await trim(app, [release])).toContainEqual({
      kind: "detail",
      text: "They stay: git tracks this folder, so it is somebody's work",
    })
    expect(await filesBelow(app)).toEqual(before)
  })

  it("is known by the name that it has there, when it was moved to be built", async () => {
    const top = await tempDir("checkout")
    const [app, leftAt] = [await tempApp(built), join(top, "mono/app")]
    await mkdir(dirname(leftAt))
    await symlink(app, leftAt)
    await execa("git", ["init", "-q"], { cwd: top })
    const oid = "0".repeat(39)
    await execa("git", ["update-index", "--add", "--cacheinfo", `100644,${oid}1,mono/app/mix.exs`], { cwd: top })
    const { ended } = await trimSlug(
      { app, leftAt, env, output: () => {}, signal },
      { processes: {}, files: [release] },
    )
    await ended
    expect(await filesBelow(app)).toContain("lib/hello.ex")
  })

  it("is not a copy that lies in a checkout", async () => {
    const top = await tempDir("checkout")
    const app = await writeFiles(join(top, ".beampack/out"), built)
    await execa("git", ["init", "-q"], { cwd: top })
    await trim(app, [release])
    expect(await filesBelow(app)).toEqual(stays.toSorted())
  })

  it("may be any when there is no git to ask", async () => {
    const app = await tempApp({ ...built, ".git/HEAD": "" })
    const build = { app, leftAt: app, env: { PATH: "/nonexistent" }, output: () => {}, signal }
    const { ended } = await trimSlug(build, { processes: {}, files: [release] })
    await ended
    expect(await filesBelow(app)).toContain("lib/hello.ex")
  })
})
