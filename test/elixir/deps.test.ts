import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import type { Files } from "../support/app.ts"
import { tempDir } from "../support/app.ts"
import { mixExs, plainApp } from "../support/apps.ts"
import { hexPackageOf, lockOf, publish } from "../support/hex-package.ts"
import { inPlace } from "../support/in-place.ts"
import { startOrigin } from "../support/origin.ts"

const alpha = hexPackageOf("alpha")
const beta = hexPackageOf("beta", { needs: ["alpha"] })

/** An app that names `beta`, and more. */
function site(more: readonly string[] = [], lock = lockOf([alpha, beta])): Files {
  return { ...plainApp, "mix.exs": mixExs([], ['{:beta, "~> 1.0"}', ...more]), "mix.lock": lock }
}

/** What steps of this title and their tools said. */
function said(log: string, title: RegExp): readonly string[] {
  const steps = log.split(/^(?=\S)(?!! )/m).filter((step) => title.test(step))
  return steps.flatMap((step) => step.trimEnd().split("\n").slice(1)).map((line) => line.trim())
}

async function mirrorOf(packages: (typeof alpha)[]) {
  const folder = await tempDir("hex-mirror")
  await publish(folder, packages)
  const origin = await startOrigin(folder)
  return { origin, env: { HEX_MIRROR: origin.url } }
}

it("fetches what mix.lock names beside the runtimes, and does not run mix deps.get", async () => {
  const { origin, env } = await mirrorOf([alpha, beta])
  const { app, build } = await inPlace()
  const { log, error } = await build(site(), { env })
  expect(error, log).toBeUndefined()
  expect(said(log, /^Fetching Hex packages/)).toEqual(["Fetching 2 packages of mix.lock"])
  expect(said(log, /^Fetching dependencies/)).toEqual(["All packages of mix.lock are in place"])
  expect(origin.requests.length).toBe(2)
  expect(await readdir(join(app, "deps"))).toEqual(["alpha", "beta"])

  const again = await build(site(), { env })
  expect(again.error, again.log).toBeUndefined()
  expect(said(again.log, /^Fetching/)).toEqual(["All packages of mix.lock are in place"])
  expect(origin.requests.length).toBe(2)
})

it("has Mix look at what it cannot know, on top of what it can", async () => {
  const { env } = await mirrorOf([alpha, beta])
  const { build } = await inPlace()
  const { log, error } = await build(site(['{:icons, git: "https://example.com/icons.git"}']), { env })
  expect(error, log).toBeUndefined()
  expect(said(log, /^Fetching/)).toEqual([
    "Fetching 2 packages of mix.lock",
    "Mix looks too: icons is not in mix.lock",
    "mix deps.get --only prod",
    "All dependencies are up to date",
  ])
})

it("runs mix deps.get when mix.exs has an alias of that name", async () => {
  const { env } = await mirrorOf([alpha, beta])
  const aliases = 'aliases: ["deps.get": ["deps.get", "cmd make"]]'
  const files = { ...site(), "mix.exs": mixExs([aliases], ['{:beta, "~> 1.0"}']) }
  const { log, error } = await (await inPlace()).build(files, { env })
  expect(error, log).toBeUndefined()
  expect(said(log, /^Fetching dependencies/).slice(0, 2)).toEqual([
    "Mix looks too: mix.exs has an alias deps.get",
    "mix deps.get --only prod",
  ])
})

it("leaves all to Mix when mix.lock has no digests", async () => {
  const { build } = await inPlace()
  const lock = '%{\n  "beta": {:hex, :beta, "1.0.0"},\n}\n'
  const { log, error } = await build(site([], lock))
  expect(error, log).toBeUndefined()
  expect(said(log, /^Fetching/)).toEqual(["mix deps.get --only prod", "All dependencies are up to date"])
})

it("runs mix deps.get once when Mix is not content with what is there", async () => {
  const { env } = await mirrorOf([alpha, beta])
  const { build } = await inPlace()
  const files = site()
  const { log, error } = await build({ ...files, "mix.exs": `${files["mix.exs"]}# unchecked\n` }, { env })
  expect(error, log).toBeUndefined()
  expect(said(log, /^Compiling/).filter((line) => /^mix/.test(line))).toEqual([
    "mix compile",
    "mix.lock does not tell all that Mix wants",
    "mix deps.get --only prod",
    "mix compile",
  ])
})

it("fetches anew what a hook has taken away", async () => {
  const { origin, env } = await mirrorOf([alpha, beta])
  const { app, build } = await inPlace()
  const files = { ...site(), "elixir_buildpack.config": "hook_pre_fetch_dependencies='rm -r deps/alpha'\n" }
  const { log, error } = await build(files, { env })
  expect(error, log).toBeUndefined()
  expect(said(log, /^Fetching dependencies/)).toEqual([
    "hook_pre_fetch_dependencies (elixir_buildpack.config:1)",
    "Using 1 package from the cache",
    "All packages of mix.lock are in place",
  ])
  expect(await readdir(join(app, "deps"))).toEqual(["alpha", "beta"])
  expect(origin.requests.length).toBe(2)
})

it("refuses what is not as mix.lock says before anything is compiled", async () => {
  const { origin, env } = await mirrorOf([alpha, beta])
  origin.fail(`/tarballs/${alpha.file}`, { body: beta.tarball })
  const { log, error } = await (await inPlace()).build(site(), { env })
  expect(error).toMatchObject({ id: "hex/lock-mismatch" })
  expect(log).not.toContain("mix compile")
})
