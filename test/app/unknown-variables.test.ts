import { expect, it } from "vitest"
import { unknownVariables } from "../../lib/app/unknown-variables.ts"

it("names each variable of ours that nobody reads, in order, and never its value", () => {
  const env = {
    BEAMPACK_MIROR: "https://user:s3cr3t@example.com",
    BEAMPACK_COLOUR: "s3cr3t",
    BP_ELIXR_VERSION: "s3cr3t",
  }
  expect(unknownVariables(env)).toEqual([
    "BEAMPACK_COLOUR is set, but nothing reads it: docs/settings.md lists what is read",
    "BEAMPACK_MIROR is set, but nothing reads it: did you mean BEAMPACK_MIRROR?",
    "BP_ELIXR_VERSION is set, but nothing reads it: did you mean BP_ELIXIR_VERSION?",
  ])
})

it.each([
  ["BEAMPACK_ERLANG_VERSION", "BEAMPACK_ERLANG"],
  ["BEAMPACK_ELIXER", "BEAMPACK_ELIXIR"],
  ["BEAMPACK_KEEPNODE", "BEAMPACK_KEEP_NODE"],
  ["BEAMPACK_REMOVE_NODE", "BEAMPACK_KEEP_NODE"],
  ["BEAMPACK_ALWAYS_REBUILD", "BEAMPACK_CACHE"],
  ["BP_ERLANG_VERSIONS", "BP_ERLANG_VERSION"],
])("takes %s for %s", (name, meant) => {
  expect(unknownVariables({ [name]: "1" })).toEqual([`${name} is set, but nothing reads it: did you mean ${meant}?`])
})

it.each([
  "BEAMPACK_ERLANG",
  "BEAMPACK_MIRROR",
  "BEAMPACK_LIMITS",
  "BEAMPACK_APP_NODE_OPTIONS",
  "BP_NODE_VERSION",
  "ERLANG_VERSION",
])("knows %s", (name) => {
  expect(unknownVariables({ [name]: "1" })).toEqual([])
})

it.each([
  "BP_GO_VERSION",
  "BP_DENO_VERSION",
  "BP_PHP_VERSION",
  "BP_LOG_LEVEL",
  "BP_KEEP_FILES",
  "BEAM",
  "NODE_VERSIONS",
])("leaves %s to others", (name) => {
  expect(unknownVariables({ [name]: "1" })).toEqual([])
})

it.each(["", undefined])("passes over one that is %j", (value) => {
  expect(unknownVariables({ BEAMPACK_COLOUR: value })).toEqual([])
})
