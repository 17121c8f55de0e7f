import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { isAlive } from "../../support/alive.ts"
import { plainApp } from "../../support/apps.ts"
import { eventually } from "../../support/eventually.ts"
import { completeLayers, startHeroku } from "../../support/heroku.ts"

it.each([
  { signal: "SIGTERM", exitCode: 143 },
  { signal: "SIGINT", exitCode: 130 },
  { signal: "SIGHUP", exitCode: 129 },
] as const)("ends with all that it has started on $signal", async ({ signal, exitCode }) => {
  const heroku = await startHeroku()
  const files = { ...plainApp, "elixir_buildpack.config": `hook_compile='sleep 60 & echo $! $$ >pids; wait'\n` }
  const { build, running } = await heroku.start(files)
  await eventually(async () => (await readFile(join(build, "pids"), "utf8").catch(() => "")).endsWith("\n"))
  const pids = (await readFile(join(build, "pids"), "utf8")).trim().split(" ").map(Number)
  expect(pids.map(isAlive)).toEqual([true, true])
  running.kill(signal)
  const result = await running.done
  expect(result).toMatchObject({ exitCode, stderr: "" })
  await eventually(async () => !pids.some(isAlive))
  expect(await readdir(build)).not.toContain(".profile.d")
})

it("ends at once in the middle of a download and leaves nothing half-made", async () => {
  const heroku = await startHeroku()
  heroku.origin.fail("/builds/elixir/v1.18.4-otp-27.zip", { stall: 60_000, after: 100 })
  const { running } = await heroku.start(plainApp)
  await eventually(async () => (await completeLayers(heroku.cache)).includes("erlang"))
  running.kill("SIGTERM")
  expect((await running.done).exitCode).toBe(143)
  const left = await readdir(join(heroku.cache, "beampack", "layers"))
  expect(left.filter((name) => name.startsWith("."))).toEqual([])
  expect(await heroku.push(plainApp)).toMatchObject({ exitCode: 0, errors: "" })
})
