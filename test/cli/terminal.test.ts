import { existsSync } from "node:fs"
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { expect, it, vi } from "vitest"
import { tempApp, tempDir } from "../support/app.ts"
import { releaseApp } from "../support/apps.ts"
import { beampack, cli } from "../support/cli.ts"
import { startOrigin } from "../support/origin.ts"
import { stubMirror } from "../support/toolchain.ts"

/** Runs the program on a terminal of its own, by script(1), which is on every Debian and Ubuntu. */
async function onTerminal(args: readonly string[], mirror: string) {
  const cwd = await tempDir()
  const line = [beampack, ...args].map((word) => `'${word}'`).join(" ")
  const env = { PATH: process.env.PATH ?? "", HOME: await tempDir(), BEAMPACK_MIRROR: mirror, TERM: "xterm" }
  const options = { cwd, env, extendEnv: false, reject: false, stdin: "pipe" } as const
  return { cwd, child: execa("script", ["-qec", line, "/dev/null"], options) }
}

it("shows bars on a terminal", async () => {
  const { dir } = await stubMirror()
  const { child } = await onTerminal(["build", await tempApp(releaseApp), "--out", "out"], dir)
  const { stdout, exitCode } = await child
  expect(exitCode).toBe(0)
  expect(stdout).toContain("\r\u001b[K       OTP-27.3.4.2.tar.gz [####################]")
  expect(stdout).toContain("\u001b[1m-----> Compiling hello")
})

it("begins an error on a line of its own", async () => {
  const origin = await startOrigin((await stubMirror()).dir)
  origin.fail("/builds/elixir/v1.18.4-otp-27.zip", { body: "not this" })
  const { child } = await onTerminal(["mirror", "mirror"], origin.url)
  const { stdout, exitCode } = await child
  expect(exitCode).toBe(1)
  expect(stdout).toContain(" MB\r\u001b[K !\r\n !     ")
})

it("shows plain lines in a pipe", async () => {
  const { dir } = await stubMirror()
  const args = ["build", await tempApp(releaseApp), "--out", "out"]
  const { stderr } = await cli(args, { env: { BEAMPACK_MIRROR: dir, TERM: "xterm" } })
  expect(stderr).toContain("\n-----> Compiling hello\n")
  for (const mark of ["\r", "\u001b", "[#"]) expect(stderr).not.toContain(mark)
})

it("ends the whole build on Ctrl-C and cleans up", async () => {
  const { dir } = await stubMirror()
  const started = join(await tempDir(), "started")
  const config = `hook_pre_compile="touch ${started} && sleep 60"\n`
  const app = await tempApp({ ...releaseApp, "elixir_buildpack.config": config })
  const { cwd, child } = await onTerminal(["build", app, "--out", "out"], dir)
  await vi.waitUntil(() => existsSync(started), { timeout: 10_000 })
  child.stdin.write("\u0003")
  expect((await child).exitCode).toBe(130)
  expect(await readdir(cwd)).toEqual([])
})
