import { expect, it } from "vitest"
import { z } from "zod"
import { tempApp } from "../support/app.ts"
import { mixExs, plainApp } from "../support/apps.ts"
import { type CliResult, cli } from "../support/cli.ts"
import { stubMirror } from "../support/toolchain.ts"

const evil = "1.18\x1b[31m\x07\u202e\u200by"
const shown = String.raw`1.18\x1b[31m\x07\u202e\u200by`

/** Plans the app, with the files and variables. */
async function plan(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
  options: readonly string[] = [],
): Promise<CliResult> {
  const { dir } = await stubMirror()
  const app = await tempApp({ ...plainApp, ...files })
  return cli(["plan", app, ...options], { env: { BEAMPACK_MIRROR: dir, STACK: "heroku-24", ...env } })
}

/** What acts on a terminal, or hides. */
const acting = /(?!\n)[\p{Cc}\p{Cf}]/u

it.each([
  ["a version file", { ".tool-versions": `elixir ${evil}\n` }, {}, `.tool-versions:1: "${shown}" is no version`],
  ["a variable", {}, { ELIXIR_VERSION: evil }, `ELIXIR_VERSION: "${shown}" is no version`],
  ["the name of the stack", {}, { STACK: evil }, `Unknown stack ${shown}: taking`],
])("is printed with escapes when it comes from %s", async (_, files, env, text) => {
  const { stdout, stderr } = await plan(files, env)
  expect(stderr).toContain(text)
  expect(stdout + stderr).not.toMatch(acting)
})

it("is printed with escapes in the answer, and in JSON with those of JSON", async () => {
  const files = { Procfile: `web: echo ${evil}\n` }
  const { stdout } = await plan(files)
  expect(stdout).toContain(`web      echo ${shown}\n`)
  expect(stdout).not.toMatch(acting)
  const json = (await plan(files, {}, ["--json"])).stdout
  expect(json).not.toMatch(acting)
  expect(JSON.parse(json)).toMatchObject({ processes: { web: `echo ${evil}` } })
})

it("is cut in sentences, and whole in JSON", async () => {
  const requirement = `~> 1.14${" or ~> 1.14".repeat(1000)}`
  const files = { "mix.exs": mixExs().replace("~> 1.17", requirement) }
  const { stdout } = await plan(files)
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThan(300)
  const json = (await plan(files, {}, ["--json"])).stdout
  const { runtimes } = z
    .object({ runtimes: z.array(z.object({ asked: z.string().nullable() })) })
    .parse(JSON.parse(json))
  expect(runtimes.map(({ asked }) => asked)).toContain(requirement)
  const { stderr } = await plan({ ".tool-versions": `elixir ${"1".repeat(6000)}\n` })
  expect(stderr).toContain(`.tool-versions:1: "${"1".repeat(79)}…" is no version`)
})

it.each([
  "http://bob:s3c/ret@127.0.0.1:1",
  "bob:s3cret@mirror.test/x",
  "ftp://bob:s3c/ret@mirror.test/x",
  "http://bob:s3c#ret@mirror.test/x",
  "http://bob:s3c@ret@[bad/",
])("holds no password of the mirror %s", async (mirror) => {
  for (const args of [["plan", await tempApp(plainApp)], ["versions"]]) {
    const { exitCode, stdout, stderr } = await cli(args, { env: { BEAMPACK_MIRROR: mirror } })
    expect(exitCode).toBe(1)
    expect(stderr).toContain("BEAMPACK_MIRROR is neither a URL nor an absolute path")
    expect(stdout + stderr).not.toMatch(/s3c|ret@/)
  }
})
