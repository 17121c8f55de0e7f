import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Files } from "../../support/app.ts"
import { mixExs, phoenixApp, plainApp } from "../../support/apps.ts"
import { completeLayers, filesBelow, startHeroku } from "../../support/heroku.ts"
import { contentsIn } from "../../support/layers.ts"

/** Built by a script of package.json, which writes a file and looks for class names; then digested. */
const app: Files = {
  ...phoenixApp,
  "assets/css/app.css": '@import "tailwindcss" source(none);\n@source "../../lib/hello_web";\n',
  "mix.exs": mixExs(["releases: [hello: []]"], ['{:phoenix, "~> 1.8.0"}']),
  "assets/package.json": '{ "scripts": { "deploy": "node build.mjs" } }\n',
  "lib/hello/catalog.ex": "defmodule Hello.Catalog do\nend\n",
  "lib/hello_web/page.html.heex": "<p>Hello</p>\n",
  "priv/static/robots.txt": "User-agent: *\n",
}

// The stubs' log is another file in each build.
const env = { STUB_LOG: "/dev/null" }
const reused = "The assets are as the last build made them\n"
const inRelease = "_build/prod/rel/hello/lib/hello-0.1.0/priv/static/assets/app.js"

describe.each([[["beampack"]], [["beampack-elixir", "beampack-static"]]] as const)("assets with %j", (trees) => {
  const options = { trees, env }

  it("are put back in another BUILD_DIR when a module has changed, and are in the release", async () => {
    const heroku = await startHeroku()
    const first = await heroku.push(app, options)
    expect(first).toMatchObject({ exitCode: 0, errors: "" })
    expect(await completeLayers(heroku.cache)).toEqual(expect.arrayContaining(["assets", "npm-packages-assets"]))

    const second = await heroku.push({ ...app, "lib/hello/catalog.ex": "# another\n" }, options)
    expect(second).toMatchObject({ exitCode: 0, errors: "" })
    expect(second.log).toContain(reused)
    expect(second.log).not.toContain("npm run deploy")
    expect(second.log).not.toContain("npm ci")
    expect(await readFile(join(second.dir, inRelease), "utf8")).toContain("stub")
    expect(await filesBelow(second.dir)).toEqual(await filesBelow(first.dir))
  })

  it("are built with the packages of an earlier build when a template has changed", async () => {
    const heroku = await startHeroku()
    await heroku.push(app, options)
    const second = await heroku.push({ ...app, "lib/hello_web/page.html.heex": "<p>" }, options)
    expect(second).toMatchObject({ exitCode: 0, errors: "" })
    expect(second.log).toContain("They are built anew: lib/hello_web/page.html.heex has changed\n")
    expect(second.log).toContain("Using assets/node_modules from the cache\n")
    expect(second.log).toContain("npm run deploy")
    expect(second.log).not.toContain("npm ci")
    expect(await filesBelow(contentsIn(join(heroku.cache, "beampack/layers/npm-packages-assets")))).toContain(
      "node_modules/.stub",
    )
  })

  it("are built after one that failed with the packages of the cache, by packages that are installed anew", async () => {
    const heroku = await startHeroku()
    await heroku.push(app, options)
    const failed = await heroku.push({ ...app, "assets/.stub-fail": "npm run deploy" }, options)
    expect(failed.exitCode).toBe(1)
    const third = await heroku.push(app, options)
    expect(third).toMatchObject({ exitCode: 0, errors: "" })
    const fourth = await heroku.push({ ...app, "assets/js/app.js": "" }, options)
    expect(fourth.log).toContain("npm ci")
  })
})

it("npm packages stay where a hook, a release of one's own or the running app may want them", async () => {
  const hooked = { ...app, "elixir_buildpack.config": 'hook_post_compile="ls assets/node_modules"\n' }
  const stepped = { ...app, "mix.exs": (app["mix.exs"] ?? "").replace("[hello: []]", "[hello: [steps: [:assemble]]]") }
  const kept = { ...app, "phoenix_static_buildpack.config": "remove_node=false\n" }
  for (const files of [hooked, stepped, kept]) {
    const heroku = await startHeroku()
    await heroku.push(files, { env })
    const { exitCode, log, errors } = await heroku.push({ ...files, "lib/hello/catalog.ex": "# another\n" }, { env })
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: "" })
    expect(log).toMatch(/npm ci|Using assets\/node_modules from the cache/)
  }
})

it("node_modules of the app's own stay as they are when none are installed", async () => {
  const heroku = await startHeroku()
  const packages = { "package.json": '{ "scripts": { "build": "x" } }\n', "package-lock.json": "{}" }
  const files = { ...plainApp, ...packages, "node_modules/own/index.js": "own\n" }
  // Beside a package.json in the app's folder every module counts.
  for (const isReused of [false, true]) {
    const build = await heroku.push(files, { env })
    expect(build).toMatchObject({ exitCode: 0, errors: "" })
    expect(build.log.includes(reused)).toBe(isReused)
    expect(await filesBelow(join(build.dir, "node_modules"))).toEqual(["own/index.js"])
  }
})
