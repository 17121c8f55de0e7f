import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { elixir } from "../../lib/elixir/buildpack.ts"
import { exists } from "../../lib/io/files.ts"
import { statics } from "../../lib/static/buildpack.ts"
import type { Files } from "../support/app.ts"
import { mixExs, plainApp } from "../support/apps.ts"
import { hexPackageOf, lockOf, publish } from "../support/hex-package.ts"
import { type InPlace, inPlace } from "../support/in-place.ts"
import { contentsIn } from "../support/layers.ts"
import { startOrigin } from "../support/origin.ts"
import { publishEsbuild, publishTailwind } from "../support/programs.ts"

/** The packages of Hex, as far as the buildpacks look at them. */
const packages = [
  hexPackageOf("esbuild", {
    version: "0.10.0",
    content: [{ path: "lib/esbuild.ex", content: 'defmodule Esbuild do\n  @latest_version "0.25.0"\nend\n' }],
  }),
  hexPackageOf("tailwind", { version: "0.4.1" }),
]

/** What `mix assets.deploy` does here: as the tasks do, it fetches what is not there, and runs it. */
const deploy = `
for tool in esbuild tailwind; do
  file=_build/$tool-linux-x64
  [ -f $file ] || { echo "$tool fetches"; printf '#!/bin/sh\\necho %s by its task\\n' $tool >$file; chmod 755 $file; }
  $file assets/app.js
done
`

const config = 'import Config\nconfig :esbuild, version: "0.25.4"\nconfig :tailwind, version: "4.1.7"\n'

const shop: Files = {
  ...plainApp,
  "mix.exs": mixExs(
    ['aliases: ["assets.deploy": ["tailwind shop", "esbuild shop --minify", "phx.digest"]]'],
    ['{:esbuild, "~> 0.10"}', '{:tailwind, "~> 0.4"}'],
  ),
  "mix.lock": lockOf(packages),
  "config/config.exs": config,
  "assets/.stub-does": deploy,
  "assets/app.js": "",
}

const both = { buildpacks: [elixir, statics] }
const programs = ({ layers }: InPlace): string => join(layers, "mix-programs")

/** What the tasks have fetched themselves and the cache has. */
async function keptTools({ layers }: InPlace): Promise<readonly string[]> {
  const layer = join(layers, "mix-tools")
  return (await exists(layer)) ? readdir(contentsIn(layer)) : []
}

async function site(): Promise<InPlace> {
  const place = await inPlace()
  await publish(place.mirror, packages)
  for (const version of ["0.25.0", "0.25.4", "0.25.5"]) await publishEsbuild(place.mirror, version)
  await publishTailwind(place.mirror, "4.1.7")
  return place
}

it("puts the programs where the tasks look for them, and fetches them once", async () => {
  const place = await site()
  const first = await place.build(shop, both)
  expect(first.error, first.log).toBeUndefined()
  expect(first.log).toContain("  Installing tailwind 4.1.7\n")
  expect(first.log).toContain("  Installing esbuild 0.25.4\n")
  expect(first.log).toContain("    esbuild 0.25.4 assets/app.js\n    tailwindcss v4.1.7 assets/app.js\n")
  expect(first.log).not.toContain("fetches")
  const names = (await readdir(programs(place))).map((name) => name.replace(/[0-9a-f]{64}$/, "DIGEST"))
  expect(names.toSorted()).toEqual(["esbuild-0.25.4-linux-x64-DIGEST", "tailwind-4.1.7-linux-x64-DIGEST"])
  // They are not kept twice.
  expect(await keptTools(place)).toEqual([])

  await rm(join(place.mirror, "@esbuild"), { recursive: true })
  await rm(join(place.mirror, "tailwindlabs"), { recursive: true })
  const second = await place.build({ ...shop, "assets/app.js": "2", "config/config.exs": `${config}\n` }, both)
  expect(second.error, second.log).toBeUndefined()
  expect(second.log).toContain("  Using esbuild 0.25.4 from the cache\n  Using tailwind 4.1.7 from the cache\n")
  expect(second.log).toContain("    esbuild 0.25.4 assets/app.js\n")
  expect((await stat(join(place.app, "_build/esbuild-linux-x64"))).mode & 0o777).toBe(0o755)

  const third = await place.build({ ...shop, "assets/app.js": "2", "config/config.exs": `${config}\n` }, both)
  expect(third.log).toContain("  The assets are as the last build made them\n")
  expect(third.log).not.toContain("Using esbuild")
})

