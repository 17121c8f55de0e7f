import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { elixir } from "../../lib/elixir/buildpack.ts"
import { statics } from "../../lib/static/buildpack.ts"
import type { Files } from "../support/app.ts"
import { phoenixApp, plainApp } from "../support/apps.ts"
import { type InPlace, inPlace } from "../support/in-place.ts"
import { contentsIn } from "../support/layers.ts"

/** A hook that fetches a program as Mix tasks do: when there is none. */
const fetching =
  "mkdir -p _build; [ -f _build/esbuild-linux-x64 ] || { echo fetched; echo esbuild >_build/esbuild-linux-x64; }"

/** The app with such a program, a folder of another one, and the build of another environment. */
function fetches(app: Files, hook: string): Files {
  const more = "mkdir -p _build/sass/src _build/dev/lib; echo >_build/sass/src/dart"
  return {
    ...app,
    "elixir_buildpack.config": `${hook}="${fetching}; ${more}"\n`,
    "config/config.exs": "import Config\n",
  }
}

const kept = ({ layers }: InPlace): string => contentsIn(join(layers, "mix-tools"))

it.each([
  ["one buildpack", [elixir], fetches(plainApp, "hook_post_compile")],
  ["one buildpack, before anything is compiled", [elixir], fetches(plainApp, "hook_pre_fetch_dependencies")],
  ["two buildpacks", [elixir, statics], fetches(phoenixApp, "hook_post_compile")],
])("keeps what Mix tasks fetch as long as the configuration is the same: %s", async (_, buildpacks, files) => {
  const place = await inPlace()
  const first = await place.build(files, { buildpacks })
  expect(first.error, first.log).toBeUndefined()
  expect(first.log).toContain("    fetched\n")
  expect((await readdir(kept(place))).toSorted()).toEqual(["esbuild-linux-x64", "sass"])

  const before = await stat(join(kept(place), "esbuild-linux-x64"))
  const second = await place.build({ ...files, "lib/more.ex": "" }, { buildpacks })
  expect(second.error, second.log).toBeUndefined()
  expect(await readFile(join(place.app, "_build/esbuild-linux-x64"), "utf8")).toBe("esbuild\n")
  expect((await stat(join(kept(place), "esbuild-linux-x64"))).ino).toBe(before.ino)

  const third = await place.build({ ...files, "config/config.exs": "import Config\n\n" }, { buildpacks })
  expect(third.log).toContain("  Programs that Mix tasks fetch are fetched again: the app's configuration is another\n")
  expect(third.log).toContain("    fetched\n")
})

it("says what it brings back", async () => {
  const place = await inPlace()
  const files = fetches(plainApp, "hook_post_compile")
  await place.build(files)
  const { log } = await place.build(files)
  expect(log).toContain("  Using esbuild-linux-x64, sass from the cache\n")
  expect(log).not.toContain("fetched")
})
