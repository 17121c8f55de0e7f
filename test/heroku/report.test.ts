import { describe, expect, it } from "vitest"
import type { BuildPlan } from "../../lib/core/buildpack.ts"
import { BuildpackError } from "../../lib/core/error.ts"
import type { Layer } from "../../lib/core/layer.ts"
import type { RuntimeName } from "../../lib/core/runtime.ts"
import type { Origin } from "../../lib/core/setting.ts"
import { buildReport, type EndedBuild, failureOf } from "../../lib/heroku/report.ts"

const ended: EndedBuild = {
  version: "1.2.3",
  id: "beampack/phoenix",
  purpose: "production",
  began: 200,
  milliseconds: 61_234.5,
}

function plan(facts: BuildPlan["facts"], runtimes: Readonly<Partial<Record<RuntimeName, Origin>>> = {}): BuildPlan {
  const artifacts = Object.entries(runtimes).map(([name, origin]) => ({
    name: name as RuntimeName,
    version: { value: "1.0", origin },
    ref: "v1.0",
    url: "https://builds.hex.pm/file",
    digest: { algorithm: "sha256", hex: "00" } as const,
  }))
  return { buildpack: "a", runtimes: artifacts, steps: [], launch: { processes: {} }, facts }
}

function layer(name: string, restored: boolean): Layer {
  return { name, scope: "build", metadata: {}, path: `/cache/${name}`, restored }
}

it("has all that a build found out, flat", () => {
  const report = buildReport({
    ...ended,
    target: { os: "linux", arch: "amd64", distro: { name: "ubuntu", version: "24.04" }, stack: "heroku-24" },
    plans: [
      plan(
        { mix_env: "prod", phoenix: true },
        { erlang: { kind: "file", file: ".tool-versions", line: 2 }, elixir: { kind: "env", name: "ELIXIR_VERSION" } },
      ),
      plan({ mix_env: "prod", package_manager: "npm" }, { node: { kind: "default", why: "newest LTS" } }),
    ],
    layers: [layer("erlang", true), layer("elixir", false), layer("mix-home", true)],
    times: new Map([
      ["runtimes", { began: 250.1, took: 1200.4 }],
      ["compile", { began: 1500, took: 0 }],
    ]),
  })
  expect(report).toMatchInlineSnapshot(`
    {
      "arch": "amd64",
      "beampack_version": "1.2.3",
      "buildpack": "beampack/phoenix",
      "compile_duration": 0,
      "compile_start": 1.3,
      "distro": "ubuntu 24.04",
      "duration": 61.235,
      "elixir_cache_hit": false,
      "elixir_version": "1.0",
      "elixir_version_origin": "ELIXIR_VERSION",
      "erlang_cache_hit": true,
      "erlang_version": "1.0",
      "erlang_version_origin": ".tool-versions:2",
      "mix_env": "prod",
      "node_version": "1.0",
      "node_version_origin": "newest LTS",
      "package_manager": "npm",
      "phoenix": true,
      "purpose": "production",
      "result": "success",
      "runtimes_duration": 1.2,
      "runtimes_start": 0.05,
      "stack": "heroku-24",
    }
  `)
})

it("says what is known when a build fails before it has looked at anything", () => {
  expect(buildReport({ ...ended, failure: { id: "env/missing-dir", title: "ENV_DIR cannot be read" } })).toEqual({
    beampack_version: "1.2.3",
    buildpack: "beampack/phoenix",
    purpose: "production",
    duration: 61.235,
    result: "failure",
    failure_id: "env/missing-dir",
    failure_title: "ENV_DIR cannot be read",
  })
})

it("cuts a string that is too long between characters", () => {
  const title = (length: number) =>
    buildReport({ ...ended, failure: { id: "a/b", title: "😀".repeat(length) } }).failure_title
  expect(title(200)).toBe("😀".repeat(200))
  expect(title(201)).toBe(`${"😀".repeat(199)}…`)
})

describe("a title", () => {
  const titled = (title: string, configVars: Readonly<Record<string, string>>) =>
    buildReport({ ...ended, configVars, failure: { id: "a/b", title } }).failure_title

  it.each([
    ["a secret by its name", "No access with tr0ub4dor", { TOKEN: "tr0ub4dor" }, "No access with $TOKEN"],
    ["one with a line end", "No access with tr0ub4dor", { TOKEN: "tr0ub4dor\n" }, "No access with $TOKEN"],
    ["every time", "secret1 and secret1", { A: "secret1" }, "$A and $A"],
    ["the longer of two", "at db://secret1@db", { PASS: "secret1", URL: "db://secret1@db" }, "at $URL"],
    ["a name with a sign of replacements", "is secret1", { $$: "secret1" }, "is $$$"],
    ["no word of its own", "release is true or false", { FLAG: "true", EMPTY: "" }, "release is true or false"],
  ])("has %s", (_, title, vars, expected) => {
    expect(titled(title, vars)).toBe(expected)
  })

  it("is cut after its secrets are out", () => {
    const secret = "s".repeat(300)
    expect(titled(`is ${secret}`, { SECRET: secret })).toBe("is $SECRET")
  })
})

describe("a failure", () => {
  it.each([
    ["that we foresee", new BuildpackError("mix/failed", "mix compile failed", { help: "" }), false, "mix/failed"],
    ["of a full disk", Object.assign(new Error("ENOSPC: /x"), { code: "ENOSPC" }), false, "disk/full"],
    ["that is a bug", new TypeError("secret is not a function"), false, "beampack/bug"],
    ["that is no error at all", undefined, false, "beampack/bug"],
    ["after the platform's signal", new Error("aborted"), true, "build/interrupted"],
  ])("%s has its id", (_, error, interrupted, id) => {
    expect(failureOf(error, interrupted).id).toBe(id)
  })

  it("that is a bug does not quote what was thrown", () => {
    expect(failureOf(new TypeError("secret is not a function"), false).title).toBe("beampack itself failed (TypeError)")
  })
})
