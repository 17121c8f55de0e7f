import { expect, it } from "vitest"
import { countingVariables, namesIn, volatileNames } from "../../lib/core/volatile-variables.ts"

const env = {
  PATH: "/usr/bin",
  STACK: "heroku-24",
  SECRET: "s",
  SOURCE_VERSION: "c0ffee",
  REQUEST_ID: "1",
  GIT_REV: "c0ffee",
  CNB_LAYERS_DIR: "/layers",
  GITHUB_RUN_ID: "7",
  CI_JOB_ID: "8",
  CI_TOKEN: "t",
  HOSTNAME: "build-1",
  SHLVL: "2",
  BEAMPACK_CACHE_MAX: "1GB",
  _: "/bin/sh",
}

it("knows what is another in each build", () => {
  expect(volatileNames(env)).toEqual([
    "SOURCE_VERSION",
    "REQUEST_ID",
    "GIT_REV",
    "CNB_LAYERS_DIR",
    "GITHUB_RUN_ID",
    "CI_JOB_ID",
    "HOSTNAME",
    "SHLVL",
    "BEAMPACK_CACHE_MAX",
  ])
})

it("counts all other variables, and those of them that the app names", () => {
  expect(countingVariables(env, new Set(["GIT_REV"]))).toEqual({
    PATH: "/usr/bin",
    STACK: "heroku-24",
    SECRET: "s",
    CI_TOKEN: "t",
    GIT_REV: "c0ffee",
  })
})

it.each([
  ['System.get_env("SOURCE_VERSION")', ["SOURCE_VERSION"]],
  ["echo $SOURCE_VERSION on $HOSTNAME", ["SOURCE_VERSION", "HOSTNAME"]],
  ["echo {SOURCE_VERSION:-none}", ["SOURCE_VERSION"]],
  ["MY_SOURCE_VERSION SOURCE_VERSIONS source_version", []],
  ["", []],
])("finds in %j the names %j", (text, found) => {
  expect(namesIn(text, volatileNames(env))).toEqual(found)
})

it.each([
  "for {key, value} <- System.get_env(), do: {key, value}",
  "System.get_env |> Map.take(names)",
  'System.get_env("#{prefix}_VERSION")',
  "os:getenv()",
  "Object.entries(process.env)",
  "for (const name in process.env) {}",
  "const env = { ...process.env }",
  "process.env[name]",
  "env | grep VERSION",
])("finds all names in %j", (text) => {
  expect(namesIn(text, volatileNames(env))).toEqual(volatileNames(env))
})

it.each(['for {"CNB_" <> _, value} <- all', "name.startsWith('CNB_')", "/^CNB_/"])(
  "finds those that begin as %j says",
  (text) => {
    expect(namesIn(text, volatileNames(env))).toEqual(["CNB_LAYERS_DIR"])
  },
)

it.each(["process.env.NODE_ENV", 'process.env["NODE_ENV"]', 'System.get_env("A")', "CNB_LAYERS"])(
  "finds no name in %j",
  (text) => {
    expect(namesIn(text, volatileNames(env))).toEqual([])
  },
)

it("finds nothing when nothing is looked for", () => {
  expect(namesIn("SOURCE_VERSION", [])).toEqual([])
})
