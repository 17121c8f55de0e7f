import { expect, it } from "vitest"
import { EVERY } from "../../lib/mix/code-variables.ts"
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
  ["lib/a.ex", 'System.get_env()["STAGE"]', ["STAGE"]],
  ["lib/a.ex", 'System.get_env["STAGE"]', ["STAGE"]],
  ["lib/a.ex", 'Map.get(System.get_env(), "STAGE", "one")', ["STAGE"]],
  ["lib/a.ex", 'System.get_env() |> Map.fetch!("STAGE")', ["STAGE"]],
  ["lib/a.ex", 'System.get_env\n  |> Map.get("STAGE")', ["STAGE"]],
  ["lib/a.ex", 'Map.take(System.get_env(), ["STAGE", "HOST"])', ["STAGE", "HOST"]],
  ["lib/a.ex", "System.get_env() |> Map.take(~w(STAGE HOST))", ["STAGE", "HOST"]],
  ["lib/a.ex", '%{"STAGE" => stage} = System.get_env()', ["STAGE"]],
  ["lib/a.ex", ':os.getenv(~c"STAGE")', ["STAGE"]],
  ["lib/a.ex", ":os.getenv('STAGE')", ["STAGE"]],
  ["src/a.erl", 'os:getenv("STAGE", "one")', ["STAGE"]],
  ["src/a.xrl", 'os:getenv("STAGE")', ["STAGE"]],
  ["vendor/a/rebar.config.script", 'os:getenv("STAGE")', ["STAGE"]],
  ["src/a.app.src.script", 'os:getenv("STAGE")', ["STAGE"]],
  ["vendor/a/rebar.config", `{port_env, [{"CFLAGS", "$CFLAGS $\{STAGE}"}]}.`, ["CFLAGS", "STAGE"]],
  ["Makefile", `ifdef STAGE\nall: $(HOST) $\{HOST} $(PWD) $@\n`, ["STAGE", "HOST", "HOST"]],
  ["c_src/env.mk", "all: $(STAGE)", ["STAGE"]],
  ["c_src/build.sh", 'cc -D$STAGE "$1"', ["STAGE"]],
  ["bin/deploy.sh", "deploy $STAGE", []],
  ["deps/cowboy/erlang.mk", "all: $(STAGE)", []],
  ["c_src/CMakeLists.txt", "set(STAGE $ENV{STAGE})", ["STAGE"]],
  ["native/a/build.rs", 'env::var("STAGE"); option_env!("HOST"); env!("PORT")', ["STAGE", "HOST", "PORT"]],
])("%s with %j may read %j while it is compiled", (path, text, names) => {
  expect(variablesIn(path, text)).toEqual(names)
})

it("sees the modules that tests share where they run", () => {
  const text = 'System.get_env("STAGE")'
  expect(variablesIn("apps/a/test/support/a.ex", text, "test")).toEqual(["STAGE"])
  expect(variablesIn("test/a_test.exs", text, "test")).toEqual([])
})

it.each([
  "for {name, value} <- System.get_env(), do: {name, value}",
  "env = System.get_env\nenv",
  'System.get_env() |> Map.put("STAGE", "one") |> inspect()',
  "Enum.map(System.get_env(), &elem(&1, 0))",
  ":os.getenv()",
  ":os.env()",
])("takes %j for a reading of all variables", (text) => {
  expect(variablesIn("lib/a.ex", text)).toEqual([EVERY])
  expect(variablesIn("src/a.erl", "[os:getenv() || true]")).toEqual([EVERY])
})

it.each([
  "name |> System.get_env()",
  "name |> System.get_env |> String.trim()",
  "Enum.map(names, &System.get_env/1)",
  "# as System.get_env() does",
  '@moduledoc """\nLooks at `System.get_env()`.\n"""',
  "System.get_env(name)",
])("does not take %j for one", (text) => {
  expect(variablesIn("lib/a.ex", text)).toEqual([])
})

it("traces all variables for one who reads them all, but for those that are others in each build", () => {
  const { trace } = tracedVariables([EVERY], { A: "1", HOSTNAME: "one", _: "x" })
  expect(tracedVariables([EVERY], { A: "1", HOSTNAME: "two", _: "y" }).trace).toBe(trace)
  for (const env of [{ A: "2", HOSTNAME: "one" }, { A: "1", B: "" }, {}]) {
    expect(tracedVariables([EVERY], env).trace).not.toBe(trace)
  }
})

it("tells by a short trace whether values are the same", () => {
  const trace = tracedVariables(["B", "A", "B"], { A: "1", B: "2", C: "3" })
  expect(trace).toEqual({ names: ["A", "B"], trace: expect.stringMatching(/^[0-9a-f]{8}$/) })
  expect(tracedVariables(["A", "B"], { A: "1", B: "2" })).toEqual(trace)
  for (const env of [{ A: "1", B: "3" }, { A: "1" }, { A: "1", B: "" }, { A: "2", B: "1" }]) {
    expect(tracedVariables(["A", "B"], env).trace).not.toBe(trace.trace)
  }
})
