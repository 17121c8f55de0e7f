import { readdir } from "node:fs/promises"
import { expect, it } from "vitest"
import { z } from "zod"
import { tempApp, tempDir, writeFiles } from "../support/app.ts"
import { mixExs, plainApp, releaseApp } from "../support/apps.ts"
import { cli } from "../support/cli.ts"
import { startOrigin } from "../support/origin.ts"
import { stubMirror } from "../support/toolchain.ts"

/** The documented shape; a key that is missing or not documented fails the test. */
const digest = (length: number) =>
  z
    .string()
    .regex(new RegExp(`^[0-9a-f]{${length}}$`))
    .nullable()
const planShape = z.strictObject({
  runtimes: z.array(
    z.strictObject({
      name: z.enum(["erlang", "elixir", "hex", "rebar3", "node"]),
      version: z.string().regex(/^\d+\.\d+/),
      origin: z.string().min(1),
      asked: z.string().min(1).nullable(),
      askedBy: z.string().min(1).nullable(),
      passedOver: z.array(z.strictObject({ version: z.string(), why: z.string() })),
      url: z.url(),
      sha256: digest(64),
      sha512: digest(128),
    }),
  ),
  steps: z.array(z.strictObject({ name: z.string(), buildpack: z.string(), needs: z.array(z.string()) })),
  processes: z.record(z.string(), z.string()),
})

const withHexPackage = mixExs(["releases: [hello: []]"], ['{:jason, "~> 1.4"}'])
const umbrella = `defmodule Shop.MixProject do
  use Mix.Project
  def project, do: [apps_path: "apps", version: "0.1.0", deps: []]
end
`
const assets = {
  "assets/package.json": `{"scripts": {"build": "true"}}`,
  "assets/package-lock.json": `{"lockfileVersion": 3, "packages": {}}`,
}

it.each([
  {
    app: "with a release",
    files: releaseApp,
    runtimes: ["erlang", "elixir"],
    steps: ["runtimes", "deps", "compile", "release"],
    web: "_build/prod/rel/hello/bin/hello start",
  },
  {
    app: "without a release",
    files: plainApp,
    runtimes: ["erlang", "elixir"],
    steps: ["runtimes", "deps", "compile", "settle"],
    web: "mix run --no-halt --no-compile --no-deps-check",
  },
  {
    app: "with Hex packages",
    files: { ...releaseApp, "mix.exs": withHexPackage },
    runtimes: ["erlang", "elixir", "hex", "rebar3"],
    steps: ["runtimes", "deps", "compile", "release"],
    web: "_build/prod/rel/hello/bin/hello start",
  },
  {
    app: "with assets",
    files: { ...releaseApp, ...assets },
    runtimes: ["erlang", "elixir", "node"],
    steps: ["runtimes", "deps", "compile", "node", "packages", "assets", "release", "tidy"],
    web: "_build/prod/rel/hello/bin/hello start",
  },
  {
    app: "that is an umbrella",
    files: { "mix.exs": umbrella, "mix.lock": "%{}\n", "apps/shop/mix.exs": mixExs() },
    runtimes: ["erlang", "elixir"],
    steps: ["runtimes", "deps", "compile", "settle"],
    web: "mix run --no-halt --no-compile --no-deps-check",
  },
  {
    app: "with a Procfile",
    files: { ...releaseApp, Procfile: "web: bin/own\n" },
    runtimes: ["erlang", "elixir"],
    steps: ["runtimes", "deps", "compile", "release"],
    web: "bin/own",
  },
])("tells a machine about an app $app", async ({ files, runtimes, steps, web }) => {
  const { dir } = await stubMirror()
  const app = await tempApp(files)
  const { exitCode, stdout } = await cli(["plan", app, "--json"], { env: { BEAMPACK_MIRROR: dir } })
  expect(exitCode).toBe(0)
  const plan = planShape.parse(JSON.parse(stdout))
  expect(plan.runtimes.map(({ name }) => name)).toEqual(runtimes)
  expect(plan.steps.map(({ name }) => name)).toEqual(steps)
  expect(plan.processes.web).toBe(web)
  for (const { sha256, sha512 } of plan.runtimes) expect([sha256, sha512].filter(Boolean)).toHaveLength(1)
  for (const [index, { needs }] of plan.steps.entries()) {
    expect(plan.steps.slice(0, index).map(({ name }) => name)).toEqual(expect.arrayContaining(needs))
  }
})

it("says who chose each version", async () => {
  const { dir } = await stubMirror()
  const app = await tempApp({ ...releaseApp, ".tool-versions": "# pinned\nerlang 26.2.5.11\n" })
  const vars = await writeFiles(await tempDir(), { vars: "ELIXIR_VERSION=1.17.3\n" })
  const env = { BEAMPACK_MIRROR: dir }
  const { stdout } = await cli(["plan", app, "--json", "--env-file", `${vars}/vars`], { env })
  const { runtimes } = planShape.parse(JSON.parse(stdout))
  expect(runtimes.map(({ name, version, origin }) => [name, version, origin])).toEqual([
    ["erlang", "26.2.5.11", ".tool-versions:2"],
    ["elixir", "1.17.3", "ELIXIR_VERSION"],
  ])
})

it("lets the shell choose versions, but not MIX_ENV", async () => {
  const { dir } = await stubMirror()
  const app = await tempApp(releaseApp)
  const env = { BEAMPACK_MIRROR: dir, ELIXIR_VERSION: "1.17.3", MIX_ENV: "dev" }
  const { stdout } = await cli(["plan", app, "--json"], { env })
  const { runtimes, processes } = planShape.parse(JSON.parse(stdout))
  expect(runtimes[1]).toMatchObject({ version: "1.17.3", origin: "ELIXIR_VERSION" })
  expect(processes.web).toBe("_build/prod/rel/hello/bin/hello start")
})

