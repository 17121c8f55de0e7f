import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { tempApp, tempDir, writeFiles } from "../support/app.ts"
import { releaseApp } from "../support/apps.ts"
import { cli, shell } from "../support/cli.ts"
import { stubCalls, stubMirror } from "../support/toolchain.ts"

it("builds an app as Heroku does, with its log on standard error", async () => {
  const { dir } = await stubMirror()
  const app = await tempApp(releaseApp)
  const cwd = await tempDir()
  const { exitCode, stdout, stderr } = await cli(["build", app], { cwd, env: { BEAMPACK_MIRROR: dir } })
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" })
  expect(stderr).toContain("-----> Compiling hello\n")
  expect(stderr).toContain(`-----> Built into ${cwd}/.beampack/out\n       Start it with: beampack run .beampack/out\n`)
  const out = join(cwd, ".beampack/out")
  expect((await readdir(out)).toSorted()).toEqual([".beampack", ".profile.d", "_build"])
  expect((await readdir(join(cwd, ".beampack"))).toSorted()).toEqual([".gitignore", "out"])
  expect((await readdir(app)).toSorted()).toEqual(["lib", "mix.exs"])
})

it("writes all process types into a Procfile on request", async () => {
  const { dir } = await stubMirror()
  const app = await tempApp({ ...releaseApp, Procfile: "# ours\nworker: bin/work --now\n" })
  const cwd = await tempDir()
  await cli(["build", app, "--out", "out", "--procfile"], { cwd, env: { BEAMPACK_MIRROR: dir } })
  expect(await readFile(join(cwd, "out/Procfile"), "utf8")).toBe(
    "web: _build/prod/rel/hello/bin/hello start\nconsole: _build/prod/rel/hello/bin/hello start_iex\nworker: bin/work --now\n",
  )
})

it.each([
  {
    what: "XDG_CACHE_HOME",
    env: (dir: string) => ({ HOME: join(dir, "me"), XDG_CACHE_HOME: join(dir, "xdg") }),
    cache: "xdg/beampack",
  },
  { what: "HOME", env: (dir: string) => ({ HOME: join(dir, "me") }), cache: "me/.cache/beampack" },
  {
    what: "HOME when XDG_CACHE_HOME is relative",
    env: (dir: string) => ({ HOME: join(dir, "me"), XDG_CACHE_HOME: "x" }),
    cache: "me/.cache/beampack",
  },
])("keeps a cache for each app below $what", async ({ env, cache }) => {
  const mirror = await stubMirror()
  const dir = await tempDir()
  const options = { cwd: await tempDir(), env: { BEAMPACK_MIRROR: mirror.dir, ...env(dir) } }
  const [one, two] = [
    await writeFiles(join(dir, "a/shop"), releaseApp),
    await writeFiles(join(dir, "b/shop"), releaseApp),
  ]
  const first = await cli(["build", one], options)
  const again = await cli(["build", one], options)
  await cli(["build", two], options)
  expect(first.stderr).toContain("Installing Elixir")
  expect(again.stderr).toContain("Nothing has changed since the last build")
  expect(await readdir(join(dir, cache))).toEqual([
    expect.stringMatching(/^shop-\w{8}$/),
    expect.stringMatching(/^shop-\w{8}$/),
  ])
})

it("takes the cache that is named", async () => {
  const { dir } = await stubMirror()
  const cwd = await tempDir()
  await cli(["build", await tempApp(releaseApp), "--cache", "ci/cache"], { cwd, env: { BEAMPACK_MIRROR: dir } })
  expect(await readdir(join(cwd, "ci/cache"))).not.toEqual([])
})

it("gives the tools the config vars, and of the shell only what a platform has", async () => {
  const { dir } = await stubMirror()
  const app = await tempApp(releaseApp)
  const work = await writeFiles(await tempDir(), {
    vars: "FROM_FILE='two\nlines'\nEMPTY=\nNODE_OPTIONS=--own\nPATH=/nowhere\n",
  })
  const names =
    "FROM_FILE EMPTY NODE_OPTIONS DATABASE_URL npm_config_registry HEX_MIRROR ERL_FLAGS RELEASE_NODE GIT_DIR"
  const { exitCode } = await cli(["build", app, "--out", join(work, "out"), "--env-file", join(work, "vars")], {
    env: {
      BEAMPACK_MIRROR: dir,
      STUB_LOG: join(work, "log"),
      STUB_VARS: names,
      DATABASE_URL: "ecto://shell",
      MIX_ENV: "dev",
      npm_config_registry: "http://shell",
      HEX_MIRROR: "http://shell",
      ERL_FLAGS: "+shell",
      RELEASE_NODE: "shell",
      NODE_ENV: "development",
      NODE_OPTIONS: "--no-warnings",
      GIT_DIR: "/nowhere",
    },
  })
  expect(exitCode).toBe(0)
  const compile = (await stubCalls(join(work, "log"))).find(({ name, args }) => name === "mix" && args[0] === "compile")
  const {
    PATH: _path,
    MIX_HOME: _home,
    HEX_HOME: _hex,
    LANG: _lang,
    ELIXIR_ERL_OPTIONS: _,
    ...env
  } = compile?.env ?? {}
  expect(env).toEqual({
    MIX_ENV: "prod",
    FROM_FILE: "two lines", // as the stub's log writes it
    EMPTY: "",
    NODE_OPTIONS: "--own",
    DATABASE_URL: "ecto://shell",
  })
})

it("never shows a config var's value", async () => {
  const secret = "sEcr3t-0f-tHe-t3st"
  const { dir } = await stubMirror()
  const app = await tempApp({ ...releaseApp, ".stub-fail": "mix compile" })
  const work = await writeFiles(await tempDir(), { vars: `SECRET=${secret}\n` })
  const { exitCode, stdout, stderr } = await cli(["build", app, "--env-file", `${work}/vars`], {
    env: { BEAMPACK_MIRROR: dir },
  })
  expect(exitCode).toBe(1)
  expect(stdout + stderr).not.toContain(secret)
})

it.each([
  { what: "a folder that is not there", args: ["nowhere"], id: "cli/no-app" },
  { what: "an env file that is not there", args: [".", "--env-file", "nowhere"], id: "cli/env-file" },
  { what: "a folder without mix.exs", args: ["."], id: "app/no-mix-exs" },
])("fails with 1 for $what and leaves nothing", async ({ args, id }) => {
  const cwd = await tempDir()
  const home = await tempDir()
  const { exitCode, stdout, stderr } = await cli(["build", ...args], { cwd, env: { HOME: home } })
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" })
  expect(stderr).toContain(`Error id: ${id}`)
  expect([await readdir(cwd), await readdir(home)]).toEqual([[], []])
})

it("makes no default result that git would offer to commit", async () => {
  const { dir } = await stubMirror()
  const cwd = await tempApp(releaseApp)
  const line =
    "git init -q && git add . && beampack build 2>&1 && git status --porcelain --untracked-files=all | grep -v ^A"
  const { stdout, stderr } = await shell(line, { cwd, env: { BEAMPACK_MIRROR: dir } })
  expect(stdout).toContain(`Built into ${cwd}/.beampack/out`)
  expect(stdout).not.toContain("??")
  expect(stderr).toBe("")
})
