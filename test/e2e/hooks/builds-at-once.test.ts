import { readdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { phoenixApp, plainApp } from "../../support/apps.ts"
import { eventually } from "../../support/eventually.ts"
import { completeLayers, filesBelow, layerPath, otpBuilds, startHeroku } from "../../support/heroku.ts"

const arch = process.arch === "arm64" ? "arm64" : "x64"
const nodeFile = `node-v24.11.0-linux-${arch}.tar.gz`

/** What is being made among the layers. */
async function halfMade(cache: string): Promise<readonly string[]> {
  return (await readdir(join(cache, "beampack/layers")).catch(() => [])).filter((name) => name.startsWith("."))
}

it("leaves what another build with the same cache has half made", async () => {
  const heroku = await startHeroku()
  await heroku.push(plainApp)
  const otherIsDone = Promise.withResolvers<void>()
  heroku.origin.fail(`/dist/v24.11.0/${nodeFile}`, { stall: otherIsDone.promise, after: 100 })
  const { running } = await heroku.start(phoenixApp)
  const isFetched = (path: string): boolean => path.includes(nodeFile)
  const layers = join(heroku.cache, "beampack/layers")
  await eventually(async () => (await filesBelow(layers).catch(() => [])).some(isFetched))
  const before = (await halfMade(heroku.cache)).filter((name) => /node/.test(name))
  expect(before).not.toEqual([])

  const other = await heroku.push({ ...plainApp, "lib/hello.ex": "defmodule Other do\nend\n" })
  expect(other).toMatchObject({ exitCode: 0, errors: "" })
  expect(other.log).not.toContain("Removing")
  expect(await halfMade(heroku.cache)).toEqual(expect.arrayContaining([...before]))

  otherIsDone.resolve()
  expect(await running.done).toMatchObject({ exitCode: 0, stderr: "" })
  expect(await completeLayers(heroku.cache)).toContain("node")
  expect(await halfMade(heroku.cache)).toEqual([])
  expect(await readdir(join(heroku.cache, "beampack"))).not.toContain("builds")
})

it("installs the same runtime in two first builds at once", async () => {
  const heroku = await startHeroku()
  const all = Promise.withResolvers<void>()
  heroku.origin.fail(`/${otpBuilds}/OTP-27.3.4.2.tar.gz`, { stall: all.promise, after: 100 })
  const builds = [await heroku.start(plainApp), await heroku.start(plainApp)]
  const isOtp = (name: string): boolean => name.startsWith("..erlang-")
  await eventually(async () => (await halfMade(heroku.cache)).filter(isOtp).length === 2)
  all.resolve()
  for (const { running } of builds) expect(await running.done).toMatchObject({ exitCode: 0, stderr: "" })
  expect(await halfMade(heroku.cache)).toEqual([])
  expect((await completeLayers(heroku.cache)).filter((name) => name === "erlang")).toHaveLength(1)
})

it("leaves the runtime that another build compiles with, and downloads none when branches take turns", async () => {
  const heroku = await startHeroku()
  const branch = (version: string, hook = "true") => ({
    ...plainApp,
    "elixir_buildpack.config": `erlang_version=${version}\nhook_pre_compile='${hook}'\n`,
  })
  const wait = "echo >waiting; while [ ! -e go ]; do sleep 0.1; done; erl -noshell"
  const { build, running } = await heroku.start(branch("27.3.4.2", wait))
  await eventually(async () => (await readdir(build)).includes("waiting"), 30)
  const first = await layerPath(heroku.cache, "erlang")
  const other = await heroku.push(branch("26.2.5.11"))
  expect(other).toMatchObject({ exitCode: 0, errors: "" })
  expect(await layerPath(heroku.cache, "erlang")).not.toBe(first)
  await writeFile(join(build, "go"), "")
  const done = await running.done
  expect(done).toMatchObject({ exitCode: 0, stderr: "" })
  expect(done.stdout).toContain(`in ${first}`)

  heroku.origin.requests.length = 0
  for (const version of ["27.3.4.2", "26.2.5.11"]) {
    const { exitCode, log } = await heroku.push(branch(version))
    expect(exitCode).toBe(0)
    expect(log).toContain(`Using Erlang/OTP ${version} from the cache`)
  }
  expect(heroku.origin.requests.filter((path) => path.endsWith(".gz") || path.endsWith(".zip"))).toEqual([])
})
