import { appendFile, readdir, readFile, rm } from "node:fs/promises"
import { basename, join } from "node:path"
import { expect, it } from "vitest"
import { tempDir } from "../../support/app.ts"
import { phoenixApp, plainApp } from "../../support/apps.ts"
import { eventually } from "../../support/eventually.ts"
import { completeLayers, type Heroku, layerPath, otpBuilds, startHeroku } from "../../support/heroku.ts"
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

const pins = {
  ERLANG_VERSION: "27.3.4.2",
  ELIXIR_VERSION: "1.18.4",
  HEX_VERSION: "2.2.2",
  REBAR3_VERSION: "3.24.0",
  NODE_VERSION: "24.11.0",
}

it("asks nothing of the origin when every version is pinned", async () => {
  const heroku = await startHeroku()
  const first = await heroku.push(phoenixApp, { vars: pins })
  const before = heroku.origin.requests.length
  const second = await heroku.push(phoenixApp, { vars: pins })
  expect(second).toMatchObject({ exitCode: 0, errors: "" })
  expect(heroku.origin.requests.slice(before)).toEqual([])
  const runtimes = (log: string): readonly string[] => log.match(/(?:Installing|Using) \S+ \d.*/g) ?? []
  expect(runtimes(first.log)).toHaveLength(5)
  expect(runtimes(second.log)).toEqual(
    runtimes(first.log).map((line) => `${line.replace("Installing", "Using")} from the cache`),
  )
})

/** The names of the scripts that Node ran, as it wrote them into its NODE_V8_COVERAGE folder. */
async function scriptsRun(coverage: string): Promise<readonly string[]> {
  const files = await readdir(coverage)
  const reports = await Promise.all(files.map((file) => readFile(join(coverage, file), "utf8")))
  return reports.flatMap((report) => {
    const { result } = JSON.parse(report) as { readonly result: readonly { readonly url: string }[] }
    return result.map(({ url }) => basename(url))
  })
}

it("loads an HTTP client only to ask something, and what chooses versions only to choose", async () => {
  const heroku = await startHeroku()
  const lazy = ["index-search.js", "p-retry.js", "request.js"]
  for (const loaded of [lazy, []]) {
    const coverage = await tempDir("coverage")
    await heroku.push(plainApp, { vars: pins, env: { NODE_V8_COVERAGE: coverage } })
    const scripts = await scriptsRun(coverage)
    expect(scripts).toContain("main.js")
    expect(lazy.filter((name) => scripts.includes(name))).toEqual(loaded)
  }
})

it("asks nothing of the origin when each buildpack has a URL of its own", async () => {
  const heroku = await startHeroku()
  const options = { vars: pins, trees: ["beampack-elixir", "beampack-static"] } as const
  await heroku.push(phoenixApp, options)
  const before = heroku.origin.requests.length
  expect(await heroku.push(phoenixApp, options)).toMatchObject({ exitCode: 0, errors: "" })
  expect(heroku.origin.requests.slice(before)).toEqual([])
})

it("builds from the cache while the origin is down", async () => {
  const heroku = await startHeroku()
  expect((await heroku.push(plainApp)).exitCode).toBe(0)
  await heroku.origin.close()
  const second = await heroku.push(plainApp)
  expect(second).toMatchObject({ exitCode: 0, errors: "" })
  expect(second.log.match(/.*(earlier build|Using [ER]).*/g)?.toSorted()).toMatchInlineSnapshot(`
    [
      "       Using Elixir 1.18.4 from the cache",
      "       Using Erlang/OTP 27.3.4.2 from the cache",
    ]
  `)
})

it("takes up a version that was published anew once the cache no longer holds it", async () => {
  const heroku = await startHeroku()
  await heroku.push(plainApp, { vars: pins })
  await reviseArchive(heroku.mirror, `${otpBuilds}/OTP-27.3.4.2.tar.gz`, (tree) =>
    appendFile(join(tree, "Install"), "\n"),
  )
  expect((await heroku.push(plainApp, { vars: pins })).log).toContain("Using Erlang/OTP 27.3.4.2 from the cache")
  await rm(`${await layerPath(heroku.cache, "erlang")}.json`)
  expect(await heroku.push(plainApp, { vars: pins })).toMatchObject({ exitCode: 0, errors: "" })
})

it("refuses a pinned version that nobody lists, whatever is remembered", async () => {
  const heroku = await startHeroku()
  await heroku.push(plainApp, { vars: pins })
  const next = await heroku.push(plainApp, { vars: { ...pins, ELIXIR_VERSION: "1.18.9" } })
  expect(next.errors).toContain("Error id: version/unknown")
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
  expect((await readdir(layers)).filter((name) => name.startsWith("."))).toEqual(
    expect.arrayContaining([expect.stringMatching(/^\.elixir-/)]),
  )

  const next = await heroku.push(plainApp)
  expect(next).toMatchObject({ exitCode: 0, errors: "" })
  expect(next.log.match(/(Installing|Using) .*\d.*/g)).toMatchInlineSnapshot(`
    [
      "Using Erlang/OTP 27.3.4.2 from the cache",
      "Installing Elixir 1.18.4",
    ]
  `)
  const shared = ["elixir", "erlang", "lasting-mix"]
  const folders = await Promise.all(shared.map(async (name) => basename(await layerPath(heroku.cache, name))))
  const complete = [...folders, "mix-build", "mix-home"].flatMap((name) => [name, `${name}.json`])
  expect((await readdir(layers)).toSorted()).toEqual([...shared, ...complete].toSorted())
})

it("starts over after a build that was killed while a runtime was set up", async () => {
  const heroku = await startHeroku()
  const marker = join(heroku.mirror, "reached")
  await reviseArchive(heroku.mirror, `${otpBuilds}/OTP-27.3.4.2.tar.gz`, async (tree) => {
    // It waits to be killed with the build, and does not outlive it.
    await appendFile(
      join(tree, "Install"),
      `\n[ -e ${marker} ] || { touch ${marker}; while kill -0 $PPID 2>/dev/null; do sleep 0.1; done; }\n`,
    )
  })
  const { running } = await heroku.start(plainApp)
  await eventually(async () => (await readdir(heroku.mirror)).includes("reached"))
  running.kill("SIGKILL")
  await running.done
  const layers = await readdir(join(heroku.cache, "beampack/layers"), { recursive: true })
  expect(layers).toEqual(expect.arrayContaining([expect.stringMatching(/^\.erlang-[\w.]+\.tmp\/bin$/)]))
  expect(await completeLayers(heroku.cache)).not.toContain("erlang")

  const next = await heroku.push(plainApp)
  expect(next).toMatchObject({ exitCode: 0, errors: "" })
  expect(next.log).toContain("Installing Erlang/OTP 27.3.4.2")
})

it("says in the cache what a layer holds", async () => {
  const heroku = await startHeroku()
  await heroku.push(plainApp, { vars: { ELIXIR_VERSION: "1.17.3" } })
  const metadata = await readFile(`${await layerPath(heroku.cache, "elixir")}.json`, "utf8")
  expect(JSON.parse(metadata)).toMatchObject({ version: "1.17.3", digest: expect.stringMatching(/^[0-9a-f]{64}$/) })
})
