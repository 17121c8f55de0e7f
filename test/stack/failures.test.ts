import { chown, mkdir } from "node:fs/promises"
import { join } from "node:path"
import { expect, inject, it } from "vitest"
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
