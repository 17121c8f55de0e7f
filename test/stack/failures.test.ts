import { chown, mkdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, inject, it } from "vitest"
import type { Files } from "../support/app.ts"
import { mixExs } from "../support/apps.ts"
import { eventually } from "../support/eventually.ts"
import { type Build, type BuildOptions, createApp, push, startHooks, startPush } from "../support/stack/heroku.ts"

const { packages } = inject("stack")

const options: BuildOptions = {
  source: { folder: join(import.meta.dirname, "../fixtures/plain") },
  buildpacks: [packages.pair],
}

async function expectFine(build: Promise<Build>): Promise<void> {
  const { exitCode, stdout, stderr } = await build
  expect({ exitCode, stderr }, stdout).toEqual({ exitCode: 0, stderr: "" })
}

/** A disk of that size in the place of a folder, of the user who builds. */
function smallDisk(folder: string, size: string): Readonly<Record<string, string>> {
  return { [folder]: `size=${size},uid=1000,gid=1000` }
}

it("says that the disk of the cache is full, and the next build is fine", async () => {
  const app = await createApp()
  await mkdir(join(app.cache, "beampack"))
  await chown(join(app.cache, "beampack"), 1000, 1000)
  const build = await push(app, { ...options, tmpfs: smallDisk("/tmp/codon/tmp/cache/beampack", "30m") })
  expect(build.exitCode).toBe(1)
  expect(build.stderr).toContain("Error id: disk/full\n")
  await expectFine(push(app, options))
})

it("says that the disk of the app is full when the real Mix finds no room, and the next build is fine", async () => {
  const app = await createApp()
  const buildDir = "/tmp/build_full"
  const tmpfs = smallDisk(`${buildDir}/_build`, "8k")
  const { done } = await startHooks("compile", app, { ...options, buildDir, cache: app.cache, tmpfs })
  const build = await done
  expect(build.exitCode).toBe(1)
  expect(build.stderr).toContain("Error id: disk/full\n")
  await expectFine(push(app, options))
})

it.each([
  ["runtimes are unpacked", "Installing Elixir"],
  ["Mix compiles", "mix compile"],
])("builds again after its container was killed as %s", async (_, line) => {
  const app = await createApp()
  const { container, done } = await startPush(app, options)
  await eventually(async () => container.log().includes(line), 60)
  await container.kill("SIGKILL")
  expect((await done).exitCode).toBe(137)
  await expectFine(push(app, options))
})

it("says why the second buildpack finds no Mix when the first can leave no export", async () => {
  const app = await createApp()
  const source = { folder: join(import.meta.dirname, "../../examples/hello") }
  const build = await push(app, { source, buildpacks: [packages.elixir, packages.static] })
  expect(build.exitCode).toBe(1)
  expect(build.stdout).toContain("/tmp/buildpacks/1/export cannot be written")
  expect(build.stderr).toContain("Error id: mix/not-found\n")
  await expectFine(push(app, { source, buildpacks: [packages.pair] }))
})

it("names a dependency that does not compile, and the next build is fine", async () => {
  const app = await createApp()
  const broken: Files = {
    "mix.exs": mixExs([], ['{:part, path: "vendor/part"}']),
    "vendor/part/mix.exs": mixExs().replaceAll("hello", "part").replaceAll("Hello", "Part"),
    "vendor/part/lib/part.ex": "defmodule Part do\n  def broken, do: boom()\nend\n",
  }
  const { folder } = options.source
  const build = await push(app, { ...options, source: { folder, files: broken } })
  expect(build.exitCode).toBe(1)
  expect(build.stderr).toContain("Error id: mix/")
  expect(build.stdout).toContain("undefined function boom/0")
  await expectFine(push(app, options))
})

it("gives the app's tools every config var as it is, and goes on without one that no program can have", async () => {
  const vars = {
    LINES: "one\n\"two\" 'three'\n\n$HOME \\ `four` %\n",
    LARGE: "x".repeat(1024 * 1024),
  }
  const hook = `hook_pre_compile='printf %s "$LINES" >lines.txt; printf %s "\${LARGE-absent}" >large.txt'\n`
  const { folder } = options.source
  const source = { folder, files: { "elixir_buildpack.config": hook } }
  const build = await push(await createApp(), { ...options, source, vars, env: { STACK: undefined } })
  expect(build.exitCode, build.stdout + build.stderr).toBe(0)
  expect(build.stdout).toMatch(/^ ! {5}The config var LARGE is left out of the build/m)
  expect(build.stdout).toContain("Taking the Erlang/OTP builds for Ubuntu 24.04, which fit debian 13")
  expect(build.stdout).not.toContain("three")
  expect(await readFile(join(build.dir, "lines.txt"), "utf8")).toBe(vars.LINES)
  expect(await readFile(join(build.dir, "large.txt"), "utf8")).toBe("absent")
})
