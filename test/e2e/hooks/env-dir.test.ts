import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { mixExs, phoenixApp, plainApp } from "../../support/apps.ts"
import { filesWith, layerPath, startHeroku } from "../../support/heroku.ts"

it.each([
  { kind: "with line breaks", value: "-----BEGIN KEY-----\nab+/=\n-----END KEY-----\n" },
  { kind: "with quotes and signs", value: `it's "$HOME" \`id\` \\n $(id) %s !` },
  { kind: "with line breaks of Windows", value: "one\r\ntwo\r\n" },
  { kind: "with backslashes at its end", value: "C:\\dir\\" },
  { kind: "with blanks around", value: "  two  spaces\t" },
  { kind: "that is as long as can be", value: "x".repeat(128 * 1024 - "VALUE=".length - 1) },
  { kind: "beyond ASCII", value: "grüße 🦀" },
  { kind: "that is empty", value: "" },
])("hands on a config var $kind to the last byte", async ({ value }) => {
  const files = { ...plainApp, "elixir_buildpack.config": `hook_pre_compile='printf %s "$VALUE" >out'\n` }
  const build = await (await startHeroku()).push(files, { vars: { VALUE: value } })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(await readFile(join(build.dir, "out"), "utf8")).toBe(value)
})

it("hands on config vars whatever their names", async () => {
  const names = [
    "lower_case",
    "with-dash",
    "with.dot",
    "a blank",
    "1ST",
    "grüße",
    "two\nlines",
    "'\"$(id)`",
    "-n",
    "%s",
  ]
  const files = { ...plainApp, "elixir_buildpack.config": "hook_pre_compile='cat /proc/self/environ >out'\n" }
  const vars = Object.fromEntries(names.map((name) => [name, `of ${name}`]))
  const build = await (await startHeroku()).push(files, { vars })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  const environment = (await readFile(join(build.dir, "out"), "utf8")).split("\0")
  expect(environment).toEqual(expect.arrayContaining(names.map((name) => `${name}=of ${name}`)))
})

it("keeps config vars from the build that would break its tools", async () => {
  const denied = ["GIT_DIR", "LD_PRELOAD", "LD_LIBRARY_PATH", "BUILD_DIR", "CACHE_DIR", "ENV_DIR", "CPATH"]
  const heroku = await startHeroku()
  const vars = Object.fromEntries([...denied, "HOME", "PATH", "MY_VAR"].map((name) => [name, "/of-the-user"]))
  const build = await heroku.push(plainApp, { vars, env: { STUB_VARS: [...denied, "HOME", "MY_VAR"].join(" ") } })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  const env = build.calls.find(({ name }) => name === "mix")?.env ?? {}
  expect(Object.keys(env).filter((name) => denied.includes(name))).toEqual([])
  expect(env).toMatchObject({ HOME: "/app", MY_VAR: "/of-the-user", MIX_ENV: "prod" })
  expect(env.PATH).toBe(join(await layerPath(heroku.cache, "elixir"), "bin"))
})

it("writes no config var anywhere, and prints none", async () => {
  const secret = "s3cr3t-0f-th3-us3r"
  const vars = { SECRET_KEY_BASE: secret, DATABASE_URL: `ecto://user:${secret}@db/app`, NPM_TOKEN: secret }
  const files = {
    ...phoenixApp,
    "elixir_buildpack.config": 'hook_pre_compile="test -n $NPM_TOKEN"\nhook_post_compile="test $NPM_TOKEN = other"\n',
  }
  const heroku = await startHeroku()
  const failed = await heroku.push(files, { vars })
  const good = await heroku.push(phoenixApp, { vars })
  expect([failed.exitCode, good.exitCode]).toEqual([1, 0])
  for (const build of [failed, good]) {
    expect(build.stdout + build.stderr).not.toContain(secret)
    expect(await filesWith(build.dir, secret)).toEqual([])
    for (const tree of build.trees) expect(await filesWith(tree, secret)).toEqual([])
  }
  expect(await filesWith(heroku.cache, secret)).toEqual([])
})

it("prints no password of a mirror", async () => {
  const heroku = await startHeroku()
  const mirror = heroku.origin.url.replace("http://", "http://me:s3cr3t@")
  const vars = { BEAMPACK_MIRROR: mirror }
  const good = await heroku.push(plainApp, { vars })
  const failed = await heroku.push(plainApp, { vars: { ...vars, ELIXIR_VERSION: "0.1.0" } })
  expect([good.exitCode, failed.exitCode]).toEqual([0, 1])
  expect(good.stdout + good.stderr + failed.stdout + failed.stderr).not.toContain("s3cr3t")
  expect(await filesWith(heroku.cache, "s3cr3t")).toEqual([])
})

it("prints no password of a proxy", async () => {
  const heroku = await startHeroku()
  const proxy = "http://me:s3cr3t@127.0.0.1:1"
  const vars = { BEAMPACK_MIRROR: undefined, HTTPS_PROXY: proxy, HTTP_PROXY: proxy }
  const build = await heroku.push(plainApp, { vars })
  expect(build.exitCode).toBe(1)
  expect(build.errors).toContain("Error id: download/")
  expect(build.stdout + build.stderr + JSON.stringify(build.report)).not.toContain("s3cr3t")
})

it.each(["vars", "env"] as const)("keeps NODE_OPTIONS of %s for the app's tools", async (place) => {
  const options = "--require /not-there.js"
  const heroku = await startHeroku()
  const given = {
    vars: {},
    env: { STUB_VARS: "NODE_OPTIONS" },
    [place]: { NODE_OPTIONS: options, STUB_VARS: "NODE_OPTIONS" },
  }
  const build = await heroku.push(phoenixApp, given)
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(build.calls.find(({ name }) => name === "npm")?.env.NODE_OPTIONS).toBe(options)
})

it("lets the user choose what is only a default", async () => {
  const heroku = await startHeroku()
  const files = { ...plainApp, "mix.exs": mixExs([], ['{:plug, "~> 1.0"}']) }
  const build = await heroku.push(files, { vars: { MIX_ENV: "staging", ELIXIR_ERL_OPTIONS: "+S 1" } })
  const env = build.calls.find(({ name }) => name === "mix")?.env
  expect(env).toMatchObject({ MIX_ENV: "staging", ELIXIR_ERL_OPTIONS: "+S 1" })
})
