import { expect, it } from "vitest"
import { tracedVariables, variablesIn } from "../../lib/mix/kept-variables.ts"

it.each([
  ["lib/a.ex", '@stage System.get_env("STAGE")', ["STAGE"]],
  ["lib/a.ex", 'System.get_env("STAGE", "one") <> System.fetch_env!("HOST")', ["STAGE", "HOST"]],
  ["lib/a.ex", 'System.fetch_env "STAGE"', ["STAGE"]],
  ["lib/a.ex", 'System.get_env(\n  "STAGE"\n)', ["STAGE"]],
  ["lib/a.ex", '"STAGE" |> System.get_env() |> String.trim()', ["STAGE"]],
  ["lib/a.ex", "System.get_env(name)", []],
  ["lib/a.ex", 'Application.get_env(:kept, "name")', []],
  ["lib/a.ex", 'System.get_env("HOSTNAME")', []],
  ["src/a.erl", 'os:getenv("STAGE")', ["STAGE"]],
  ["config/config.exs", 'System.get_env("STAGE")', ["STAGE"]],
  ["apps/a/mix.exs", 'System.get_env("STAGE")', ["STAGE"]],
  ["config/runtime.exs", 'System.get_env("STAGE")', []],
  ["test/a_test.exs", 'System.get_env("STAGE")', []],
  ["apps/a/test/support/a.ex", 'System.get_env("STAGE")', []],
  ["README.md", 'System.get_env("STAGE")', []],
])("%s with %j may read %j while it is compiled", (path, text, names) => {
  expect(variablesIn(path, text)).toEqual(names)
})

it("tells by a short trace whether values are the same", () => {
  const trace = tracedVariables(["B", "A", "B"], { A: "1", B: "2", C: "3" })
  expect(trace).toEqual({ names: ["A", "B"], trace: expect.stringMatching(/^[0-9a-f]{8}$/) })
  expect(tracedVariables(["A", "B"], { A: "1", B: "2" })).toEqual(trace)
  for (const env of [{ A: "1", B: "3" }, { A: "1" }, { A: "1", B: "" }, { A: "2", B: "1" }]) {
    expect(tracedVariables(["A", "B"], env).trace).not.toBe(trace.trace)
  }
})
