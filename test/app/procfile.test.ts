import { describe, expect, it } from "vitest"
import { mixLine, namesRelease, parseProcfile } from "../../lib/app/procfile.ts"

function processes(text: string): readonly string[] {
  return Object.entries(parseProcfile(text)).map(([type, { value, origin }]) => {
    const place = origin.kind === "file" ? `${origin.file}:${origin.line}` : origin.kind
    return `${type}=${value} @${place}`
  })
}

describe("parseProcfile", () => {
  it.each([
    ["a type", "web: bin/server", ["web=bin/server @Procfile:1"]],
    ["a line with colons", "web: env A=b:c run: x", ["web=env A=b:c run: x @Procfile:1"]],
    ["no space after the colon", "web:run", ["web=run @Procfile:1"]],
    ["dashes and underscores", "my-worker_2:  run", ["my-worker_2=run @Procfile:1"]],
    ["Windows line ends and a BOM", "\uFEFFweb: a\r\nworker: b  \r\n", ["web=a @Procfile:1", "worker=b @Procfile:2"]],
    ["comments and blank lines", "# web: no\n\nweb: yes", ["web=yes @Procfile:3"]],
    ["the last of a type", "web: old\nweb: new", ["web=new @Procfile:2"]],
    ["lines of another form", " web: indented\nweb:\nfoo bar\nwörker: x", []],
    ["nothing", "", []],
  ])("reads %s", (_, text, expected) => {
    expect(processes(text)).toEqual(expected)
  })
})

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
    expect(mixLine(parseProcfile(`worker: bin/x\nweb: ${line}`))).toMatchObject({ value: line, origin: { line: 2 } })
  })

  it.each([["bin/mix start"], ["remix serve"], ["_build/prod/rel/elixir_app/bin/elixir_app start"], ["mix.sh"]])(
    "finds none in %s",
    (line) => {
      expect(mixLine(parseProcfile(`web: ${line}`))).toBeUndefined()
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
    expect(namesRelease(parseProcfile(`web: ${line}`))).toBe(expected)
  })
})
