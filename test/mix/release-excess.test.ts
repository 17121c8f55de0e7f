import { symlink } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { removeExcess } from "../../lib/mix/release-excess.ts"
import { type Files, tempApp, tempDir, writeFiles } from "../support/app.ts"
import { filesBelow } from "../support/heroku.ts"

const folder = "_build/prod/rel"

/** What Mix makes of an app, without its modules. */
const release: Files = {
  "bin/hello": "#!/bin/sh\n",
  "releases/COOKIE": "",
  "releases/start_erl.data": "15.2.7 0.1.0\n",
  "releases/0.1.0/start.boot": "",
  "releases/0.1.0/start_clean.boot": "",
  "releases/0.1.0/hello.rel": "",
  "releases/0.1.0/sys.config": "",
  "lib/hello-0.1.0/priv/repo/seed.script": "",
  "lib/hello-0.1.0/priv/bin/erlc": "",
  "lib/hello-0.1.0/priv/lib/otp_test_engine.so": "",
  "lib/crypto-5.5.3/priv/lib/crypto.so": "",
}

/** What starts, watches and asks a node. */
const needed: Files = Object.fromEntries(
  ["beam.smp", "epmd", "erl", "erl_child_setup", "erlexec", "heart", "inet_gethost", "run_erl", "to_erl", "start"]
    .concat(["dyn_erl", "start_erl", "escript", "erl_call"])
    .map((name) => [`erts-15.2.7/bin/${name}`, "#!/bin/sh\n"]),
)

const excess: Files = {
  "erts-15.2.7/bin/erlc": "",
  "erts-15.2.7/bin/ct_run": "",
  "erts-15.2.7/bin/dialyzer": "",
  "erts-15.2.7/bin/typer": "",
  "erts-15.2.7/bin/yielding_c_fun": "",
  "erts-15.2.7/bin/erl.src": "",
  "erts-15.2.7/bin/start.src": "",
  "erts-15.2.7/bin/start_erl.src": "",
  "lib/crypto-5.5.3/priv/lib/otp_test_engine.so": "",
  "releases/0.1.0/start.script": "",
  "releases/0.1.0/start_clean.script": "",
}

function removeFrom(app: string, folders: readonly string[], keep: readonly string[] = []): Promise<void> {
  const context = { app, env: {}, signal: new AbortController().signal, output: () => {} }
  return removeExcess({ folders, keep }, context)
}

it("a release keeps what it runs, and loses what only compiles or is read by people", async () => {
  const app = await tempApp({})
  await writeFiles(join(app, folder, "hello"), { ...release, ...needed, ...excess })
  await removeFrom(app, [folder])
  expect(await filesBelow(join(app, folder, "hello"))).toEqual(Object.keys({ ...release, ...needed }).toSorted())
})

it.each<{ keep: string; kept: (path: string) => boolean }>([
  { keep: ".", kept: () => true },
  { keep: "_build/prod", kept: () => true },
  { keep: "_build/*/rel/*/erts-*/bin/erlc", kept: (path) => path.endsWith("/erlc") },
  { keep: "_build/prod/rel/*/releases", kept: (path) => path.startsWith("releases/") },
  { keep: "_build/prod/rel/other", kept: () => false },
])("what the user keeps by $keep stays", async ({ keep, kept }) => {
  const app = await tempApp({})
  await writeFiles(join(app, folder, "hello"), { ...release, ...excess })
  await removeFrom(app, [folder], ["docs", keep])
  const stays = [...Object.keys(release), ...Object.keys(excess).filter(kept)]
  expect(await filesBelow(join(app, folder, "hello"))).toEqual(stays.toSorted())
})

it("a release without an Erlang of its own keeps everything else", async () => {
  const app = await tempApp({})
  await writeFiles(join(app, folder, "hello"), release)
  await removeFrom(app, [folder, "apps/hello/_build/prod/rel"])
  expect(await filesBelow(join(app, folder, "hello"))).toEqual(Object.keys(release).toSorted())
})

it("what is no release is left alone", async () => {
  const app = await tempApp({})
  await writeFiles(join(app, folder, "notes"), excess)
  await removeFrom(app, [folder])
  expect(await filesBelow(join(app, folder, "notes"))).toEqual(Object.keys(excess).toSorted())
})

it("an Erlang that a release only links to stays whole", async () => {
  const app = await tempApp({})
  await writeFiles(join(app, folder, "hello"), release)
  const erlang = await writeFiles(await tempDir("erlang"), { "bin/erlc": "" })
  await symlink(erlang, join(app, folder, "hello/erts-15.2.7"))
  await removeFrom(app, [folder])
  expect(await filesBelow(erlang)).toEqual(["bin/erlc"])
})
