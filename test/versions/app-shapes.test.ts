import { readdirSync } from "node:fs"
import { cp } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { readApp } from "../../lib/app/app.ts"
import { findAssets } from "../../lib/app/assets.ts"
import type { Env } from "../../lib/core/env.ts"
import { BuildpackError } from "../../lib/core/error.ts"
import { describeOrigin, type Setting } from "../../lib/core/setting.ts"
import type { Target } from "../../lib/core/target.ts"
import { elixirConfig } from "../../lib/elixir/config.ts"
import { beamVersions } from "../../lib/elixir/versions.ts"
import { staticConfig } from "../../lib/static/config.ts"
import { nodeVersions } from "../../lib/static/versions.ts"
import { requestRuntime, sourceWarnings, type VersionSource } from "../../lib/versions/source.ts"
import { tempDir } from "../support/app.ts"

const folder = join(import.meta.dirname, "../fixtures/versions")
const target: Target = { os: "linux", arch: "amd64", distro: { name: "ubuntu", version: "24.04" } }
const names = ["erlang", "elixir", "node"] as const

/** What the files of each app ask for, what decides first: wishes, requirements, digests that are known, warnings. */
const shapes: Readonly<Record<string, readonly string[]>> = {
  "asdf-below-assets": [
    "erlang 27.3.4 (.tool-versions:1)",
    "elixir 1.18.4-otp-27 (.tool-versions:2)",
    "elixir needs ~> 1.15 (mix.exs:8)",
    "node 22.16.0 (assets/.tool-versions:1)",
  ],
  "asdf-comments-and-tabs": [
    "erlang 27.2 (.tool-versions:3)",
    "elixir 1.18.1-otp-27 (.tool-versions:4)",
    "elixir needs ~> 1.15 (mix.exs:8)",
    "node 20.18.1 (.tool-versions:6)",
  ],
  "asdf-commit": [
    "erlang 27.3 (.tool-versions:1)",
    "elixir ref:4a2f7c1be09d63f5a8c7e1d2b3f4a5968d7c6b5e (.tool-versions:2)",
    "elixir needs ~> 1.15 (mix.exs:8)",
  ],
  "asdf-exact": [
    "erlang 27.3.4.2 (.tool-versions:4)",
    "elixir 1.18.4-otp-27 (.tool-versions:2)",
    "elixir needs ~> 1.15 (mix.exs:8)",
    "node 22.17.0 (.tool-versions:5)",
  ],
  "asdf-fallbacks": [
    "erlang 27.1.2 (.tool-versions:2)",
    "elixir 1.17.3-otp-27 (.tool-versions:3)",
    "elixir needs ~> 1.15 (mix.exs:8)",
  ],
  "asdf-from-windows": [
    "erlang 26.2.5 (.tool-versions:1)",
    "elixir 1.17.3-otp-26 (.tool-versions:2)",
    "elixir needs ~> 1.15 (mix.exs:8)",
    "node 20.19.5 (.tool-versions:4)",
  ],
  "asdf-latest": [
    "erlang latest:27 (.tool-versions:1)",
    "elixir latest (.tool-versions:2)",
    "elixir needs ~> 1.15 (mix.exs:8)",
    "node latest:22 (.tool-versions:3)",
  ],
  "asdf-main": [
    "erlang ref:maint-28 (.tool-versions:1)",
    "elixir main-otp-28 (.tool-versions:2)",
    "elixir needs ~> 1.15 (mix.exs:8)",
  ],
  "asdf-own-path": [
    "erlang 27.3 (.tool-versions:1)",
    "elixir path:~/src/elixir (.tool-versions:2)",
    "elixir needs ~> 1.15 (mix.exs:8)",
  ],
  "asdf-partial": [
    "erlang 26.2 (.tool-versions:3)",
    "elixir 1.16 (.tool-versions:1)",
    "elixir needs ~> 1.15 (mix.exs:8)",
    "node lts (.tool-versions:2)",
  ],
  "asdf-refs": [
    "erlang ref:OTP-26.2.5 (.tool-versions:1)",
    "elixir ref:v1.17.3 (.tool-versions:2)",
    "elixir needs ~> 1.15 (mix.exs:8)",
  ],
  "beampack-settings": [
    "erlang 27.3 (project.toml:5)",
    "elixir ~> 1.17 (project.toml:6)",
    "elixir 1.16.0 (elixir_buildpack.config:1)",
    "elixir needs ~> 1.15 (mix.exs:8)",
    "node lts (project.toml:7)",
  ],
  exenv: ["erlang 26.2.1 (.otp-version:1)", "elixir 1.15.7 (.elixir-version:1)", "elixir needs ~> 1.15 (mix.exs:8)"],
  "exenv-old": [
    "erlang OTP-25.3.2 (.erlang-version:3)",
    "elixir 1.14.5 (.exenv-version:1)",
    "elixir needs ~> 1.15 (mix.exs:8)",
  ],
  gigalixir: [
    "erlang 27 (elixir_buildpack.config:1)",
    "erlang 27.2 (.tool-versions:1)",
    "elixir 1.18.1-otp-27 (elixir_buildpack.config:2)",
    "elixir 1.18.1-otp-27 (.tool-versions:2)",
    "elixir needs ~> 1.15 (mix.exs:8)",
    "node latest (phoenix_static_buildpack.config:1)",
  ],
  "heroku-branch": [
    "erlang 27.0 (elixir_buildpack.config:1)",
    "elixir branch main (elixir_buildpack.config:2)",
    "elixir needs ~> 1.15 (mix.exs:8)",
  ],
  "heroku-quoted": [
    "erlang v26.2 (elixir_buildpack.config:1)",
    "elixir v1.16.3 (elixir_buildpack.config:2)",
    "elixir needs ~> 1.15 (mix.exs:8)",
  ],
  "mise-and-asdf": [
    "erlang 26.2.5 (.tool-versions:1)",
    "erlang 27 (mise.toml:2)",
    "elixir 1.17.3-otp-26 (.tool-versions:2)",
    "elixir 1.18-otp-27 (mise.toml:3)",
    "elixir needs ~> 1.15 (mix.exs:8)",
    "node 22 (mise.toml:4)",
  ],
  "mise-backends": [
    "erlang 26.2.5 (mise.toml:2)",
    "elixir 1.16.3-otp-26 (mise.toml:3)",
    "elixir needs ~> 1.15 (mix.exs:8)",
    "node 20.19.5 (mise.toml:4)",
  ],
  "mise-below-config": [
    "erlang 26 (.config/mise/config.toml:2)",
    "elixir 1.17.3 (.config/mise.toml:2)",
    "elixir needs ~> 1.15 (mix.exs:8)",
    "node 20 (.config/mise/conf.d/20-node.toml:2)",
  ],
  "mise-for-production": [
    "erlang 27.3.4 (mise.production.toml:2)",
    "elixir 1.18 (mise.local.toml:2)",
    "elixir needs ~> 1.15 (mix.exs:8)",
  ],
  "mise-half-merged": [
    "erlang version/mise-syntax: mise.toml:2:1 is not valid TOML",
    "elixir needs ~> 1.15 (mix.exs:8)",
  ],
  "mise-half-merged-behind-asdf": [
    "erlang 27.3 (.tool-versions:1)",
    "mise.toml:2:1 is not valid TOML: passed over for Erlang/OTP",
    "elixir 1.18.4 (.tool-versions:2)",
    "elixir needs ~> 1.15 (mix.exs:8)",
  ],
  "mise-lock-behind": [
    "erlang 27.3.4 (mise.lock:2)",
    "erlang 27 (.tool-versions:1)",
    "elixir 1.18 (mise.toml:2)",
    "elixir needs ~> 1.15 (mix.exs:8)",
    'mise.lock:6 has Elixir 1.17.3-otp-27, and mise.toml:2 asks for 1.18: "mise lock" brings them together',
  ],
  "mise-locked": [
    "erlang 27.3.2 (mise.lock:16)",
    "erlang 27 (mise.toml:2)",
    "erlang sha256 cccc of https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/OTP-27.3.2.tar.gz (mise.lock:27)",
    "elixir 1.18.3-otp-27 (mise.lock:4)",
    "elixir 1.18-otp-27 (mise.toml:3)",
    "elixir needs ~> 1.15 (mix.exs:8)",
    "elixir sha256 aaaa of https://builds.hex.pm/builds/elixir/v1.18.3-otp-27.zip (mise.lock:8)",
    "node 22.14.0 (mise.lock:35)",
    "node lts (mise.toml:4)",
    "node sha256 eeee of https://nodejs.org/dist/v22.14.0/node-v22.14.0-linux-x64.tar.gz (mise.lock:39)",
  ],
  "mise-number": [
    "erlang version/mise-value: mise.toml:2: erlang is a number (27), and should be a version in quotes",
    "elixir 1.18 (mise.toml:3)",
    "elixir needs ~> 1.15 (mix.exs:8)",
  ],
  "mise-old-name": [
    "erlang 27 (.mise.toml:2)",
    "elixir 1.18-otp-27 (.mise.toml:3)",
    "elixir needs ~> 1.15 (mix.exs:8)",
    "node lts (.mise.toml:4)",
  ],
  "mise-plain": [
    "erlang 28.0.2 (mise.toml:6)",
    "elixir 1.18.4-otp-28 (mise.toml:7)",
    "elixir needs ~> 1.15 (mix.exs:8)",
    "node 24 (mise.toml:8)",
  ],
  "mise-selectors": [
    "erlang prefix:27 (mise.toml:1)",
    "elixir ref:v1.18 (mise.toml:2)",
    "elixir needs ~> 1.15 (mix.exs:8)",
    "node 22 (mise.toml:3)",
  ],
  "mise-tables": [
    "erlang 27.3 (mise.toml:6)",
    "elixir 1.18.4-otp-27 (mise.toml:2)",
    "elixir needs ~> 1.15 (mix.exs:8)",
    "node 22 (mise.toml:3)",
  ],
  "mise-template": [
    "erlang {{ vars.otp }} (mise.toml:5)",
    "elixir 1.18 (mise.toml:6)",
    "elixir needs ~> 1.15 (mix.exs:8)",
  ],
  "node-engines": [
    "elixir needs ~> 1.15 (mix.exs:8)",
    "node 22.12.0 (package.json:18)",
    "node ^22.4.0 (package.json:23)",
    "node needs >=20 <23 (package.json:14)",
  ],
  "node-engines-as-list": [
    "elixir needs ~> 1.15 (mix.exs:8)",
    "package.json:4 has [20] for engines.node, which is no text in quotes: it does not count",
  ],
  "node-engines-at-the-top": [
    "elixir needs ~> 1.15 (mix.exs:8)",
    "node 20.11 (assets/package.json:10)",
    "node needs 20.x (package.json:4)",
    'assets/package.json:7 requires Node.js "whatever works", which is no range of versions: it does not count',
  ],
  "node-words": ["elixir needs ~> 1.15 (mix.exs:8)", "node node (.nvmrc:1)", "node 24.x (.node-version:1)"],
  "nothing-but-mix": ["elixir needs ~> 1.15 (mix.exs:8)"],
  "nvm-below-assets": [
    "elixir needs ~> 1.15 (mix.exs:8)",
    "node v20 (assets/.nvmrc:1)",
    "node 20.19.5 (assets/.node-version:1)",
  ],
  "nvm-codename": ["elixir needs ~> 1.15 (mix.exs:8)", "node lts/jod (.nvmrc:1)"],
  "phoenix-guide": [
    "erlang 27.3.4 (elixir_buildpack.config:6)",
    "elixir 1.18.4 (elixir_buildpack.config:2)",
    "elixir needs ~> 1.15 (mix.exs:8)",
    "node 22.12.0 (phoenix_static_buildpack.config:3)",
  ],
  "release-candidates": [
    "erlang 29.0-rc1 (elixir_buildpack.config:1)",
    "erlang 29.0-rc1 (.tool-versions:1)",
    "elixir 1.20.0-rc.1-otp-29 (.tool-versions:2)",
    "elixir needs ~> 1.15 (mix.exs:8)",
  ],
  "requirement-with-or": ["elixir needs ~> 1.14.5 or ~> 1.15 and < 1.19.0 (mix.exs:10)"],
  umbrella: [
    "elixir needs ~> 1.15 (mix.exs:8)",
    "elixir needs ~> 1.16 and < 1.19.0 (apps/shop/mix.exs:8)",
    "elixir needs ~> 1.17 (apps/shop_web/mix.exs:8)",
  ],
}