it("takes the version that the package takes by itself, and another once the configuration says so", async () => {
  const place = await site()
  const first = await place.build(
    { ...shop, "config/config.exs": 'import Config\nconfig :tailwind, version: "4.1.7"\n' },
    both,
  )
  expect(first.log).toContain("    esbuild 0.25.0 assets/app.js\n")
  const second = await place.build({ ...shop, "config/config.exs": config.replace("0.25.4", "0.25.5") }, both)
  expect(second.log).toContain("  Installing esbuild 0.25.5\n")
  expect(second.log).toContain("  Using tailwind 4.1.7 from the cache\n")
  expect(second.log).toContain("    esbuild 0.25.5 assets/app.js\n")
})

it("asks nobody for what is in the cache", async () => {
  const place = await site()
  const origin = await startOrigin(place.mirror)
  const env = { BEAMPACK_MIRROR: origin.url }
  await place.build(shop, { ...both, env })
  expect(origin.requests.filter((path) => /esbuild|tailwind/.test(path))).toHaveLength(6)
  origin.requests.length = 0
  await place.build({ ...shop, "assets/app.js": "2" }, { ...both, env })
  expect(origin.requests.filter((path) => /esbuild|tailwind/.test(path))).toEqual([])
})

it("fetches nothing for assets that come from the cache, nor what is there", async () => {
  const place = await site()
  const origin = await startOrigin(place.mirror)
  const asked = () => origin.requests.splice(0).filter((path) => /esbuild|tailwind/.test(path))
  const options = { ...both, env: { BEAMPACK_MIRROR: origin.url } }
  await place.build(shop, options)
  expect(asked()).toHaveLength(6)
  await rm(programs(place), { recursive: true })
  expect((await place.build(shop, options)).log).toContain("  The assets are as the last build made them\n")
  expect(asked()).toEqual([])

  const file = "_build/tailwind-linux-x64"
  const own = `mkdir -p _build; printf '#!/bin/sh\\necho my own\\n' >${file}; chmod 755 ${file}; cp ${file} _build/esbuild-linux-x64`
  const hook = { "elixir_buildpack.config": `hook_pre_fetch_dependencies="${own}"\n` }
  const { error, log } = await place.build({ ...shop, ...hook, "assets/app.js": "2" }, options)
  expect(error, log).toBeUndefined()
  expect(log).toContain("    my own\n    my own\n")
  expect(asked()).toEqual([])
})

it("runs nothing from the cache that is not as it was put there", async () => {
  const place = await site()
  await place.build(shop, both)
  const [name = ""] = (await readdir(programs(place))).filter((each) => each.startsWith("esbuild"))
  await writeFile(join(programs(place), name), "#!/bin/sh\necho another\n")
  const { error, log } = await place.build({ ...shop, "assets/app.js": "2" }, both)
  expect(error, log).toBeUndefined()
  expect(log).toContain("  Installing esbuild 0.25.4\n  Using tailwind 4.1.7 from the cache\n")
  expect(log).toContain("    esbuild 0.25.4 assets/app.js\n")
  expect((await readdir(programs(place))).filter((each) => each.startsWith("esbuild"))).toEqual([name])
})

it("leaves to the task what is not to be had, and keeps that as ever", async () => {
  const place = await site()
  await rm(join(place.mirror, "@esbuild/linux-x64/-"), { recursive: true })
  const env = { npm_config_registry: `file://${place.mirror}` }
  const { error, log } = await place.build(shop, { ...both, env })
  expect(error, log).toBeUndefined()
  expect(log).toMatch(
    /^! esbuild 0\.25\.4 could not be fetched, which is left to its Mix task\. Not found: file:\S+\.tgz$/m,
  )
  expect(log).toContain("    esbuild fetches\n    esbuild by its task\n")
  expect(await keptTools(place)).toEqual(["esbuild-linux-x64"])
})