it("prints a Procfile on request", async () => {
  const { dir } = await stubMirror()
  const app = await tempApp({ ...releaseApp, Procfile: "worker: bin/work\n" })
  const { exitCode, stdout } = await cli(["plan", app, "--procfile"], { env: { BEAMPACK_MIRROR: dir } })
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout:
      "web: _build/prod/rel/hello/bin/hello start\nconsole: _build/prod/rel/hello/bin/hello start_iex\nworker: bin/work\n",
  })
})

it("is a table for people", async () => {
  const { dir } = await stubMirror()
  const app = await tempApp(releaseApp)
  const { stdout } = await cli(["plan", app], { env: { BEAMPACK_MIRROR: dir } })
  expect(
    stdout
      .replaceAll(`file://${dir}`, "MIRROR")
      .replace(/(amd|arm)64/, "ARCH")
      .replace(/ubuntu-\d+\.04/, "UBUNTU"),
  ).toMatchInlineSnapshot(`
    "Runtimes
      Erlang/OTP 27.3.4.2 (newest that fits)           MIRROR/builds/otp/ARCH/UBUNTU/OTP-27.3.4.2.tar.gz
        not 28.0.2: this Elixir 1.18.4 is compiled with Erlang/OTP 27
      Elixir     1.18.4   (mix.exs:8 asks for ~> 1.17) MIRROR/builds/elixir/v1.18.4-otp-27.zip
    Steps
      runtimes  beampack/elixir
      deps      beampack/elixir  after runtimes
      compile   beampack/elixir  after deps
      release   beampack/static  after compile
    Process types
      web      _build/prod/rel/hello/bin/hello start
      console  _build/prod/rel/hello/bin/hello start_iex
    "
  `)
})

const undecided = {
  ...releaseApp,
  ".tool-versions": "erlang latest:26\n",
  "mix.exs": mixExs(["releases: [hello: []]"]).replace('"~> 1.17"', '"~> 1.14 and < 1.18.0"'),
}

it("says who asked for what, and what was passed over", async () => {
  const { dir } = await stubMirror()
  const { stdout } = await cli(["plan", await tempApp(undecided)], { env: { BEAMPACK_MIRROR: dir } })
  const runtimes = stdout.slice(0, stdout.indexOf("Steps")).replace(/ +file:.*/g, " URL")
  expect(runtimes).toMatchInlineSnapshot(`
    "Runtimes
      Erlang/OTP 26.2.5.11 (.tool-versions:1 asks for latest:26) URL
      Elixir     1.17.3    (mix.exs:8 asks for ~> 1.14 and < 1.18.0) URL
        not 1.18.4: mix.exs:8 asks for ~> 1.14 and < 1.18.0
    "
  `)
})

it("tells a machine who asked for what, and what was passed over", async () => {
  const { dir } = await stubMirror()
  const { stdout } = await cli(["plan", await tempApp(undecided), "--json"], { env: { BEAMPACK_MIRROR: dir } })
  const { runtimes } = planShape.parse(JSON.parse(stdout))
  expect(runtimes.map(({ name, asked, passedOver }) => ({ name, asked, passedOver }))).toMatchInlineSnapshot(`
    [
      {
        "asked": "latest:26",
        "name": "erlang",
        "passedOver": [],
      },
      {
        "asked": "~> 1.14 and < 1.18.0",
        "name": "elixir",
        "passedOver": [
          {
            "version": "1.18.4",
            "why": "mix.exs:8 asks for ~> 1.14 and < 1.18.0",
          },
        ],
      },
    ]
  `)
})

it.each([{ args: [] }, { args: ["--json"] }])("keeps the mirror's password to itself with $args", async ({ args }) => {
  const origin = await startOrigin((await stubMirror()).dir)
  const mirror = origin.url.replace("//", "//deploy:sEcr3t-0f-tHe-t3st@")
  const app = await tempApp(releaseApp)
  const { exitCode, stdout, stderr } = await cli(["plan", app, ...args], { env: { BEAMPACK_MIRROR: mirror } })
  expect(exitCode, stderr).toBe(0)
  expect(stdout).toContain(`${origin.url}/builds/elixir/v1.18.4-otp-27.zip`)
  expect(stdout + stderr).not.toMatch(/sEcr3t|deploy/)
})

it("keeps standard output clean when it has more to say, and touches nothing", async () => {
  const origin = await startOrigin((await stubMirror()).dir)
  origin.fail("/builds/elixir/builds.txt", { status: 500 })
  const app = await tempApp(releaseApp)
  const home = await tempDir()
  const cwd = await tempDir()
  const env = { BEAMPACK_MIRROR: origin.url, HOME: home }
  const { exitCode, stdout, stderr } = await cli(["plan", app, "--json"], { cwd, env })
  expect(exitCode).toBe(0)
  expect(planShape.safeParse(JSON.parse(stdout)).success).toBe(true)
  expect(stderr).toContain("trying again")
  expect([await readdir(cwd), await readdir(home)]).toEqual([[], []])
  expect((await readdir(app)).toSorted()).toEqual(["lib", "mix.exs"])
})

it.each([
  { what: "no mix.exs", files: { "readme.md": "" }, env: {}, id: "app/no-mix-exs" },
  { what: "an unknown version", files: releaseApp, env: { ERLANG_VERSION: "27.9.9" }, id: "version/" },
])("fails with 1 and an empty answer for $what", async ({ files, env, id }) => {
  const { dir } = await stubMirror()
  const app = await tempApp(files)
  const { exitCode, stdout, stderr } = await cli(["plan", app, "--json"], { env: { BEAMPACK_MIRROR: dir, ...env } })
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" })
  expect(stderr).toContain(`Error id: ${id}`)
})
