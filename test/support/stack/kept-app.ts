import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { inject } from "vitest"
import { type Files, writeFiles } from "../app.ts"
import { contentsIn } from "../layers.ts"
import { type Build, createApp, startHooks, user } from "./heroku.ts"

/** How the app of a build differs from that of test/fixtures/kept. */
export interface Edit {
  readonly change?: Readonly<Record<string, (text: string) => string>>
  readonly add?: Files
  readonly gone?: readonly string[]
  /** The version of its dependency; v1 unless given. */
  readonly tag?: "v1" | "v2"
  /** Its files are as new as those of a clone, and not all of 1980, as those that `pack` uploads. */
  readonly isNew?: boolean
  readonly vars?: Readonly<Record<string, string>>
}

/** The app of test/fixtures/kept, which is built in /app whenever it is built. */
export interface KeptApp {
  /** The largest archive of what is kept of its build, on this machine. */
  archive(): Promise<string>
  build(edit?: Edit): Promise<Build>
  /** Changes what the cache says of what was compiled with what. */
  pretend(metadata: Readonly<Record<string, string>>): Promise<void>
  /** Remembers what is kept now, to which `recall` goes back. */
  remember(): Promise<void>
  recall(): Promise<void>
}

const fixture = join(import.meta.dirname, "../../fixtures/kept")

async function largestIn(folder: string): Promise<string> {
  const files = (await readdir(folder)).map((name) => join(folder, name))
  const sized = await Promise.all(files.map(async (file) => ({ file, bytes: (await stat(file)).size })))
  return sized.toSorted((a, b) => b.bytes - a.bytes)[0]?.file ?? ""
}

/** An app that was never built, on a stack of Heroku. */
export async function createKeptApp(stack: string): Promise<KeptApp> {
  const { packages } = inject("stack")
  const app = await createApp()
  const fetched = await makeRepository(join(app.work, "fetched"))
  const layers = join(app.cache, "beampack/layers")
  const remembered = await mkdtemp(join(app.work, "remembered-"))
  const pair = { from: packages.pair, to: "/pair", readOnly: true }
  const repository = { from: fetched.folder, to: "/repos/fetched", readOnly: true }
  return {
    archive: () => largestIn(contentsIn(join(layers, "mix-build"))),
    build: async ({ change = {}, add = {}, gone = [], tag = "v1", isNew = false, vars = {} } = {}) => {
      const lock = `%{\n  "fetched": {:git, "/repos/fetched", "${fetched[tag]}", [tag: "${tag}"]},\n}\n`
      const files = { "mix.lock": lock, ...(await changed(change)), ...add }
      const wrapper = join(await mkdtemp(join(app.work, "wrapper-")), "buildpack")
      const { done } = await startHooks("compile", app, {
        source: { folder: fixture, files },
        buildpacks: [await wrap(wrapper, { gone, isNew })],
        vars,
        env: { STACK: stack },
        mounts: [pair, repository],
        buildDir: "/app",
        cache: app.cache,
      })
      return done
    },
    pretend: async (metadata) => {
      const file = join(layers, "mix-build.json")
      const known = JSON.parse(await readFile(file, "utf8"))
      await writeFile(file, JSON.stringify({ ...known, ...metadata }))
    },
    remember: () => copyLayer(layers, remembered),
    recall: () => copyLayer(remembered, layers),
  }
}

async function changed(change: NonNullable<Edit["change"]>): Promise<Files> {
  const texts = Object.entries(change).map(async ([path, edit]) => {
    const text = await readFile(join(fixture, path), "utf8")
    if (edit(text) === text) throw new Error(`nothing is to be changed in ${path}`)
    return [path, edit(text)] as const
  })
  return Object.fromEntries(await Promise.all(texts))
}

/** A buildpack that sees to the app's files before the pair does its work. */
async function wrap(to: string, { gone, isNew }: { gone: readonly string[]; isNew: boolean }): Promise<string> {
  const lines = [
    'cd "$1"',
    ...gone.map((path) => `rm ${path}`),
    ...(isNew ? [] : ["find . -exec touch -d 1980-01-01T00:00:01Z {} +"]),
  ]
  const hook = (name: string, before: readonly string[] = []): string =>
    ["#!/bin/sh", "set -eu", ...before, `exec /pair/bin/${name} "$@"`, ""].join("\n")
  const names = ["detect", "release", "report"].map((name) => [`bin/${name}`, hook(name)])
  return writeFiles(to, { ...Object.fromEntries(names), "bin/compile": hook("compile", lines) })
}

/** A dependency's repository with two versions. */
async function makeRepository(folder: string): Promise<{ folder: string; v1: string; v2: string }> {
  const git = execa({ cwd: folder })
  await writeFiles(folder, {
    "mix.exs": `defmodule Fetched.MixProject do
  use Mix.Project
  def project, do: [app: :fetched, version: "0.1.0", elixirc_options: [verbose: true]]
end
`,
  })
  await git`git init --quiet`
  async function commit(tag: string): Promise<string> {
    await writeFiles(folder, {
      "lib/fetched.ex": `defmodule Fetched do
  @flavour Application.compile_env(:fetched, :flavour)
  def value, do: :${tag}
  def flavour, do: @flavour
end
`,
    })
    await git`git add .`
    await git`git -c user.name=Test -c user.email=test@example.com commit --quiet --message ${tag}`
    await git`git tag ${tag}`
    return (await git`git rev-parse HEAD`).stdout
  }
  const versions = { folder, v1: await commit("v1"), v2: await commit("v2") }
  await execa("chown", ["-R", user, folder])
  return versions
}

async function copyLayer(from: string, to: string): Promise<void> {
  for (const name of ["mix-build", "mix-build.json"]) {
    await rm(join(to, name), { recursive: true, force: true })
    await execa("cp", ["-a", join(from, name), to])
  }
}
