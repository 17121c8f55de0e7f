import { readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { tempApp, tempDir, writeFiles } from "../support/app.ts"
import { releaseApp } from "../support/apps.ts"
import { cli, startCli } from "../support/cli.ts"
import { eventually } from "../support/eventually.ts"
import { otpBuilds } from "../support/heroku.ts"
import { startOrigin } from "../support/origin.ts"
import { stubMirror } from "../support/toolchain.ts"

it("copies from upstream what a build then installs from", async () => {
  const origin = await startOrigin((await stubMirror()).dir)
  const cwd = await tempDir()
  const args = ["mirror", "mirror", "--erlang", "26.2.5.11", "--elixir", "1.17.3", "--node", "22.12.0"]
  const { exitCode, stdout, stderr } = await cli(args, { cwd, env: { BEAMPACK_MIRROR: origin.url } })
  expect({ exitCode, stdout }, stderr).toEqual({ exitCode: 0, stdout: "" })
  expect(stderr).toContain(`Build with it: BEAMPACK_MIRROR=${cwd}/mirror beampack build APP`)
  expect((await readdir(join(cwd, "mirror"))).toSorted()).toEqual(["builds", "dist", "installs"])

  const app = await tempApp({
    ...releaseApp,
    "assets/package.json": `{"scripts": {"build": "true"}}`,
    "assets/package-lock.json": `{"lockfileVersion": 3, "packages": {}}`,
  })
  const build = await cli(["build", app], { env: { BEAMPACK_MIRROR: join(cwd, "mirror") } })
  expect(build.exitCode, build.stderr).toBe(0)
  for (const text of ["Erlang/OTP 26.2.5.11", "Elixir 1.17.3", "Node.js 22.12.0"]) expect(build.stderr).toContain(text)
})

it("fetches nothing twice", async () => {
  const origin = await startOrigin((await stubMirror()).dir)
  const options = { cwd: await tempDir(), env: { BEAMPACK_MIRROR: origin.url } }
  await cli(["mirror", "mirror"], options)
  origin.requests.length = 0
  const { exitCode, stderr } = await cli(["mirror", "mirror"], options)
  expect(exitCode, stderr).toBe(0)
  expect(origin.requests.filter((path) => /\.(tar\.gz|zip|ez)$/.test(path))).toEqual([])
})

it("downloads a build that is listed without a digest once to have it, and once to copy it", async () => {
  const { dir } = await stubMirror()
  const index = join(dir, otpBuilds, "builds.txt")
  await writeFile(index, (await readFile(index, "utf8")).replace(/^(OTP-27\.3\.4\.2 \S+ \S+) .*$/m, "$1"))
  const origin = await startOrigin(dir)
  const env = { BEAMPACK_MIRROR: origin.url, STACK: "heroku-24" }
  const { exitCode, stderr } = await cli(["mirror", "mirror", "--erlang", "27.3.4.2"], { cwd: await tempDir(), env })
  expect(exitCode, stderr).toBe(0)
  expect(origin.requests.filter((path) => path.endsWith("/OTP-27.3.4.2.tar.gz"))).toHaveLength(2)
})

it.each([
  { what: "an unknown version", args: ["mirror", "--erlang", "27.9.9"], id: "version/" },
  { what: "a file in its place", args: ["notes.txt"], id: "mirror/not-writable" },
])("fails with 1 for $what", async ({ args, id }) => {
  const cwd = await writeFiles(await tempDir(), { "notes.txt": "mine" })
  const { exitCode, stdout, stderr } = await cli(["mirror", ...args], {
    cwd,
    env: { BEAMPACK_MIRROR: (await stubMirror()).dir },
  })
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" })
  expect(stderr).toContain(`Error id: ${id}`)
})

it("removes what a killed run left", async () => {
  const origin = await startOrigin((await stubMirror()).dir)
  const archive = "/builds/elixir/v1.18.4-otp-27.zip"
  origin.fail(archive, { stall: 60_000 })
  const options = { cwd: await tempDir(), env: { BEAMPACK_MIRROR: origin.url } }
  const running = await startCli(["mirror", "mirror"], options)
  await eventually(async () => origin.requests.includes(archive))
  running.process.kill("SIGKILL")
  expect((await running.ended).exitCode).toBe(137)
  const left = (): Promise<readonly string[]> =>
    readdir(join(options.cwd, "mirror")).then((names) => names.filter((name) => name.startsWith(".")))
  expect(await left()).toEqual([expect.stringMatching(/^\.work-\d+-\w{6}$/)])
  const { exitCode, stderr } = await cli(["mirror", "mirror"], options)
  expect(exitCode, stderr).toBe(0)
  expect(await left()).toEqual([])
})
