import { expect, it } from "vitest"
import { launchToml, processesOf } from "../../lib/cnb/launch-toml.ts"
import type { Processes } from "../../lib/core/launch.ts"

const ours = { kind: "default", why: "release hello" } as const

function processes(lines: Readonly<Record<string, string>>): Processes {
  return Object.fromEntries(Object.entries(lines).map(([type, value]) => [type, { value, origin: ours }]))
}

it.each([
  ["rel/bin/hello start", { command: ["/workspace/rel/bin/hello"], args: ["start"] }],
  ["rel/bin/server", { command: ["/workspace/rel/bin/server"], args: [] }],
  [
    "env PHX_SERVER=true rel/bin/hello start",
    { command: ["env", "PHX_SERVER=true", "/workspace/rel/bin/hello"], args: ["start"] },
  ],
  ["mix run --no-halt", { command: ["mix"], args: ["run", "--no-halt"] }],
  [
    "elixir -pa _build/prod/lib/phoenix/ebin -S mix phx.server",
    { command: ["elixir"], args: ["-pa", "_build/prod/lib/phoenix/ebin", "-S", "mix", "phx.server"] },
  ],
])("makes a program and its arguments of `%s`", (line, expected) => {
  expect(processesOf({ processes: processes({ web: line }) }, "/workspace")).toEqual([{ type: "web", ...expected }])
})

it("leaves those of a Procfile to whoever reads it", () => {
  const procfile = { web: { value: "bin/start", origin: { kind: "file", file: "Procfile", line: 1 } } } as const
  const spec = { processes: { ...processes({ console: "rel/bin/hello start_iex" }), ...procfile } }
  expect(processesOf(spec, "/workspace").map(({ type }) => type)).toEqual(["console"])
})

it("says all of it in TOML, with web as the default", () => {
  const text = launchToml({
    processes: processesOf({ processes: processes({ web: "rel/bin/hello start", console: "iex" }) }, "/workspace"),
    slices: [["rel/erts-15", "rel/lib/kernel-10"], ["rel/lib/jason-1.4"]],
    labels: { "org.opencontainers.image.title": "hello" },
  })
  expect(text).toMatchInlineSnapshot(`
    "[[labels]]
    key = "org.opencontainers.image.title"
    value = "hello"

    [[processes]]
    type = "web"
    command = [ "/workspace/rel/bin/hello" ]
    args = [ "start" ]
    default = true

    [[processes]]
    type = "console"
    command = [ "iex" ]
    args = []
    default = false

    [[slices]]
    paths = [ "rel/erts-15", "rel/lib/kernel-10" ]

    [[slices]]
    paths = [ "rel/lib/jason-1.4" ]
    "
  `)
})
