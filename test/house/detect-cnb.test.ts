/** bin/detect under a lifecycle. */
import { spawnSync } from "node:child_process"
import { copyFile, mkdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { parse } from "smol-toml"
import { describe, expect, it } from "vitest"
import { tempApp, tempDir, writeFiles } from "../support/app.ts"
import { shells } from "./shells.ts"

const root = join(import.meta.dirname, "..", "..")

/** A tree with the hooks and one of our descriptors. */
async function treeOf(buildpack: "elixir" | "static"): Promise<string> {
  const tree = await tempDir("tree")
  await mkdir(join(tree, "bin"))
  for (const name of ["detect", "detect-cnb"]) await copyFile(join(root, "bin", name), join(tree, "bin", name))
  await copyFile(join(root, "lib", buildpack, "buildpack.toml"), join(tree, "buildpack.toml"))
  return tree
}

interface Detected {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  /** What it wrote to the plan. */
  readonly plan: string
}

/** Runs it as a lifecycle does, which makes the file for the plan beforehand. */
async function detect(tree: string, app: string, start: readonly string[] = []): Promise<Detected> {
  const dir = await writeFiles(await tempDir("platform"), { plan: "" })
  const plan = join(dir, "plan")
  const [command = "", ...args] = [...start, join(tree, "bin/detect"), dir, plan]
  const env = { PATH: "/usr/bin:/bin", CNB_BUILD_PLAN_PATH: plan }
  const { status, stdout, stderr } = spawnSync(command, args, { env, cwd: app, encoding: "utf8" })
  return { status, stdout, stderr, plan: await readFile(plan, "utf8") }
}

const wanting = (buildpack: string, names: readonly string[]) =>
  names.map((name) => ({ name, metadata: { buildpack } }))

describe.each([{ shell: "as it is", start: [] }, ...shells])("bin/detect for a lifecycle, $shell", ({ start }) => {
  it("provides and requires what Elixir apps are built with", async () => {
    const { plan, ...rest } = await detect(await treeOf("elixir"), await tempApp({ "mix.exs": "" }), start)
    expect(rest).toEqual({ status: 0, stdout: "", stderr: "" })
    expect(parse(plan)).toEqual({
      provides: [{ name: "erlang" }, { name: "elixir" }, { name: "mix" }],
      requires: wanting("beampack/elixir", ["erlang", "elixir", "mix"]),
    })
  })

  it("requires the same for assets, and Node besides", async () => {
    const app = await tempApp({ "mix.exs": "", "assets/js/app.js": "" })
    const { plan, ...rest } = await detect(await treeOf("static"), app, start)
    expect(rest).toEqual({ status: 0, stdout: "", stderr: "" })
    expect(parse(plan)).toEqual({
      provides: [{ name: "node" }],
      requires: wanting("beampack/static", ["erlang", "elixir", "mix", "node"]),
    })
  })

  it.each(["elixir", "static"] as const)("%s says 100 to what is no Elixir app, and writes no plan", async (name) => {
    const app = await tempApp({ "package.json": "{}", "apps/web/mix.exs": "" })
    expect(await detect(await treeOf(name), app, start)).toEqual({
      status: 100,
      stdout: "No mix.exs in the app's top folder\n",
      stderr: "",
      plan: "",
    })
  })
})

it.each([
  ["assets", { "assets/css/app.css": "" }],
  ["packages of its own", { "package.json": "{}" }],
  ["static files", { "priv/static/robots.txt": "" }],
  ["the alias", { "mix.exs": '"assets.deploy": []' }],
  ["a script that compiles them", { compile: "" }],
  ["settings for them", { "phoenix_static_buildpack.config": "" }],
  ["settings in project.toml", { "project.toml": '[com.beampack]\nassets_project = "web"\n' }],
  ["an umbrella's app with assets", { "apps/web/mix.exs": "", "apps/web/assets/app.js": "" }],
  ["an umbrella's app in another folder", { "libs/web/mix.exs": "", "libs/web/assets/app.js": "" }],
  ["settings in project.toml, in another form", { "project.toml": '\t"com".beampack.assets_folder = "web"\n' }],
  ["an umbrella's app with the alias", { "apps/web/mix.exs": "assets.deploy" }],
])("takes %s for assets", async (_, files) => {
  const app = await tempApp({ "mix.exs": "", ...files })
  expect(await detect(await treeOf("static"), app)).toMatchObject({ status: 0 })
})

it("has nothing to do for an app without assets", async () => {
  const deps = { "deps/phoenix/mix.exs": "", "deps/phoenix/assets/app.js": "" }
  const app = await tempApp({ "mix.exs": "", "lib/hello.ex": "", "apps/core/mix.exs": "", ...deps })
  expect(await detect(await treeOf("static"), app)).toEqual({
    status: 100,
    stdout: "No assets to build\n",
    stderr: "",
    plan: "",
  })
})

it("fails, and does not say no, when the plan cannot be written", async () => {
  const tree = await treeOf("elixir")
  const env = { PATH: "/usr/bin:/bin", CNB_BUILD_PLAN_PATH: "/nowhere/plan" }
  const cwd = await tempApp({ "mix.exs": "" })
  const { status } = spawnSync(join(tree, "bin/detect"), [], { env, cwd, encoding: "utf8" })
  expect(status).not.toBe(0)
  expect(status).not.toBe(100)
})
