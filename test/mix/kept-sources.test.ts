import { execFileSync } from "node:child_process"
import { chmod, rm, symlink, utimes, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { readSources, touched } from "../../lib/mix/kept-sources.ts"
import { tempApp } from "../support/app.ts"

const large = "x".repeat(1_100_000)

async function someApp(): Promise<string> {
  const app = await tempApp({
    "mix.exs": 'System.get_env("IN_MIX")\n',
    "lib/a.ex": 'System.get_env("IN_A")\n',
    "priv/large.ex": `System.get_env("IN_LARGE")\n${large}`,
    "deps/b/lib/b.ex": "",
    "_build/prod/lib/b/ebin/b.app": "",
    "assets/node_modules/c/index.js": "",
    ".git/HEAD": "",
    "vendor/deps/d.ex": "",
    "lib/latin/b.ex": "",
  })
  await symlink("../priv", join(app, "lib/priv"))
  return app
}

it("reads all that an app is made of, and neither what was fetched nor what was compiled", async () => {
  const { files, variables } = await readSources({ app: await someApp(), purpose: "production" })
  expect([...files.keys()].toSorted()).toEqual([
    "lib/a.ex",
    "lib/latin/b.ex",
    "lib/priv",
    "mix.exs",
    "priv/large.ex",
    "vendor/deps/d.ex",
  ])
  expect(files.get("lib/latin/b.ex")?.digest).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  expect(files.get("lib/priv")).toMatchObject({ kind: "link", bytes: 7 })
  expect(variables.toSorted()).toEqual(["IN_A", "IN_MIX"])
})

it("has the code that may read files while it is compiled", async () => {
  const app = await tempApp({
    "lib/a.ex": "in a",
    "lib/b.ex": '@external_resource "b"',
    "src/c.erl": "in c",
    "mix.exs": 'File.read!("VERSION")',
    "apps/d/mix.exs": "in d",
    "config/config.exs": 'File.read!("e")',
    "config/dev.exs": "in dev",
    "config/runtime.exs": 'File.read!("f")',
    "test/support/g.ex": "in g",
    "priv/repo/seeds.exs": 'File.read!("h")',
    "lib/i.html.heex": "in i",
  })
  const { code } = await readSources({ app, purpose: "production" })
  expect(code.map(({ text }) => text).toSorted()).toEqual([
    '@external_resource "b"',
    'File.read!("VERSION")',
    'File.read!("e")',
    "in a",
    "in c",
  ])
  expect((await readSources({ app, purpose: "test" })).code).toContainEqual({ path: "test/support/g.ex", text: "in g" })
})

it.each([
  'import_config "prod.exs"; {settings, _} = Code.eval_file("settings.exs")',
  '{:ok, terms} = :file.consult("settings.config")',
  'Config.Reader.read!("settings.exs")',
  '"VERSION" |> File.read!()',
  'for path <- Path.wildcard("settings/*.json"), do: path',
  'EEx.eval_file("settings.eex")',
])("has configuration and a mix.exs that read files: %s", async (text) => {
  const app = await tempApp({ "config/config.exs": text, "mix.exs": text })
  const { code } = await readSources({ app, purpose: "production" })
  expect(code.map(({ path }) => path).toSorted()).toEqual(["config/config.exs", "mix.exs"])
})

it("has none that only puts paths together", async () => {
  const app = await tempApp({
    "config/config.exs": 'env: %{"NODE_PATH" => Path.expand("../deps", __DIR__)}',
    "config/prod.exs": 'cache_static_manifest: "priv/static/cache_manifest.json"',
  })
  expect((await readSources({ app, purpose: "production" })).code).toEqual([])
})

it("tells what the build has touched since", async () => {
  const app = await someApp()
  const { files } = await readSources({ app, purpose: "production" })
  expect(await touched(app, files)).toEqual(new Set())
  await writeFile(join(app, "new.ex"), "")
  await writeFile(join(app, "lib/a.ex"), "longer than before, and maybe in the same second\n")
  await utimes(join(app, "mix.exs"), 1, 1)
  await rm(join(app, "lib/priv"))
  expect(await touched(app, files)).toEqual(new Set(["lib/a.ex", "lib/priv", "mix.exs"]))
})

it("leaves out what may not be read", async () => {
  const app = await someApp()
  await chmod(app, 0o755)
  await chmod(join(app, "lib/a.ex"), 0)
  await chmod(join(app, "vendor"), 0)
  // Root may read everything.
  const script = `const { readSources } = await import("${import.meta.resolve("../../lib/mix/kept-sources.ts")}")
    if (process.getuid() === 0) process.seteuid(65534)
    const { files } = await readSources({ app: process.argv[1], purpose: "production" })
    console.log(JSON.stringify([...files.keys()].toSorted()))`
  const stdout = execFileSync(process.execPath, ["--input-type=module", "--eval", script, app])
  await chmod(join(app, "vendor"), 0o755)
  expect(JSON.parse(String(stdout))).toEqual(["lib/latin/b.ex", "lib/priv", "mix.exs", "priv/large.ex"])
})
