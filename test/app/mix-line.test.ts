import { describe, expect, it } from "vitest"
import { mixLine, namesRelease } from "../../lib/app/mix-line.ts"
import type { Script } from "../../lib/app/scripts.ts"

function script(value: string, line = 1): Script {
  return { value, origin: { kind: "file", file: "Procfile", line }, names: [] }
}

describe("mixLine", () => {
  it.each([
    ["mix phx.server"],
    ["MIX_ENV=prod mix run --no-halt"],
    ["elixir --sname server -S mix phx.server"],
    ["iex -S mix"],
    ["cd apps/web && mix run"],
    ["bash -c 'mix run'"],
    ["(mix run)"],
  ])("finds %s", (line) => {
    expect(mixLine([script("bin/x", 1), script(line, 2)])).toMatchObject({ value: line, origin: { line: 2 } })
  })

  it.each([["bin/mix start"], ["remix serve"], ["_build/prod/rel/elixir_app/bin/elixir_app start"], ["mix.sh"]])(
    "finds none in %s",
    (line) => {
      expect(mixLine([script(line)])).toBeUndefined()
    },
  )
})

describe("namesRelease", () => {
  it.each([
    ["_build/prod/rel/shop/bin/shop start", true],
    ["/app/_build/prod/rel/shop/bin/server", true],
    ["cd _build/prod && rel/shop/bin/shop start", true],
    ["bin/server", false],
    ["mix run", false],
  ])("%s: %s", (line, expected) => {
    expect(namesRelease([script(line)])).toBe(expected)
  })
})

describe("a script of several lines", () => {
  const text = "#!/bin/sh\n# mix is not run here\n. ./env.sh\nexec mix run --no-halt\n"

  it("runs Mix in the line that does", () => {
    expect(mixLine([script(text)])).toEqual({
      value: "exec mix run --no-halt",
      origin: { kind: "file", file: "Procfile", line: 4 },
    })
  })

  it("does not run what a comment names", () => {
    expect(mixLine([script("#!/bin/sh\n  # mix run\nexec bin/hello start\n")])).toBeUndefined()
  })
})
