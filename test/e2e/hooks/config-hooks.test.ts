import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { phoenixApp, plainApp } from "../../support/apps.ts"
import { commandLines, startHeroku } from "../../support/heroku.ts"

it("runs each hook at its moment, beside the steps that it belongs to", async () => {
  const hook = (name: string) => `hook_${name}="mix hook.${name}"\n`
  const config = ["post_compile", "pre_compile", "pre_fetch_dependencies"].map(hook).join("")
  const build = await (await startHeroku()).push({ ...phoenixApp, "elixir_buildpack.config": config })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(commandLines(build.calls, "mix")).toEqual([
    "mix hook.pre_fetch_dependencies",
    "mix deps.get --only prod",
    "mix hook.pre_compile",
    "mix compile",
    "mix hook.post_compile",
    "mix assets.deploy",
    "mix release hello --overwrite",
  ])
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
  { line: `hook_pre_compile="cat <(printf bash) >out"`, out: "bash" },
  { line: `hook_pre_compile="pwd >out; [[ \\$(<out) == */build_* ]] && printf ok >out"`, out: "ok" },
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
])("ends the build when $name fails", async ({ name, command }) => {
  const heroku = await startHeroku()
  const build = await heroku.push({ ...plainApp, "elixir_buildpack.config": `\n${name}="${command}"\n` })
  expect(build.exitCode).toBe(1)
  expect(build.errors).toMatchSnapshot()
  expect(build.log).not.toContain("not reached\n       ")
})
