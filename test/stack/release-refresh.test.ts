/** A release that is brought up to date is the one that `mix release` would make, file by file. */
import { readFileSync } from "node:fs"
import { mkdtemp, rm, unlink } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { beforeAll, describe, expect, inject, it } from "vitest"
import { digestFile } from "../../lib/io/files.ts"
import { readTree } from "../../lib/io/tree.ts"
import type { Files } from "../support/app.ts"
import { makeSlug, runDyno } from "../support/stack/dyno.ts"
import { type Build, createApp, type HerokuApp, startHooks } from "../support/stack/heroku.ts"

const { packages } = inject("stack")

const folder = join(import.meta.dirname, "../fixtures/refreshed")
const size = readFileSync(join(folder, "lib/shop/size.ex"), "utf8")
const REFRESHED = "It is that of the last build, with the app's own code as it is now"

describe.each([
  { elixir: "1.14", stack: "heroku-22" },
  { elixir: "1.18", stack: "heroku-24" },
])("on Elixir $elixir", ({ elixir, stack }) => {
  let app: HerokuApp
  let first: Build
  let remembered: string

  async function build(files: Files = {}): Promise<Build> {
    const options = { source: { folder, files }, buildpacks: [packages.pair], env: { STACK: stack } }
    const { done } = await startHooks("compile", app, { ...options, buildDir: "/app", cache: app.cache })
    const ended = await done
    expect(ended.exitCode, ended.stdout + ended.stderr).toBe(0)
    return ended
  }

  beforeAll(async () => {
    app = await createApp()
    remembered = await mkdtemp(join(app.work, "remembered-"))
    first = await build()
    expect(first.stdout).toContain(`Elixir ${elixir}.`)
    expect(first.stdout).not.toContain(REFRESHED)
    await copyLayers(layersOf(app), remembered)
  })

  it.each<{ what: string; files: Files; refreshed: boolean }>([
    {
      what: "a function",
      files: { "lib/shop.ex": "defmodule Shop do\n  def price(_), do: 2\nend\n" },
      refreshed: true,
    },
    {
      what: "what implements a protocol",
      files: {
        "lib/shop/size.ex": size
          .replace("Shop.Size do\n", "Shop.Size do\n  @fallback_to_any true\n")
          .replace("byte_size", "String.length"),
      },
      refreshed: true,
    },
    {
      what: "Erlang, and files of priv",
      files: {
        "src/shop_codes.erl": "-module(shop_codes).\n-export([code/0]).\n\ncode() -> 2.\n",
        "priv/text.txt": "text 2\n",
        "priv/more/text.txt": "more\n",
      },
      refreshed: true,
    },
    {
      what: "an application beside the app's own",
      files: { "apps/child/lib/child.ex": "defmodule Child do\n  def factor, do: 2\nend\n" },
      refreshed: true,
    },
    {
      what: "a module that is new, which starts with the app",
      files: { "lib/shop/more.ex": "defmodule Shop.More do\nend\n" },
      refreshed: false,
    },
    {
      what: "an application in a folder of another name",
      files: { "vendor/part/lib/part.ex": "defmodule Part do\n  def factor, do: 2\nend\n" },
      refreshed: false,
    },
    {
      what: "configuration",
      files: { "config/config.exs": "import Config\n\nconfig :shop, size: 2\n" },
      refreshed: false,
    },
    { what: "an overlay", files: { "rel/overlays/note.txt": "another note\n" }, refreshed: false },
  ])("is as if made anew: $what", async ({ files, refreshed }) => {
    await copyLayers(remembered, layersOf(app))
    const again = await build(files)
    const log = again.stdout
    expect(log.includes(REFRESHED), log).toBe(refreshed)
    await copyLayers(remembered, layersOf(app))
    await unlink(join(layersOf(app), "result.json"))
    const anew = await build(files)
    expect(anew.stdout).not.toContain(REFRESHED)
    expect(await contentOf(again)).toEqual(await contentOf(anew))
    expect(await contentOf(again)).not.toEqual(await contentOf(first))
  })

  it("is made anew when the last one is damaged, and the build after that is fine", async () => {
    await copyLayers(remembered, layersOf(app))
    const layer = join(layersOf(app), "result")
    await execa("sh", ["-c", 'for file in "$1"/*.tar; do echo damage >>"$file"; done', "-", layer])
    const files = { "lib/shop.ex": "defmodule Shop do\n  def price(_), do: 3\nend\n" }
    const again = await build(files)
    expect(again.stdout).toContain("The result of the last build is not used: what the cache has is damaged")
    expect(again.stdout).not.toContain(REFRESHED)
    const shop = "_build/prod/rel/shop/bin/shop"
    const { stdout } = await runDyno(await makeSlug(again), `${shop} eval 'IO.puts(Shop.price(1))'`)
    expect(stdout).toBe("3\n")
    expect((await build(files)).stdout).toContain("Nothing has changed since the last build")
  })
})

function layersOf({ cache }: HerokuApp): string {
  return join(cache, "beampack/layers")
}

/** What a build keeps of the app. */
async function copyLayers(from: string, to: string): Promise<void> {
  for (const name of ["mix-build", "mix-build.json", "result", "result.json"]) {
    await rm(join(to, name), { recursive: true, force: true })
    await execa("cp", ["-a", join(from, name), to])
  }
}

/** All files of a built app by path, with their modes. */
async function contentOf({ dir }: Build): Promise<Readonly<Record<string, string>>> {
  const entries = (await readTree(dir, () => false)).filter(({ kind }) => kind === "file")
  const rows = entries.map(async ({ path, mode }) => {
    return [path, `${mode.toString(8)} ${await digestFile(join(dir, path), "sha256")}`] as const
  })
  return Object.fromEntries(await Promise.all(rows))
}