const variables: Readonly<Record<string, Env>> = { "mise-for-production": { MISE_ENV: "staging,production" } }

describe("the versions that an app's files ask for", () => {
  it("are looked at here for every shape", () => {
    expect(Object.keys(shapes)).toEqual(readdirSync(folder).toSorted())
  })

  it.each(Object.entries(shapes))("are found in %s", async (shape, expected) => {
    expect(await asked(shape, variables[shape] ?? {})).toEqual(expected)
  })
})

/** Most shapes have no mix.exs of their own: theirs says nothing that the test is about. */
async function appOf(shape: string): Promise<string> {
  const app = await tempDir("shape")
  for (const layer of ["nothing-but-mix", shape]) await cp(join(folder, layer), app, { recursive: true })
  return app
}

async function asked(shape: string, env: Env): Promise<readonly string[]> {
  const app = await readApp(await appOf(shape))
  const { assets, settings } = staticConfig(app, env)
  const { packages } = await findAssets(app, assets)
  const beam = await beamVersions(app, elixirConfig(app, env).settings, { env, target })
  const node = await nodeVersions(app, settings, packages, { env, target })
  const sources = { erlang: beam, elixir: beam, node }
  return names.flatMap((name) => inShort(name, sources[name]))
}

function inShort(name: (typeof names)[number], sources: readonly VersionSource[]): readonly string[] {
  try {
    const { wishes, requirements, knownDigests = [] } = requestRuntime(name, sources)
    return [
      ...wishes.map((wish) => `${name} ${shown(wish)}`),
      ...requirements.map((needed) => `${name} needs ${shown(needed)}`),
      ...knownDigests.map(({ url, digest, origin }) =>
        [name, digest.algorithm, digest.hex.slice(0, 4), "of", url, `(${describeOrigin(origin)})`].join(" "),
      ),
      ...sourceWarnings([name], sources),
    ]
  } catch (error) {
    if (error instanceof BuildpackError) return [`${name} ${error.id}: ${error.title}`]
    throw error
  }
}

function shown({ value, origin }: Setting<string>): string {
  return `${value} (${describeOrigin(origin)})`
}
