/** A release that is brought up to date is the one that `mix release` would make, file by file. */
import { readFileSync } from "node:fs"
import { mkdtemp, rm, unlink } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest"
import { digestFile } from "../../lib/io/files.ts"
import { readTree } from "../../lib/io/tree.ts"
import type { Files } from "../support/app.ts"
import { type Origin, serveFolder } from "../support/origin.ts"
import { makeSlug, runDyno } from "../support/stack/dyno.ts"
import { type Build, createApp, type HerokuApp, startHooks } from "../support/stack/heroku.ts"
import { gitUpstream, hexUpstream, type LockName, type Upstream } from "../support/stack/refreshed-dependencies.ts"

const { packages } = inject("stack")

const folder = join(import.meta.dirname, "../fixtures/refreshed")
const size = readFileSync(join(folder, "lib/shop/size.ex"), "utf8")
const shop = readFileSync(join(folder, "lib/shop.ex"), "utf8")
const mixExs = readFileSync(join(folder, "mix.exs"), "utf8")
const REFRESHED = "It is that of the last build, with the app's own code"

/** How an app differs from the one of the first build. */
interface Change {
  readonly files?: Files
  readonly lock?: LockName
  readonly note?: string
}

describe.each([
  // The mirror has no Hex for the older one.
  { elixir: "1.14", stack: "heroku-22", from: gitUpstream },
  { elixir: "1.18", stack: "heroku-24", from: hexUpstream },
])("on Elixir $elixir", ({ elixir, stack, from }) => {
  let app: HerokuApp
  let first: Build
  let remembered: string
  let origin: Origin
  let upstream: Upstream

  /** `note`: what mix.exs begins with. */
  async function build({ files = {}, lock = "first", note = "" }: Change = {}): Promise<Build> {
    const own = note + mixExs.replace(/\{:(glaze|kiln), .*?\}/g, (_, name) => upstream.dependency(name))
    const source = { folder, files: { "mix.exs": own, "mix.lock": upstream.lock(lock), ...files } }
    const options = { source, buildpacks: [packages.pair], env: { STACK: stack }, vars: { HEX_MIRROR: origin.url } }
    const { done } = await startHooks("compile", app, { ...options, buildDir: "/app", cache: app.cache })
    const ended = await done
    expect(ended.exitCode, ended.stdout + ended.stderr).toBe(0)
    return ended
  }

  beforeAll(async () => {
    app = await createApp()
    const site = await mkdtemp(join(app.work, "upstream-"))
    origin = await serveFolder(site)
    upstream = await from(site, origin.url)
    remembered = await mkdtemp(join(app.work, "remembered-"))
    first = await build()
    expect(first.stdout).toContain(`Elixir ${elixir}.`)
    expect(first.stdout).not.toContain(REFRESHED)
    await copyLayers(layersOf(app), remembered)
  })

  afterAll(() => origin.close())

  it.each<Change & { what: string; refreshed: boolean }>([
    {
      what: "a function",
      files: { "lib/shop.ex": shop.replace("* @size", "* @size * 2") },
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
      what: "what implements a protocol and is new",
      files: { "lib/shop/list.ex": "defimpl Shop.Size, for: List do\n  def of(item), do: length(item)\nend\n" },
      refreshed: true,
    },
    {
      what: "what has implemented a protocol",
      files: { "lib/shop/size.ex": size.replace(/defimpl.*BitString[\s\S]*/, "") },
      refreshed: true,
    },
    {
      what: "configuration that the app is compiled with",
      files: { "lib/shop.ex": shop.replace(":size)", ":other, 1)") },
      refreshed: true,
    },
    { what: "a dependency's version", lock: "leaf", refreshed: true },
    { what: "macros that a dependency is made by", lock: "macros", refreshed: true },
    {
      what: "a dependency that has others, and a module",
      files: { "lib/shop/more.ex": "defmodule Shop.More do\nend\n" },
      lock: "more",
      refreshed: true,
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
    { what: "a dependency and mix.exs", lock: "leaf", note: "# Another one\n", refreshed: false },
    { what: "an overlay", files: { "rel/overlays/note.txt": "another note\n" }, refreshed: false },
  ])("is as if made anew: $what", async ({ refreshed, ...change }) => {
    await copyLayers(remembered, layersOf(app))
    const again = await build(change)
    const log = again.stdout
    expect(log.includes(REFRESHED), log).toBe(refreshed)
    await copyLayers(remembered, layersOf(app))
    await unlink(join(layersOf(app), "result.json"))
    const anew = await build(change)
    expect(anew.stdout).not.toContain(REFRESHED)
    expect(await contentOf(again)).toEqual(await contentOf(anew))
    expect(await contentOf(again)).not.toEqual(await contentOf(first))
  })

  it("has the modules of the last build but those that are others", async () => {
    await copyLayers(remembered, layersOf(app))
    const since = Math.floor(Date.now() / 1000)
    const again = await build({ files: { "lib/shop.ex": shop.replace("* @size", "* @size * 2") }, lock: "leaf" })
    const root = join(again.dir, "_build/prod/rel/shop")
    const beams = (await readTree(root, () => false)).filter(({ path }) => path.endsWith(".beam"))
    const names = (some: typeof beams) => some.map(({ path }) => path.replace(/^.*\/(?=[^/]+\/[^/]+\/)/, "")).toSorted()
    expect(names(beams.filter(({ seconds }) => seconds >= since))).toMatchSnapshot()
    expect(names(beams.filter(({ seconds }) => seconds < since))).toContain("shop-0.1.0/ebin/Elixir.Shop.Size.beam")
  })

  it("is as if made anew after a build that has compiled another lock, and left no result", async () => {
    const change: Change = { lock: "macros", files: { "priv/text.txt": "text 2\n" } }
    await copyLayers(remembered, layersOf(app))
    await build({ lock: "macros" })
    await copyLayers(remembered, layersOf(app), ["result"])
    const again = await build(change)
    expect(again.stdout).toContain(REFRESHED)
    expect(again.stdout).not.toContain("==> kiln")
    await unlink(join(layersOf(app), "result.json"))
    expect(await contentOf(again)).toEqual(await contentOf(await build(change)))
  })

  it("is made anew from nothing by a Mix of its own, when one Mix cannot run all tasks", async () => {
    const note = "# System.argv()\n"
    const bumped: Change = { note, lock: "leaf" }
    await copyLayers(remembered, layersOf(app))
    await build({ note })
    const again = await build(bumped)
    expect(again.stdout).not.toContain(REFRESHED)
    await unlink(join(layersOf(app), "result.json"))
    expect(await contentOf(again)).toEqual(await contentOf(await build(bumped)))
  })

  it.each([
    { state: "lost", spoil: 'rm -r "$(readlink -f "$1")"' },
    { state: "damaged", spoil: 'for file in "$1"/*/*; do echo damage >"$file"; done' },
  ])("is as if made anew when what Mix keeps for its start is $state", async ({ spoil }) => {
    const change: Change = { files: { "priv/text.txt": "text 2\n" }, lock: "leaf" }
    await copyLayers(remembered, layersOf(app))
    const again = await build(change)
    await copyLayers(remembered, layersOf(app))
    await unlink(join(layersOf(app), "result.json"))
    await execa("sh", ["-c", spoil, "-", join(layersOf(app), "lasting-mix")])
    expect(await contentOf(again)).toEqual(await contentOf(await build(change)))
  })

  it("is made anew when the last one is damaged, and the build after that is fine", async () => {
    await copyLayers(remembered, layersOf(app))
    const layer = join(layersOf(app), "result")
    await execa("sh", ["-c", 'for file in "$1"/*.tar; do echo damage >>"$file"; done', "-", layer])
    const files = { "lib/shop.ex": "defmodule Shop do\n  def price(_), do: 3\nend\n" }
    const again = await build({ files })
    expect(again.stdout).toContain("The result of the last build is not used: what the cache has is damaged")
    expect(again.stdout).not.toContain(REFRESHED)
    const shop = "_build/prod/rel/shop/bin/shop"
    const { stdout } = await runDyno(await makeSlug(again), `${shop} eval 'IO.puts(Shop.price(1))'`)
    expect(stdout).toBe("3\n")
    expect((await build({ files })).stdout).toContain("Nothing has changed since the last build")
  })
})

function layersOf({ cache }: HerokuApp): string {
  return join(cache, "beampack/layers")
}

/** What a build keeps of the app. */
async function copyLayers(from: string, to: string, names: readonly string[] = ["mix-build", "result"]): Promise<void> {
  for (const name of names.flatMap((each) => [each, `${each}.json`])) {
    await rm(join(to, name), { recursive: true, force: true })
    await execa("cp", ["-a", join(from, name), to])
  }
}

/** All that is in a built app by path: kinds, modes, and digests of files. */
async function contentOf({ dir }: Build): Promise<Readonly<Record<string, string>>> {
  const rows = (await readTree(dir, () => false)).map(async ({ kind, path, mode }) => {
    const digest = kind === "file" ? await digestFile(join(dir, path), "sha256") : ""
    return [path, `${kind} ${mode.toString(8)} ${digest}`] as const
  })
  return Object.fromEntries(await Promise.all(rows))
}
