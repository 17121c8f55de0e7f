import { describe, expect, it } from "vitest"
import { type LaunchFacts, launchSpec } from "../../lib/app/processes.ts"
import type { Release } from "../../lib/app/releases.ts"
import { describeOrigin, type Setting } from "../../lib/core/setting.ts"

const bare: LaunchFacts = { procfile: {}, phoenix: false, mixEnv: "prod" }

function release(name: string, scripts: readonly ("server" | "migrate")[] = []): Release {
  const overlays = { server: scripts.includes("server"), migrate: scripts.includes("migrate") }
  return { name, root: `_build/prod/rel/${name}`, overlays }
}

function line(value: string, number: number): Setting<string> {
  return { value, origin: { kind: "file", file: "Procfile", line: number } }
}

function rendered(facts: Partial<LaunchFacts>): readonly string[] {
  const { processes } = launchSpec({ ...bare, ...facts })
  return Object.entries(processes).map(([type, { value, origin }]) => `${type}: ${value}  (${describeOrigin(origin)})`)
}

describe("launchSpec", () => {
  it.each<[what: string, facts: Partial<LaunchFacts>, expected: readonly string[]]>([
    [
      "an app without a release",
      {},
      [
        "web: mix run --no-halt --no-compile --no-deps-check  (no release)",
        "console: iex -S mix run --no-compile --no-deps-check  (no release)",
      ],
    ],
    [
      "a Phoenix app without a release",
      { phoenix: true, mixEnv: "staging" },
      [
        "web: elixir -pa _build/staging/lib/phoenix/ebin -S mix phx.server --no-compile --no-deps-check  (Phoenix without a release)",
        "console: iex -S mix run --no-compile --no-deps-check  (Phoenix without a release)",
      ],
    ],
    [
      "a release",
      { release: release("hello") },
      [
        "web: _build/prod/rel/hello/bin/hello start  (release hello)",
        "console: _build/prod/rel/hello/bin/hello start_iex  (release hello)",
      ],
    ],
    [
      "a release of a Phoenix app",
      { release: release("hello"), phoenix: true },
      [
        "web: env PHX_SERVER=true _build/prod/rel/hello/bin/hello start  (release hello)",
        "console: _build/prod/rel/hello/bin/hello start_iex  (release hello)",
      ],
    ],
    [
      "a release with overlays",
      { release: release("hello", ["server", "migrate"]), phoenix: true },
      [
        "web: _build/prod/rel/hello/bin/server  (release hello)",
        "release: _build/prod/rel/hello/bin/migrate  (release hello)",
        "console: _build/prod/rel/hello/bin/hello start_iex  (release hello)",
      ],
    ],
    [
      "several releases, none of which takes a type that has a meaning",
      { release: release("hello"), otherReleases: [release("mailer"), release("web"), release("release")] },
      [
        "web: _build/prod/rel/hello/bin/hello start  (release hello)",
        "console: _build/prod/rel/hello/bin/hello start_iex  (release hello)",
        "mailer: _build/prod/rel/mailer/bin/mailer start  (release mailer)",
      ],
    ],
    [
      "what the Procfile says, type by type",
      { release: release("hello", ["migrate"]), procfile: { web: line("bin/mine", 1), worker: line("bin/work", 3) } },
      [
        "web: bin/mine  (Procfile:1)",
        "release: _build/prod/rel/hello/bin/migrate  (release hello)",
        "console: _build/prod/rel/hello/bin/hello start_iex  (release hello)",
        "worker: bin/work  (Procfile:3)",
      ],
    ],
  ])("starts %s", (_, facts, expected) => {
    expect(rendered(facts)).toEqual(expected)
  })

  it.each<[what: string, facts: Partial<LaunchFacts>]>([
    ["Mix", {}],
    ["Mix with Phoenix", { phoenix: true }],
    ["a release", { release: release("hello"), otherReleases: [release("mailer")] }],
    ["a release with Phoenix", { release: release("hello"), phoenix: true }],
    ["a release with overlays", { release: release("hello", ["server", "migrate"]), phoenix: true }],
  ])("needs no shell for what it starts by %s: each word stands for itself, the first for a program", (_, facts) => {
    for (const { value } of Object.values(launchSpec({ ...bare, ...facts }).processes)) {
      expect(value).toMatch(/^[\w./-]+( [\w./=-]+)*$/)
    }
  })
})
