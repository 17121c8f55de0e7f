import { mkdir, readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import dedent from "dedent"
import { describe, expect, it } from "vitest"
import type { Files } from "../../support/app.ts"
import { mixExs, npmAssets, phoenixApp, plainApp } from "../../support/apps.ts"
import { type Build, startHeroku } from "../../support/heroku.ts"
import { inDyno } from "../../support/shell.ts"

const alias = 'aliases: ["assets.deploy": ["esbuild hello --minify", "phx.digest"]]'
const phoenix = '{:phoenix, "~> 1.8.0"}'
const packageJson = (scripts: object): string => `${JSON.stringify({ name: "assets", scripts })}\n`

function config(...lines: readonly string[]): Files {
  return { "phoenix_static_buildpack.config": `${lines.join("\n")}\n` }
}

/** What Mix and the package managers were told, each with the folder in which it was. */
function commands({ calls, dir }: Build): readonly string[] {
  return calls
    .filter(({ name }) => ["mix", "npm", "yarn"].includes(name))
    .map(({ name, args, cwd }) => `${cwd.slice(dir.length + 1) || "."}: ${[name, ...args].join(" ")}`)
}

const umbrella: Files = {
  "mix.exs": 'defmodule Top do\n  use Mix.Project\n  def project, do: [apps_path: "apps"]\nend\n',
  "apps/admin/mix.exs": mixExs([alias], [phoenix]),
  "apps/shop/mix.exs": mixExs([], [phoenix]),
  "apps/shop/assets/package.json": packageJson({ deploy: "x" }),
  "apps/shop/assets/package-lock.json": "{}",
  "apps/docs/mix.exs": mixExs([], [phoenix]),
  "apps/docs/priv/static/robots.txt": "",
  "apps/core/mix.exs": mixExs(),
}

describe("an umbrella", () => {
  it("gets the assets of each of its apps built, in the app's folder", async () => {
    const build = await (await startHeroku()).push(umbrella)
    expect(build).toMatchObject({ exitCode: 0, errors: "" })
    expect(commands(build).filter((command) => !command.startsWith("."))).toEqual([
      "apps/shop/assets: npm ci --include=dev --prefer-offline",
      "apps/admin: mix assets.deploy",
      "apps/shop/assets: npm run deploy",
      "apps/docs: mix phx.digest",
      "apps/shop: mix phx.digest",
    ])
    expect(build.log).toContain("Building assets of apps/admin, apps/shop\n")
    expect(build.log).toContain("In apps/docs:\n       mix phx.digest\n")
    expect(build.report).toMatchObject({ assets: "alias,digest,script", package_manager: "npm" })
  })

  it("is built by its own script first, and digests the apps that then have static files", async () => {
    const files = {
      "mix.exs": umbrella["mix.exs"] ?? "",
      "package.json": packageJson({ build: "x" }),
      "package-lock.json": "{}",
      "apps/docs/mix.exs": mixExs([], [phoenix]),
      "apps/docs/priv/static/robots.txt": "",
      "apps/api/mix.exs": mixExs([], [phoenix]),
    }
    const build = await (await startHeroku()).push(files)
    expect(build).toMatchObject({ exitCode: 0, errors: "" })
    expect(commands(build).slice(-2)).toEqual([".: npm run build", "apps/docs: mix phx.digest"])
  })

  it("builds only those of the app that phoenix_relative_path names", async () => {
    const build = await (await startHeroku()).push({ ...umbrella, ...config("phoenix_relative_path=apps/shop") })
    expect(build).toMatchObject({ exitCode: 0, errors: "" })
    expect(commands(build).filter((command) => !command.startsWith("."))).toEqual([
      "apps/shop/assets: npm ci --include=dev --prefer-offline",
      "apps/shop/assets: npm run deploy",
      "apps/shop: mix phx.digest",
    ])
  })
})

it("runs scripts where assets_path says, and digests by the tasks of an old Phoenix", async () => {
  const files = {
    ...plainApp,
    "mix.exs": mixExs([], ['{:phoenix, "~> 1.2.0"}']),
    "mix.lock": '%{"phoenix": {:hex, :phoenix, "1.2.5", "00", [:mix], [], "hexpm", "00"}}',
    "front/package.json": packageJson({ deploy: "brunch build --production" }),
    "assets/package.json": packageJson({ deploy: "not this" }),
    ...config("assets_path=front"),
  }
  const build = await (await startHeroku()).push(files)
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(commands(build).slice(-2)).toEqual(["front: npm run deploy", ".: mix phoenix.digest"])
})

describe("the script compile", () => {
  const script = dedent`
    info "in $(pwd) of $GREETING"
    header Building | indent
    npm run "$TASK"
    cd $phoenix_dir
    mix "\${phoenix_ex}.digest"
    mix "\${phoenix_ex}.digest.clean"
    printf '%s\n' "$phoenix_dir" "$assets_dir" "$build_dir" "\${PATH%%:*}" >seen
    touch "$cache_dir/kept"
    file_contents seen | grep -c .\n
  `
  const settings = config("TASK=deploy", "GREETING=nobody", "phoenix_ex=phx")
  const files = { ...phoenixApp, ...settings, compile: script, "assets/package.json": packageJson({ deploy: "x" }) }

  it("takes the place of everything else, with what it expects around it", async () => {
    const heroku = await startHeroku()
    const build = await heroku.push(files, { vars: { GREETING: "hello" } })
    expect(build).toMatchObject({ exitCode: 0, errors: "" })
    expect(commands(build).filter((command) => /npm|digest|deploy/.test(command))).toEqual([
      "assets: npm ci --include=dev --prefer-offline",
      "assets: npm run deploy",
      ".: mix phx.digest",
      ".: mix phx.digest.clean",
    ])
    const log = build.log.slice(build.log.indexOf("-----> Building assets"))
    expect(log.slice(0, log.indexOf("Done in"))).toMatchInlineSnapshot(`
      "-----> Building assets
             They are built in each build: nobody knows what the script compile does
             bash compile (in assets)
             in BUILD_DIR/assets of hello

                    Building
             > deploy
             Check your digested files at "priv/static"
             4
             "
    `)
    expect(build.report).toMatchObject({ assets: "compile" })
    expect(await readdir(join(heroku.cache, "beampack/layers/compile-cache"))).toEqual(["kept"])
  })

  it("may have another name and needs no package.json", async () => {
    const build = await (await startHeroku()).push({
      ...plainApp,
      ...config("compile=bin/assets"),
      "bin/assets": "pwd >seen; npm --version; mix phx.digest\n",
    })
    expect(build).toMatchObject({ exitCode: 0, errors: "" })
    expect(await readFile(join(build.dir, "seen"), "utf8")).toMatch(/beampack-[0-9a-f]{8}\n$/)
    expect(commands(build).slice(-2)).toEqual([".: npm --version", ".: mix phx.digest"])
  })

  it.each([
    { line: "false; mix not.reached", how: "exit 1" },
    { line: "false | true; mix not.reached", how: "exit 1" },
    { line: "exit 7", how: "exit 7" },
  ])("ends the build when it fails: $line", async ({ line }) => {
    const build = await (await startHeroku()).push({ ...plainApp, compile: `${line}\n` })
    expect(build.exitCode).toBe(1)
    expect(build.errors).toMatchSnapshot()
    expect(commands(build)).not.toContain(".: mix not.reached")
  })
})

describe("remove_node", () => {
  const app = { ...phoenixApp, Procfile: "worker: node worker.js\n" }

  it("leaves Node and the packages for the running app when it is false", async () => {
    const heroku = await startHeroku()
    const files = { ...app, ...config("remove_node=false", "npm_version=6.14.18") }
    const build = await heroku.push(files)
    expect(build).toMatchObject({ exitCode: 0, errors: "" })
    expect(await inDyno(build.dir, "node --version; command -v npm")).toBe(
      `v24.11.0\n${build.dir}/.beampack/npm/bin/npm\n`,
    )
    expect(await readdir(join(build.dir, "assets/node_modules"))).toEqual([".stub"])
  })

  it.each(["remove_node=true", "remove_node=", "# nothing"])("leaves neither by %s", async (line) => {
    const build = await (await startHeroku()).push({ ...app, ...config(line) })
    expect(build).toMatchObject({ exitCode: 0, errors: "" })
    expect(await inDyno(build.dir, "command -v node || true")).not.toContain(build.dir)
    expect(await stat(join(build.dir, "assets/node_modules")).catch(() => "gone")).toBe("gone")
  })
})

it("takes nothing from the cache by clean_cache=true", async () => {
  const heroku = await startHeroku()
  await heroku.push(phoenixApp)
  await mkdir(join(heroku.cache, "node_modules"), { recursive: true })
  const build = await heroku.push({ ...phoenixApp, ...config("clean_cache=true") })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(build.log).toContain("Nothing is taken from the cache (phoenix_static_buildpack.config:1)")
  expect(build.log).toContain("Installing Node.js 24.11.0")
  expect(await readdir(heroku.cache)).toContain("node_modules")
})

it("warns of a setting that it does not know, unless a script may use it", async () => {
  const heroku = await startHeroku()
  const settings = config("node_versoin=22.12.0", "TASK=deploy")
  const warned = await heroku.push({ ...plainApp, ...npmAssets, ...settings })
  expect(warned.log.match(/phoenix_static_buildpack.config:\d sets \w+/g)).toEqual([
    "phoenix_static_buildpack.config:1 sets node_versoin",
    "phoenix_static_buildpack.config:2 sets TASK",
  ])
  const silent = await heroku.push({ ...plainApp, ...npmAssets, ...settings, compile: "true\n" })
  expect(silent).toMatchObject({ exitCode: 0, errors: "" })
  expect(silent.log).not.toContain(" sets ")
})
