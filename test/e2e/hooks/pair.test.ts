import { rename } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { tempDir } from "../../support/app.ts"
import { phoenixApp, plainApp } from "../../support/apps.ts"
import { commandLines, filesBelow, startHeroku } from "../../support/heroku.ts"
import { runHook, stableLog } from "../../support/hook.ts"
import { inDyno, inShell } from "../../support/shell.ts"

it("builds a Phoenix app with its assets into a release", async () => {
  const heroku = await startHeroku()
  const build = await heroku.push(phoenixApp)
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(build.log).toMatchInlineSnapshot(`
    "-----> Planning the build (beampack/elixir, beampack/static)
           Erlang/OTP 27.3.4.2 (newest that fits)
             not 28.0.2: this Elixir 1.18.4 is compiled with Erlang/OTP 27
           Elixir     1.18.4   (mix.exs:8 asks for ~> 1.17)
           Hex        2.2.2    (newest that fits)
           rebar3     3.24.0   (newest that fits)
           Node.js    24.11.0  (newest LTS)
    -----> Installing Erlang/OTP and Elixir
           Installing Erlang/OTP 27.3.4.2
           Installing Elixir 1.18.4
           Installing Hex 2.2.2
           Installing rebar3 3.24.0
           Done in 0.0s
    -----> Restoring what was compiled
           Compiling everything: nothing is there from an earlier build
           Done in 0.0s
    -----> Installing Node
           Installing Node.js 24.11.0
           Done in 0.0s
    -----> Fetching dependencies
           mix deps.get --only prod
           All dependencies are up to date
           Done in 0.0s
    -----> Compiling hello
           mix compile
           Compiling 1 file (.ex)
           Generated hello app
           Done in 0.0s
    -----> Installing npm packages (assets/package-lock.json)
           npm ci --include=dev --prefer-offline
           added 1 package in 1s
           Done in 0.0s
    -----> Building assets
           mix assets.deploy
           Check your digested files at "priv/static"
           Done in 0.0s
    -----> Assembling the release hello
           mix release hello --overwrite
           * assembling hello-0.1.0 on MIX_ENV=prod
           Release created at _build/prod/rel/hello
           Done in 0.0s
    -----> Keeping what was compiled
           Done in 0.0s
    -----> Removing node_modules
           Done in 0.0s
    -----> Removing the sources
           What stays: .beampack, .profile.d, _build
    -----> Process types
           web: _build/prod/rel/hello/bin/server (release hello)
           release: _build/prod/rel/hello/bin/migrate (release hello)
           console: _build/prod/rel/hello/bin/hello start_iex (release hello)
    "
  `)

  const commands = commandLines(build.calls, "mix", "npm")
  expect(commands.toSorted()).toMatchInlineSnapshot(`
    [
      "mix assets.deploy",
      "mix compile",
      "mix deps.get --only prod",
      "mix release hello --overwrite",
      "npm ci --include=dev --prefer-offline",
    ]
  `)
  expect(commands[0]).toBe("mix deps.get --only prod")
  expect(commands.slice(-2)).toEqual(["mix assets.deploy", "mix release hello --overwrite"])

  const made = (await filesBelow(build.dir)).filter((file) => !(file in phoenixApp))
  expect(made).toMatchInlineSnapshot(`
    [
      ".beampack/release.yml",
      ".profile.d/beampack-phoenix.sh",
      "_build/prod/rel/hello/bin/hello",
      "_build/prod/rel/hello/bin/migrate",
      "_build/prod/rel/hello/bin/server",
      "_build/prod/rel/hello/lib/hello-0.1.0/priv/static/cache_manifest.json",
      "_build/prod/rel/hello/releases/COOKIE",
      "_build/prod/rel/hello/releases/start_erl.data",
    ]
  `)
  expect(build.processes).toMatchInlineSnapshot(`
    {
      "console": "_build/prod/rel/hello/bin/hello start_iex",
      "release": "_build/prod/rel/hello/bin/migrate",
      "web": "_build/prod/rel/hello/bin/server",
    }
  `)
})

