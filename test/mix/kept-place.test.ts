import { expect, it } from "vitest"
import type { BuildRequest } from "../../lib/core/buildpack.ts"
import type { OutputEvent } from "../../lib/core/output.ts"
import { type KeptPlace, planKept } from "../../lib/mix/kept-place.ts"
import { tempApp } from "../support/app.ts"

/** What is decided for an app with these files, and what is said. */
async function decide(
  env: BuildRequest["env"],
  files: Readonly<Record<string, string>> = {},
  { stable } = { stable: true },
): Promise<readonly [KeptPlace, ...string[]]> {
  const app = await tempApp({ "mix.exs": "", ...files })
  const said: OutputEvent[] = []
  const place = await planKept({
    app,
    leftAt: app,
    runtimePath: app,
    stable,
    purpose: "production",
    env,
    target: { os: "linux", arch: "amd64", distro: { name: "debian", version: "12" } },
    output: (event) => said.push(event),
    signal: new AbortController().signal,
    group: [],
    openEnded: false,
  })
  return [place, ...said.flatMap((event) => ("text" in event ? [event.text] : []))]
}

const fetched = { "deps/a/.hex": "", "deps/b/.fetch": "", "deps/c/.git/config": "", "_build/dev/x": "" }

it.each([
  { where: "by default", env: {}, build: "_build/prod" },
  { where: "in another environment", env: { MIX_ENV: "staging" }, build: "_build/staging" },
  { where: "for another machine", env: { MIX_TARGET: "rpi" }, build: "_build/rpi_prod" },
  { where: "for this machine, said in so many words", env: { MIX_TARGET: "host" }, build: "_build/prod" },
  { where: "with empty variables", env: { MIX_BUILD_PATH: "", MIX_ENV: "" }, build: "_build/prod" },
  { where: "also where what Mix has fetched elsewhere came along", env: {}, files: fetched, build: "_build/prod" },
])("what is compiled where the app runs is kept $where, in silence", async ({ env, files, build }) => {
  expect(await decide(env, files)).toEqual([{ kind: "kept", build }])
})

it.each([
  ["when Mix builds elsewhere", { MIX_BUILD_ROOT: "/b" }, {}, "MIX_BUILD_ROOT is set"],
  [
    "when dependencies are elsewhere too",
    { MIX_BUILD_PATH: "b", MIX_DEPS_PATH: "d" },
    { "deps/x": "" },
    "MIX_BUILD_PATH and MIX_DEPS_PATH are set",
  ],
  [
    "when the app has dependencies in its sources",
    {},
    { "deps/jason/.hex": "", "deps/mine/mix.exs": "" },
    "the app has sources of its own in deps: mine",
  ],
])("nothing is kept %s, which is said", async (_, env, files, why) => {
  const said = `What is compiled is not kept for the next build: ${why}`
  expect(await decide(env, files)).toEqual([{ kind: "none" }, said])
})

it("nothing is kept, without a word, of an app that lies elsewhere in each build", async () => {
  expect(await decide({}, {}, { stable: false })).toEqual([{ kind: "none" }])
})
