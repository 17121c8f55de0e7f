import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { phoenixApp, plainApp, releaseApp } from "../../support/apps.ts"
import { commandLines, layerPath, startHeroku } from "../../support/heroku.ts"

const allHooks = [
  "post_compile",
  "hook_post_compile",
  "hook_pre_compile",
  "hook_pre_fetch_dependencies",
  "pre_compile",
].map((name) => `${name}="mix ${name}"\n`)

it("runs each hook at its moment, beside the steps that it belongs to", async () => {
  const build = await (await startHeroku()).push({ ...phoenixApp, "elixir_buildpack.config": allHooks.join("") })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(commandLines(build.calls, "mix")).toEqual([
    "mix pre_compile",
    "mix hook_pre_fetch_dependencies",
    "mix deps.get --only prod",
    "mix hook_pre_compile",
    "mix compile",
    "mix hook_post_compile",
    "mix post_compile",
    "mix assets.deploy",
    "mix release hello --overwrite",
  ])
})

it("runs post_compile after the release when the same buildpack makes it", async () => {
  const files = { ...releaseApp, "elixir_buildpack.config": allHooks.join("") }
  const build = await (await startHeroku()).push(files, { trees: ["beampack-elixir"] })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(commandLines(build.calls, "mix").slice(-3)).toEqual([
    "mix hook_post_compile",
    "mix release hello --overwrite",
    "mix post_compile",
  ])
})

it("runs each hook in the app's folder, with Elixir, MIX_ENV and the config vars at hand", async () => {
  const files = { ...plainApp, "elixir_buildpack.config": allHooks.join("") }
  const vars = { DATABASE_URL: "ecto://db", MIX_ENV: "staging", STUB_VARS: "DATABASE_URL" }
  const build = await (await startHeroku()).push(files, { vars })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  const hooks = build.calls.filter(({ args }) => args[0]?.endsWith("_compile"))
  expect(hooks.map(({ args, cwd, env }) => [args[0], cwd, env.MIX_ENV, env.DATABASE_URL])).toEqual(
    ["pre_compile", "hook_pre_compile", "hook_post_compile", "post_compile"].map((name) => [
      name,
      build.dir,
      "staging",
      "ecto://db",
    ]),
  )
})

it.each(["hook_post_compile", "post_compile"])("gives %s the Node and the npm packages of the build", async (name) => {
  const heroku = await startHeroku()
  const files = {
    ...phoenixApp,
    "assets/node_modules/theirs/index.js": "an earlier buildpack's",
    "elixir_buildpack.config": `${name}="eval test -f assets/node_modules/.stub && mix assets.deploy"\n`,
  }
  for (const build of [await heroku.push(files), await heroku.push(files)]) {
    expect(build).toMatchObject({ exitCode: 0, errors: expect.not.stringContaining("failed") })
    expect(commandLines(build.calls, "mix").slice(-3)).toEqual([
      "mix assets.deploy",
      "mix assets.deploy",
      "mix release hello --overwrite",
    ])
    const deploy = build.calls.find(({ args }) => args[0] === "assets.deploy")
    expect(deploy?.env.PATH).toBe(join(await layerPath(heroku.cache, "node"), "bin"))
  }
})

it("lets hook_compile take the place of mix compile", async () => {
  const files = { ...plainApp, "elixir_buildpack.config": "hook_compile='mix compile --warnings-as-errors'\n" }
  const build = await (await startHeroku()).push(files)
  expect(commandLines(build.calls, "mix")).toEqual(["mix compile --warnings-as-errors"])
})

it.each([
  { line: `hook_pre_compile="echo one >out && echo 'two  2' >>out"`, out: "one\ntwo  2\n" },
  { line: `hook_pre_compile='printf "%s" "$GREETING" >out'`, out: 'hello  "world"' },
  { line: `hook_pre_compile="eval 'GREETING=hi; printf %s \\$GREETING >out'"`, out: "hi" },
  { line: `hook_pre_compile="eval printf one >out && rm -f _build/esbuild*"`, out: "one" },
  { line: `hook_pre_compile="eval \\"printf one >out && printf two >>out\\""`, out: "onetwo" },
  { line: `hook_pre_compile='eval printf %s \\"\\$GREETING\\" >out'`, out: 'hello  "world"' },
  { line: `hook_pre_compile="\n  printf one >out\n  printf two >>out\n"`, out: "onetwo" },
  { line: `hook_pre_compile="printf \\\n  one >out"`, out: "one" },
  { line: `hook_pre_compile="cat <(printf bash) >out"`, out: "bash" },
  { line: `hook_pre_compile="pwd >out; [[ \\$(<out) == */beampack-* ]] && printf ok >out"`, out: "ok" },
])("gives bash the line $line", async ({ line, out }) => {
  const heroku = await startHeroku()
  const build = await heroku.push(
    { ...plainApp, "elixir_buildpack.config": `${line}\n` },
    { vars: { GREETING: 'hello  "world"' } },
  )
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(await readFile(join(build.dir, "out"), "utf8")).toBe(out)
})

it.each([
  { name: "hook_pre_fetch_dependencies", command: "false; echo not reached" },
  { name: "hook_pre_compile", command: "false | true" },
  { name: "hook_post_compile", command: "echo broken >&2; exit 7" },
  { name: "hook_compile", command: "eval 'false && true'" },
  { name: "pre_compile", command: "eval false; echo not reached" },
  { name: "post_compile", command: "no-such-program" },
])("ends the build when $name fails", async ({ name, command }) => {
  const heroku = await startHeroku()
  const build = await heroku.push({ ...plainApp, "elixir_buildpack.config": `\n${name}="${command}"\n` })
  expect(build.exitCode).toBe(1)
  expect(build.errors).toMatchSnapshot()
  expect(build.log).not.toContain("not reached\n       ")
})
