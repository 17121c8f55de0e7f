import { appendFile, readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { phoenixApp, plainApp } from "../../support/apps.ts"
import { eventually } from "../../support/eventually.ts"
import { completeLayers, type Heroku, otpBuilds, startHeroku } from "../../support/heroku.ts"
import { reviseArchive } from "../../support/republish.ts"

/** The runtimes downloaded by the requests since `before`. */
function downloads({ origin }: Heroku, before: number): readonly string[] {
  return origin.requests
    .slice(before)
    .filter((path) => !/\.(txt|json|csv)$/.test(path))
    .map((path) => path.split("/").at(-1) ?? "")
    .toSorted()
}

it("uses what the cache holds and downloads no runtime again", async () => {
  const heroku = await startHeroku()
  await heroku.push(phoenixApp)
  const before = heroku.origin.requests.length
  const second = await heroku.push(phoenixApp)
  expect(second).toMatchObject({ exitCode: 0, errors: "" })
  expect(downloads(heroku, before)).toEqual([])
  expect(second.log.match(/(Installing|Using) .*\d.*/g)).toMatchInlineSnapshot(`
    [
      "Using Erlang/OTP 27.3.4.2 from the cache",
      "Using Elixir 1.18.4 from the cache",
      "Using Hex 2.2.2 from the cache",
      "Using rebar3 3.24.0 from the cache",
      "Using Node.js 24.11.0 from the cache",
    ]
  `)
})

it.each([
  { change: { NODE_VERSION: "22.12.0" }, downloaded: [/^node-v22.12.0/] },
  { change: { ERLANG_VERSION: "27.3.4" }, downloaded: [/^OTP-27.3.4.tar.gz/] },
  { change: { ERLANG_VERSION: "26.2.5.11" }, downloaded: [/^OTP-26.2.5.11/, /^hex-2.2.2-otp-25/, /^v1.18.4-otp-26/] },
])("downloads only what a change concerns: $change", async ({ change, downloaded }) => {
  const heroku = await startHeroku()
  await heroku.push(phoenixApp)
  const before = heroku.origin.requests.length
  expect((await heroku.push(phoenixApp, { vars: change })).exitCode).toBe(0)
  const files = downloads(heroku, before)
  expect(files).toHaveLength(downloaded.length)
  for (const [index, pattern] of downloaded.entries()) expect(files[index]).toMatch(pattern)
})

it("starts over after a build that was killed in the middle of a download", async () => {
  const heroku = await startHeroku()
  heroku.origin.fail("/builds/elixir/v1.18.4-otp-27.zip", { stall: 60_000, after: 100 })
  const { running } = await heroku.start(plainApp)
  await eventually(async () => (await completeLayers(heroku.cache)).includes("erlang"))
  running.kill("SIGKILL")
  expect((await running.done).exitCode).toBeUndefined()
  const layers = join(heroku.cache, "beampack", "layers")
  expect(await readdir(layers)).toContain(".elixir")

  const next = await heroku.push(plainApp)
  expect(next).toMatchObject({ exitCode: 0, errors: "" })
  expect(next.log.match(/(Installing|Using) .*\d.*/g)).toMatchInlineSnapshot(`
    [
      "Using Erlang/OTP 27.3.4.2 from the cache",
      "Installing Elixir 1.18.4",
    ]
  `)
  const complete = ["elixir", "erlang", "mix-home"].flatMap((name) => [name, `${name}.json`])
  expect((await readdir(layers)).toSorted()).toEqual(complete)
})

it("starts over after a build that was killed while a runtime was set up", async () => {
  const heroku = await startHeroku()
  const marker = join(heroku.mirror, "reached")
  await reviseArchive(heroku.mirror, `${otpBuilds}/OTP-27.3.4.2.tar.gz`, async (tree) => {
    await appendFile(
      join(tree, "Install"),
      `\n[ -e ${marker} ] || { touch ${marker}; while [ -e ${marker} ]; do sleep 0.1; done; }\n`,
    )
  })
  const { running } = await heroku.start(plainApp)
  await eventually(async () => (await readdir(heroku.mirror)).includes("reached"))
  running.kill("SIGKILL")
  await running.done
  expect(await readdir(join(heroku.cache, "beampack", "layers", "erlang"))).toContain("bin")
  expect(await completeLayers(heroku.cache)).not.toContain("erlang")

  const next = await heroku.push(plainApp)
  expect(next).toMatchObject({ exitCode: 0, errors: "" })
  expect(next.log).toContain("Installing Erlang/OTP 27.3.4.2")
})

it("says in the cache what a layer holds", async () => {
  const heroku = await startHeroku()
  await heroku.push(plainApp, { vars: { ELIXIR_VERSION: "1.17.3" } })
  const metadata = await readFile(join(heroku.cache, "beampack", "layers", "elixir.json"), "utf8")
  expect(JSON.parse(metadata)).toMatchObject({ version: "1.17.3", digest: expect.stringMatching(/^[0-9a-f]{64}$/) })
})