it("reads what the configuration imports, and leaves to the task what only running it tells", async () => {
  const place = await site()
  const rest = 'import Config\nconfig :tailwind, version: "4.1.7"\n'
  const imported = 'import Config\nconfig :esbuild, version: "0.25.5"\n'
  const files = {
    "config/prod/assets.exs": imported,
    "config/staging.exs": 'import Config\nconfig :esbuild, version: "0.25.4"\n',
  }
  const named = { ...shop, ...files, "config/config.exs": `${rest}import_config "prod/assets.exs"\n` }
  expect((await place.build(named, both)).log).toContain("    esbuild 0.25.5 assets/app.js\n")
  const made = { ...shop, ...files, "config/config.exs": `${rest}import_config Path.join("prod", "assets.exs")\n` }
  const { error, log } = await place.build(made, both)
  expect(error, log).toBeUndefined()
  expect(log).toContain("    esbuild fetches\n")
})

it("leaves to the task what only the task knows, and what is there already", async () => {
  const place = await site()
  const unclear = config.replace('"0.25.4"', 'System.get_env("V", "0.25.4")')
  const prepare =
    "mkdir -p _build; printf '#!/bin/sh\\necho my own\\n' >_build/tailwind-linux-x64; chmod 755 _build/tail*"
  const files = { ...shop, "config/config.exs": unclear, "elixir_buildpack.config": `hook_pre_compile="${prepare}"\n` }
  const { error, log } = await place.build(files, both)
  expect(error, log).toBeUndefined()
  expect(log).toContain("    esbuild fetches\n")
  expect(log).toContain("    my own\n")
})

it("ends the build when a program is not what was published", async () => {
  const place = await site()
  await publishEsbuild(place.mirror, "0.25.4", { path: "package/bin/another" })
  const tarball = join(place.mirror, "@esbuild/linux-x64/-/linux-x64-0.25.4.tgz")
  const bytes = await readFile(tarball)
  await publishEsbuild(place.mirror, "0.25.4")
  await rm(tarball)
  await writeFile(tarball, bytes)
  const { error, log } = await place.build(shop, both)
  expect(error).toMatchObject({ id: "download/digest-mismatch" })
  expect(log).not.toContain("fetches")
})

it("serves hooks that run the same tasks, by themselves and in the pair", async () => {
  const hook = { "elixir_buildpack.config": 'hook_post_compile="mix assets.deploy && rm -f _build/esbuild*"\n' }
  const place = await site()
  const alone = await place.build({ ...shop, ...hook })
  expect(alone.error, alone.log).toBeUndefined()
  expect(alone.log).toContain("    esbuild 0.25.4 assets/app.js\n    tailwindcss v4.1.7 assets/app.js\n")
  expect(await keptTools(place)).toEqual([])

  const pair = await site()
  const origin = await startOrigin(pair.mirror)
  const { error, log } = await pair.build({ ...shop, ...hook }, { ...both, env: { BEAMPACK_MIRROR: origin.url } })
  expect(error, log).toBeUndefined()
  expect(log).not.toContain("fetches")
  expect(origin.requests.filter((path) => path.endsWith(".tgz"))).toHaveLength(1)
})

it("serves the apps of an umbrella, whose programs lie at its top", async () => {
  const place = await site()
  const shared = 'build_path: "../../_build", config_path: "../../config/config.exs", deps_path: "../../deps"'
  const files: Files = {
    "mix.exs":
      'defmodule Top.MixProject do\n  use Mix.Project\n  def project, do: [apps_path: "apps", deps: []]\nend\n',
    "mix.lock": lockOf(packages),
    "config/config.exs": config,
    "apps/web/mix.exs": `defmodule Web.MixProject do
  use Mix.Project
  def project, do: [app: :web, ${shared}, aliases: aliases(), deps: [{:esbuild, "~> 0.10"}, {:tailwind, "~> 0.4"}]]
  defp aliases, do: ["assets.deploy": ["tailwind web", "esbuild web"]]
end
`,
    "apps/web/lib/web.ex": "defmodule Web, do: nil\n",
    "apps/web/assets/.stub-does": deploy.replaceAll("_build", "../../_build"),
  }
  const { error, log } = await place.build(files, both)
  expect(error, log).toBeUndefined()
  expect(log).toContain("    esbuild 0.25.4 assets/app.js\n    tailwindcss v4.1.7 assets/app.js\n")
})
