import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { LaunchSpec } from "../../lib/core/launch.ts"
import { namedPaths, trimSlug } from "../../lib/heroku/slug.ts"
import { type Files, tempApp } from "../support/app.ts"
import { filesBelow } from "../support/heroku.ts"

const release = "_build/prod/rel/hello"
const built: Files = {
  [`${release}/bin/hello`]: "#!/bin/sh\n",
  "_build/prod/lib/hello/ebin/hello.app": "",
  "_build/esbuild-linux-x64": "",
  "deps/phoenix/mix.exs": "",
  "lib/hello.ex": "",
  "mix.exs": "",
  ".beampack/release.yml": "",
  ".profile.d/beampack-phoenix.sh": 'export PATH="$HOME/.beampack/node/bin:$PATH"\n',
}

function launch(processes: Readonly<Record<string, string>>, files: readonly string[] | undefined): LaunchSpec {
  const lines = Object.entries(processes).map(([type, value]) => [
    type,
    { value, origin: { kind: "default", why: "a test" } },
  ])
  return { processes: Object.fromEntries(lines), files }
}

/** What is left of the built app and more files. */
async function left(more: Files, spec: LaunchSpec): Promise<readonly string[]> {
  const app = await tempApp({ ...built, ...more })
  await trimSlug(app, spec, () => {})
  return (await filesBelow(app)).filter((path) => !path.startsWith(".beampack/") && path !== `${release}/bin/hello`)
}

const web = { web: `${release}/bin/hello start` }
const own = [".profile.d/beampack-phoenix.sh"]

describe("trimSlug", () => {
  it("leaves the release and what belongs to the platform", async () => {
    const files = { Procfile: "", "app.json": "{}", "README.md": "", ".formatter.exs": "", ".github/ci.yml": "" }
    expect(await left(files, launch(web, [release]))).toEqual([...own, "Procfile", "app.json"])
  })

  it("leaves the other releases and what the user keeps", async () => {
    const files = { "_build/prod/rel/worker/bin/worker": "", "data/a.json": "", "data/b.json": "", "docs/x.md": "" }
    const spec = launch(web, [release, "_build/prod/rel/worker", "./data/a.json", "docs/"])
    expect(await left(files, spec)).toEqual([...own, "_build/prod/rel/worker/bin/worker", "data/a.json", "docs/x.md"])
  })

  it.each<[what: string, files: Files, spec: LaunchSpec, kept: string]>([
    [
      "a process type",
      { "bin/work.sh": "" },
      launch({ ...web, worker: "sh ./bin/work.sh --now" }, [release]),
      "bin/work.sh",
    ],
    [
      "another buildpack's profile script",
      { ".profile.d/ffmpeg.sh": 'PATH="$HOME/vendor/ffmpeg:$PATH"\n', "vendor/ffmpeg/ffmpeg": "", "vendor/x": "" },
      launch(web, [release]),
      "vendor/ffmpeg/ffmpeg",
    ],
    [
      "the app's own profile script",
      { ".profile": "source /app/scripts/env.sh\n", "scripts/env.sh": "" },
      launch(web, [release]),
      "scripts/env.sh",
    ],
  ])("leaves what is named by %s", async (_, files, spec, kept) => {
    const found = await left(files, spec)
    expect(found).toContain(kept)
    expect(found).not.toContain("vendor/x")
    expect(found).not.toContain("lib/hello.ex")
  })

  it("leaves what other buildpacks keep in hidden folders", async () => {
    const files = { ".apt/usr/lib/libvips.so": "", ".heroku/node/bin/node": "", ".iex.exs": "" }
    expect(await left(files, launch(web, [release]))).toEqual([...Object.keys(files), ...own].toSorted())
  })

  it.each<[what: string, files: Files, spec: LaunchSpec]>([
    ["the running app needs all of it", {}, launch(web, undefined)],
    ["the user keeps all of it", {}, launch(web, [release, "."])],
    ["it may be somebody's checkout", { ".git/HEAD": "" }, launch(web, [release])],
  ])("leaves everything when %s", async (_, files, spec) => {
    const app = await tempApp({ ...built, ...files })
    const before = await readdir(app, { recursive: true })
    await trimSlug(app, spec, () => {})
    expect(await readdir(app, { recursive: true })).toEqual(before)
  })

  it("says what it left", async () => {
    const app = await tempApp(built)
    const said: string[] = []
    await trimSlug(app, launch(web, [release]), (event) =>
      said.push(`${event.kind}: ${"text" in event ? event.text : ""}`),
    )
    expect(said).toMatchInlineSnapshot(`
      [
        "step: Leaving only what the app runs on",
        "detail: .beampack, .profile.d, _build (BEAMPACK_KEEP names what else is to stay)",
      ]
    `)
    expect(await readdir(join(app, "_build"))).toEqual(["prod"])
  })
})

describe("namedPaths", () => {
  it.each([
    ["bin/start", ["bin/start"]],
    ["exec ./bin/start.sh -p $PORT", ["exec", "bin/start.sh"]],
    [`cd "$HOME/web" && \${HOME}/run`, ["cd", "web", "run"]],
    ["PATH=/app/.apt/bin:/usr/bin:$PATH", ["PATH", ".apt/bin"]],
    ["cat ../secret ~/data/x", ["cat", "data/x"]],
  ])("%s", (text, paths) => {
    expect(namedPaths([text])).toEqual(paths)
  })
})