it("installs npm packages while the app compiles", async () => {
  const waiting = "for i in {1..100}; do test ! -e assets/node_modules || exit 0; sleep 0.1; done; exit 1"
  const build = await (await startHeroku()).push({
    ...phoenixApp,
    "elixir_buildpack.config": `hook_compile='${waiting}'`,
  })
  expect(build.exitCode, build.errors).toBe(0)
})

it("recognizes the app by its mix.exs", async () => {
  const heroku = await startHeroku()
  const { dir, trees } = await heroku.push(plainApp)
  const [tree = ""] = trees
  expect(await runHook(tree, "detect", [dir])).toEqual({ exitCode: 0, stdout: "Elixir\n", stderr: "" })
  expect(await runHook(tree, "detect", [await tempDir()])).toMatchInlineSnapshot(`
    {
      "exitCode": 1,
      "stderr": " !
     !     No mix.exs in the app's top folder
     !
     !     beampack builds apps that have a mix.exs there. Is it committed, and not listed
     !     in .gitignore or .slugignore? An app in a subfolder is pushed from there:
     !     git subtree push --prefix FOLDER heroku main
     !
     !     Error id: app/no-mix-exs
     !
    ",
      "stdout": "",
    }
  `)
})

it("tells the app where it runs, wherever the slug is moved", async () => {
  const heroku = await startHeroku()
  const { dir } = await heroku.push(phoenixApp, { vars: { MIX_ENV: "prod" } })
  const moved = join(await tempDir("dyno"), "app")
  await rename(dir, moved)
  expect(await inDyno(moved, 'echo "$MIX_ENV $LANG"; echo "$PATH"; _build/prod/rel/hello/bin/hello eval 1')).toBe(
    "prod C.UTF-8\n/usr/bin:/bin\nhello eval 1\n",
  )
})

it("carries the runtimes in the slug of an app without a release", async () => {
  const heroku = await startHeroku()
  const { dir, processes } = await heroku.push(plainApp)
  expect(processes).toMatchInlineSnapshot(`
    {
      "console": "iex -S mix run --no-compile --no-deps-check",
      "web": "mix run --no-halt --no-compile --no-deps-check",
    }
  `)
  const moved = join(await tempDir("dyno"), "app")
  await rename(dir, moved)
  const home = await inDyno(moved, 'echo "$PATH"; erl; command -v mix iex; mix run; ls .beampack')
  expect(home.replaceAll(moved, "HOME")).toMatchInlineSnapshot(`
    "HOME/.beampack/elixir/bin:HOME/.beampack/erlang/bin:/usr/bin:/bin
    Erlang/OTP 27 in HOME/.beampack/erlang
    HOME/.beampack/elixir/bin/mix
    HOME/.beampack/elixir/bin/iex
    elixir
    erlang
    release.yml
    runtime-path
    "
  `)
})

it("offers its tools to the next buildpack", async () => {
  const heroku = await startHeroku()
  const { trees } = await heroku.push(phoenixApp)
  const script = join(trees[0] ?? "", "export")
  const said = await inShell(
    `set -eu; . ${script}; . ${script}; command -v erl mix node npm; echo "$PATH"; echo "$MIX_ENV"`,
  )
  expect(stableLog(said, { CACHE_DIR: heroku.cache })).toMatchInlineSnapshot(`
    "CACHE_DIR/beampack/layers/erlang-DIGEST/bin/erl
    CACHE_DIR/beampack/layers/elixir-DIGEST/bin/mix
    CACHE_DIR/beampack/layers/node-DIGEST/bin/node
    CACHE_DIR/beampack/layers/node-DIGEST/bin/npm
    CACHE_DIR/beampack/layers/node-DIGEST/bin:CACHE_DIR/beampack/layers/elixir-DIGEST/bin:CACHE_DIR/beampack/layers/erlang-DIGEST/bin:/usr/bin:/bin
    prod
    "
  `)
  expect(await inShell(`MIX_ENV=staging; . ${script}; echo "$MIX_ENV"`)).toBe("staging\n")
})
