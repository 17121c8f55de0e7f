import { expect, it } from "vitest"
import { type KeptPlace, keptPlace } from "../../lib/mix/kept-place.ts"

const wish = { app: "/workspace", runtimePath: "/workspace", purpose: "production", env: {} } as const

it.each([
  { where: "by default", env: {}, build: "_build/prod" },
  { where: "in another environment", env: { MIX_ENV: "staging" }, build: "_build/staging" },
  { where: "for another machine", env: { MIX_TARGET: "rpi" }, build: "_build/rpi_prod" },
  { where: "for this machine, said in so many words", env: { MIX_TARGET: "host" }, build: "_build/prod" },
  { where: "with empty variables", env: { MIX_BUILD_PATH: "", MIX_ENV: "" }, build: "_build/prod" },
])("what is compiled where the app runs is kept $where", ({ env, build }) => {
  expect(keptPlace({ ...wish, env }, [])).toEqual({ kind: "kept", build })
})

it.each<[string, Parameters<typeof keptPlace>, KeptPlace]>([
  ["in a build for tests", [{ ...wish, purpose: "test" }, []], { kind: "none" }],
  ["when the app runs elsewhere", [{ ...wish, app: "/tmp/build_1" }, ["deps"]], { kind: "none" }],
  [
    "when Mix builds elsewhere",
    [{ ...wish, env: { MIX_BUILD_ROOT: "/b" } }, []],
    { kind: "none", why: "What is compiled is not kept for the next build: MIX_BUILD_ROOT is set" },
  ],
  [
    "when dependencies are elsewhere too",
    [{ ...wish, env: { MIX_BUILD_PATH: "b", MIX_DEPS_PATH: "d" } }, ["deps"]],
    { kind: "none", why: "What is compiled is not kept for the next build: MIX_BUILD_PATH and MIX_DEPS_PATH are set" },
  ],
  [
    "when the app has dependencies in its sources",
    [wish, ["deps"]],
    { kind: "none", why: "What is compiled is not kept for the next build: the app brings its own deps" },
  ],
])("nothing is kept %s", (_, args, place) => {
  expect(keptPlace(...args)).toEqual(place)
})
