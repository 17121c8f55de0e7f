import { readdir, readFile, symlink } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { inject } from "vitest"
import { tempDir } from "../app.ts"
import { type Origin, startOrigin } from "../origin.ts"
import type { Packages } from "./packages.ts"
import type { Source } from "./source.ts"

/** A mirror of Hex with its packages and of all runtimes, which has the packages of beampack as well. */
export interface FullMirror {
  readonly origin: Origin
  /** Config vars of an app that uses it. */
  readonly vars: Readonly<Record<string, string>>
  /** The URL that a user gives for a buildpack. */
  buildpackUrl(name: keyof Packages): string
  /** What was fetched since the last call. */
  fetched(): Fetched
}

interface Fetched {
  /** Packages of Hex, such as `cowboy-2.12.0.tar`, sorted. */
  readonly packages: readonly string[]
  /** Archives of runtimes, sorted. */
  readonly runtimes: readonly string[]
}

/** An app of real Hex packages, with the lock and the key of the registry that this machine has made. */
export async function hexSite(): Promise<Source> {
  const { registry } = inject("stack")
  return {
    folder: join(import.meta.dirname, "../../fixtures/hex-site"),
    files: {
      "mix.lock": await readFile(registry.lock, "utf8"),
      "hex_public_key.pem": await readFile(join(registry.packages, "public_key"), "utf8"),
    },
  }
}

/** Starts the mirror, for as long as the test takes. */
export async function startFullMirror(): Promise<FullMirror> {
  const { mirror, registry, packages } = inject("stack")
  const dir = await tempDir("full-mirror")
  for (const folder of [mirror, registry.packages]) {
    for (const name of await readdir(folder)) await symlink(join(folder, name), join(dir, name))
  }
  await symlink(dirname(packages.pair), join(dir, "buildpacks"))
  const origin = await startOrigin(dir)
  let seen = 0
  return {
    origin,
    vars: { BEAMPACK_MIRROR: origin.url, HEX_MIRROR: origin.url },
    buildpackUrl: (name) => `${origin.url}/buildpacks/${basename(packages[name])}.tgz`,
    fetched: () => {
      const paths = origin.requests.slice(seen)
      seen = origin.requests.length
      return {
        packages: names(paths, /^\/tarballs\//),
        runtimes: names(paths, /^\/(builds|dist|installs)\/.*(\.(zip|gz|xz|ez)|\/rebar3-[^/]+)$/),
      }
    },
  }
}

function names(paths: readonly string[], pattern: RegExp): readonly string[] {
  return paths
    .filter((path) => pattern.test(path))
    .map((path) => basename(path))
    .toSorted()
}
