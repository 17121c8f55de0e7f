import { readdir, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { elixir } from "../../lib/elixir/buildpack.ts"
import { statics } from "../../lib/static/buildpack.ts"
import type { Files } from "../support/app.ts"
import { mixExs, phoenixApp } from "../support/apps.ts"
import { type InPlace, inPlace } from "../support/in-place.ts"

const pair = { buildpacks: [elixir, statics] }

/** Phoenix with modules, templates and npm packages, built by its alias. */
const app: Files = {
  ...phoenixApp,
  "assets/css/app.css": '@import "tailwindcss" source(none);\n@source "../../lib/hello_web";\n',
  "lib/hello/catalog.ex": "defmodule Hello.Catalog do\nend\n",
  "lib/hello_web/page.ex": "defmodule HelloWeb.Page do\nend\n",
  "lib/hello_web/page.html.heex": "<p>Hello</p>\n",
  "config/config.exs": "import Config\n",
  "priv/static/robots.txt": "User-agent: *\n",
}

/** The same, built by a script of package.json, then digested. */
const scripted: Files = {
  ...app,
  "mix.exs": mixExs(["releases: [hello: []]"], ['{:phoenix, "~> 1.8.0"}']),
  "assets/package.json": '{ "scripts": { "deploy": "node build.mjs" } }\n',
}

const reused = "  The assets are as the last build made them\n"
const manifest = "priv/static/cache_manifest.json"

/** What the steps for packages and assets said. */
function said(log: string): string {
  const steps = log.split(/^(?=\S)(?!! )/m)
  return steps.filter((step) => /^(?:Installing npm|Building assets|Digesting|Removing)/.test(step)).join("")
}

async function builtOnce(files: Files = app): Promise<InPlace> {
  const place = await inPlace()
  const { log, error } = await place.build(files, pair)
  expect(error, log).toBeUndefined()
  return place
}

describe("assets that nothing has changed for", () => {
  it("are put back, and no packages are installed", async () => {
    const place = await inPlace()
    const first = await place.build(app, pair)
    const changed = { "lib/hello/catalog.ex": "# another\n", "lib/hello/mail.html.heex": "<p class='a'>" }
    const second = await place.build({ ...app, ...changed }, pair)
    expect({ first: said(first.log), second: said(second.log) }).toMatchInlineSnapshot(`
      {
        "first": "Installing npm packages (assets/package-lock.json)
        npm ci --include=dev --prefer-offline
          added 1 package in 1s
      Building assets
        mix assets.deploy
          Check your digested files at "priv/static"
      Removing node_modules
      ",
        "second": "Installing npm packages (assets/package-lock.json)
        They are not needed: the assets look as the last build made them
      Building assets
        The assets are as the last build made them
      Removing node_modules
      ",
      }
    `)
    expect(await readFile(join(place.app, manifest), "utf8")).toContain("digests")
    expect(await readFile(join(place.app, "_build/prod/rel/hello/lib/hello-0.1.0", manifest), "utf8")).toContain(
      "digests",
    )
  })

  it("are put back for all steps at once", async () => {
    const place = await builtOnce(scripted)
    const { log } = await place.build(scripted, pair)
    expect(said(log)).toMatchInlineSnapshot(`
      "Installing npm packages (assets/package-lock.json)
        They are not needed: the assets look as the last build made them
      Building assets
        The assets are as the last build made them
      Digesting static files
        That was done by the last build
      Removing node_modules
      "
    `)
    expect(await readFile(join(place.app, "priv/static/assets/app.js"), "utf8")).toContain("stub")
    expect(await readFile(join(place.app, manifest), "utf8")).toContain("digests")
  })

  it("are put back where only files are digested", async () => {
    const { "assets/package.json": _, "assets/package-lock.json": __, ...files } = scripted
    const place = await builtOnce(files)
    const { log } = await place.build(files, pair)
    expect(said(log)).toBe(`Digesting static files\n${reused}`)
    expect(await readFile(join(place.app, manifest), "utf8")).toContain("digests")
  })

  it("are put back where priv was not there, and linked by Mix", async () => {
    const { "priv/static/robots.txt": _, ...files } = app
    const place = await builtOnce(files)
    const { log } = await place.build(files, pair)
    expect(said(log)).toContain(`${reused}  mix compile\n`)
  })

  it("are still there after a build that has others", async () => {
    const place = await builtOnce()
    const changed = { ...app, "assets/js/app.js": "// another\n" }
    expect((await place.build(changed, pair)).log).not.toContain(reused)
    expect((await place.build(app, pair)).log).not.toContain(reused)
    expect((await place.build(app, pair)).log).toContain(reused)
  })
})

describe("assets are built anew", () => {
  it("when something that they depend on has changed, which is said", async () => {
    // `undefined` removes a file; each change is made to what the one before has left.
    const changes: readonly (readonly [why: string, change: Readonly<Record<string, string | undefined>>])[] = [
      ["lib/hello_web/page.html.heex has changed", { "lib/hello_web/page.html.heex": "<p class='a'>" }],
      [
        "lib/hello_web/page.html.heex has changed",
        { "lib/hello_web/page.html.heex": app["lib/hello_web/page.html.heex"] },
      ],
      ["lib/hello_web/page.ex has changed", { "lib/hello_web/page.ex": "# class='a'\n" }],
      [
        "lib/hello_web/pages.ex is new and lib/hello_web/page.ex is gone",
        { "lib/hello_web/page.ex": undefined, "lib/hello_web/pages.ex": "# class='a'\n" },
      ],
      ["config/config.exs has changed", { "config/config.exs": "import Config\n\n" }],
      ["mix.lock has changed", { "mix.lock": `${app["mix.lock"]}\n` }],
      ["assets/package-lock.json has changed", { "assets/package-lock.json": "{}" }],
      ["priv/static/robots.txt has changed", { "priv/static/robots.txt": "" }],
      ["priv/data.json is new", { "priv/data.json": "{}" }],
      ["lib/hello_web/mail.html.eex is new", { "lib/hello_web/mail.html.eex": "" }],
      ["assets/a.js is new, and 2 more differences", { "assets/a.js": "", "assets/b.js": "", "assets/c.js": "" }],
    ]
    const place = await builtOnce()
    let files: Readonly<Record<string, string | undefined>> = app
    for (const [why, change] of changes) {
      files = { ...files, ...change }
      const { log, error } = await place.build(present(files), pair)
      expect(error, log).toBeUndefined()
      expect(said(log)).toContain(`Building assets\n  They are built anew: ${why}\n`)
      expect(log).toContain("  mix assets.deploy\n")
    }
  })

  it("when a variable is another", async () => {
    const place = await inPlace()
    const built = async (env: Readonly<Record<string, string>>) => (await place.build(app, { ...pair, env })).log
    await built({})
    expect(await built({ NODE_ENV: "production" })).toContain("  They are built anew: NODE_ENV is set\n")
    const other = await built({ NODE_ENV: "test" })
    expect(other).toContain("  They are built anew: a variable of the build has another value\n")
    expect(await built({})).toContain("  They are built anew: NODE_ENV is not set\n")
  })

  it("when Node is another", async () => {
    const place = await builtOnce()
    const { log } = await place.build({ ...app, ".nvmrc": "22\n" }, pair)
    expect(log).toContain("  They are built anew: Node.js is another and .nvmrc is new\n")
  })

  it("not when a variable is another that the platform sets in each build, unless the app reads it", async () => {
    const place = await inPlace()
    const reads = { ...app, "assets/js/app.js": "process.env.SOURCE_VERSION" }
    await place.build(app, { ...pair, env: { SOURCE_VERSION: "1" } })
    expect((await place.build(app, { ...pair, env: { SOURCE_VERSION: "2" } })).log).toContain(reused)
    await place.build(reads, { ...pair, env: { SOURCE_VERSION: "1" } })
    expect((await place.build(reads, { ...pair, env: { SOURCE_VERSION: "1" } })).log).toContain(reused)
    expect((await place.build(reads, { ...pair, env: { SOURCE_VERSION: "2" } })).log).not.toContain(reused)
  })

  it("when any module is another that Tailwind may look at", async () => {
    const files = { ...app, "assets/css/app.css": '@import "tailwindcss";\n' }
    const place = await builtOnce(files)
    const { log } = await place.build({ ...files, "lib/hello/catalog.ex": "" }, pair)
    const all = "assets/css/app.css has class names looked for in all files"
    expect(log).toContain(`  They are built anew: lib/hello/catalog.ex has changed (${all})\n`)
  })

  it("when what Phoenix writes for bundlers is another, for which the packages are installed late", async () => {
    const files = { ...app, "lib/hello/hook.ex": "a" }
    const place = await builtOnce(files)
    expect((await place.build(files, pair)).log).toContain(reused)
    const { log, error } = await place.build({ ...files, "lib/hello/hook.ex": "b" }, pair)
    expect(error, log).toBeUndefined()
    expect(said(log)).toMatchInlineSnapshot(`
      "Installing npm packages (assets/package-lock.json)
        They are not needed: the assets look as the last build made them
      Building assets
        They are built anew: _build/phoenix-colocated/hello/index.js has changed
        Using assets/node_modules from the cache
        mix assets.deploy
          Check your digested files at "priv/static"
      Removing node_modules
      "
    `)
    expect((await place.build(files, pair)).log).toContain("_build/phoenix-colocated/hello/index.js has changed")
  })
})

describe("what was kept", () => {
  const kept = ({ layers }: InPlace): string => join(layers, "assets")
  const archiveIn = async (folder: string): Promise<string> => {
    const names = (await readdir(folder)).filter((name) => name.endsWith(".tar"))
    expect(names).toHaveLength(1)
    return join(folder, names[0] ?? "")
  }

  it("is not taken when it is damaged, and is kept again", async () => {
    const damages: readonly ((folder: string) => Promise<unknown>)[] = [
      async (folder) => truncate(await archiveIn(folder), 600),
      async (folder) => rm(await archiveIn(folder)),
      async (folder) => writeFile(await archiveIn(folder), "x"),
      (folder) => rm(join(folder, "record.json")),
      (folder) => writeFile(join(folder, "record.json"), "{}"),
    ]
    const place = await builtOnce()
    for (const damage of damages) {
      await damage(kept(place))
      const { log, error } = await place.build(app, pair)
      expect(error, log).toBeUndefined()
      expect(log).toContain("  They are built anew: what the cache has is damaged\n")
      expect((await place.build(app, pair)).log).toContain(reused)
    }
  })

  it("is not taken when the user wants nothing from the cache", async () => {
    const place = await builtOnce()
    expect((await place.build(app, { ...pair, fresh: true })).log).not.toContain(reused)
  })

  it("has no value of a variable in it", async () => {
    const place = await inPlace()
    await place.build(app, { ...pair, env: { SECRET_KEY_BASE: "swordfish" } })
    const record = await readFile(join(kept(place), "record.json"), "utf8")
    expect(record).toContain("SECRET_KEY_BASE")
    expect(record).not.toContain("swordfish")
  })
})

describe("assets are built in each build", () => {
  it.each<readonly [why: string, files: Files]>([
    [
      "nobody knows what hook_post_compile does (elixir_buildpack.config:1)",
      { ...app, "elixir_buildpack.config": 'hook_post_compile="echo"\n' },
    ],
    ["nobody knows what the script compile does", { ...app, compile: "mkdir -p node_modules\n" }],
    ["without assets/package-lock.json npm may choose other packages each time", withoutLock(app)],
    ["assets/build.mjs asks git", { ...app, "assets/build.mjs": 'execSync("git rev-parse HEAD")' }],
    [
      "assets/vite.config.js names a tool that tells a service of each build",
      { ...app, "assets/vite.config.js": 'import { sentryVitePlugin } from "@sentry/vite-plugin"' },
    ],
  ])("when %s", async (why, files) => {
    const place = await builtOnce(files)
    const { log } = await place.build(files, pair)
    expect(said(log)).toContain(`Building assets\n  They are built in each build: ${why}\n`)
    expect(await readdir(place.layers)).not.toContain("assets.toml")
  })

  it.each<readonly [written: string, script: string]>([
    ["deps/sentry/priv/sentry.map", "mkdir -p deps/sentry/priv; echo > deps/sentry/priv/sentry.map"],
    ["_build/prod/lib/hello/ebin/map", "mkdir -p _build/prod/lib/hello/ebin; echo > _build/prod/lib/hello/ebin/map"],
  ])("when building them writes %s, which would not come back", async (written, script) => {
    const place = await inPlace()
    const { log } = await place.build({ ...app, "assets/.stub-does": script }, pair)
    expect(said(log)).toContain(`They are built in the next build too: building them writes ${written}\n`)
  })

  it.each<readonly [path: string, files: Files]>([
    ["deps/mylib/assets/mylib.js", app],
    ["vendor/node_modules/topbar/index.js", app],
  ])("when %s of the app has changed", async (path, files) => {
    const place = await builtOnce({ ...files, [path]: "one()\n" })
    const { log } = await place.build({ ...files, [path]: "two()\n" }, pair)
    expect(said(log)).toContain(`They are built anew: ${path} has changed\n`)
  })

  it("when any module has changed and a file is too large for anybody to know what it names", async () => {
    const files = { ...app, "assets/js/large.js": "/".repeat(1_000_001) }
    const place = await builtOnce(files)
    const { log } = await place.build({ ...files, "lib/hello/catalog.ex": "# another\n" }, pair)
    const why = "lib/hello/catalog.ex has changed (assets/js/large.js is too large to be read)"
    expect(log).toContain(`  They are built anew: ${why}\n`)
  })

  it("when a link leads out of the app", async () => {
    const place = await inPlace()
    const prepare = () => symlink("../../elsewhere", join(place.app, "assets/shared"))
    await place.build(app, { ...pair, prepare })
    const { log } = await place.build(app, { ...pair, prepare })
    expect(log).toContain("  They are built anew: assets/shared leads out of the app\n")
  })

  it.each([
    ["removes priv/static/robots.txt", "rm priv/static/robots.txt"],
    ["writes lib/hello/made.ex", "echo >lib/hello/made.ex"],
  ])("when that %s", async (what, line) => {
    const files = { ...app, "assets/.stub-does": line }
    const place = await builtOnce(files)
    const { log } = await place.build(files, pair)
    expect(log).toContain(`  They are built in the next build too: building them ${what}\n`)
    expect(log).toContain("  mix assets.deploy\n")
  })

  it("but not because of a hook that does nothing", async () => {
    const files = { ...app, "elixir_buildpack.config": 'pre_compile="pwd"\n' }
    const place = await builtOnce(files)
    expect((await place.build(files, pair)).log).toContain(reused)
  })
})

function present(files: Readonly<Record<string, string | undefined>>): Files {
  return Object.fromEntries(Object.entries(files).flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])))
}

function withoutLock({ "assets/package-lock.json": _, ...files }: Files): Files {
  return files
}
