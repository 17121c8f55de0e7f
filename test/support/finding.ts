import { join } from "node:path"
import type { OutputEvent } from "../../lib/core/output.ts"
import type { RuntimeName, RuntimeRequest } from "../../lib/core/runtime.ts"
import type { Target } from "../../lib/core/target.ts"
import { heldMetadata } from "../../lib/heroku/held-layers.ts"
import { classicLayers } from "../../lib/heroku/layers.ts"
import { memoryFiles } from "../../lib/io/memory-files.ts"
import { findArtifacts } from "../../lib/toolchain/find.ts"
import { installRuntimes } from "../../lib/toolchain/install.ts"
import { tempDir } from "./app.ts"
import { startOrigin } from "./origin.ts"
import { wanted } from "./requests.ts"
import { stubMirror } from "./toolchain.ts"

/** The machine of these builds. */
export const target: Target = { os: "linux", arch: "amd64", distro: { name: "ubuntu", version: "24.04" } }

/** Paths of the indexes that are read for the newest of everything. */
export const paths = {
  otp: "/builds/otp/amd64/ubuntu-24.04/builds.txt",
  elixir: "/builds/elixir/builds.txt",
  node: "/dist/index.json",
  sums: "/dist/v24.11.0/SHASUMS256.txt",
} as const

/** Requests by runtime, pinned where a version is given. */
export function requests(versions: Partial<Record<RuntimeName, string | undefined>>): readonly RuntimeRequest[] {
  return Object.entries(versions).map(([name, value]) => wanted(name as RuntimeName, value))
}

interface BuildOptions {
  /** False: only finds them. */
  readonly install?: boolean
  /** What the last build resolved decides nothing. */
  readonly anew?: boolean
  /** The text of the app's lock. */
  readonly lock?: string
  readonly target?: Target
}

/** An app whose builds share a cache, and the origin of its runtimes. `mirrorAt` makes BEAMPACK_MIRROR of it. */
export async function startFinding(mirrorAt: (origin: string, dir: string) => string = (origin) => origin) {
  const { dir } = await stubMirror()
  const origin = await startOrigin(dir)
  const cache = await tempDir("cache")
  const env = { BEAMPACK_MIRROR: mirrorAt(origin.url, dir), PATH: "/usr/bin:/bin" }

  /** Finds the runtimes as a build does, and installs them. */
  async function build(runtimes: readonly RuntimeRequest[], options: BuildOptions = {}) {
    const before = origin.requests.length
    const events: OutputEvent[] = []
    const output = (event: OutputEvent) => events.push(event)
    const indexes = memoryFiles(join(cache, "beampack", "indexes"), (name) => heldMetadata(cache, name))
    const freshCache = { value: options.anew ?? false, origin: { kind: "env", name: "BEAMPACK_CACHE" } } as const
    const context = { env, target: options.target ?? target, output, indexes, freshCache, lock: options.lock }
    const artifacts = await findArtifacts(runtimes, context)
    await indexes.save()
    const asked = origin.requests.slice(before).toSorted()
    if (options.install ?? true) {
      const layers = classicLayers(cache)
      await installRuntimes(artifacts, { env, target, output: () => {}, layers }, { launch: false })
    }
    const said = (kind: OutputEvent["kind"]) =>
      events.flatMap((event) => (event.kind === kind ? [event.text.replaceAll(origin.url, "ORIGIN")] : []))
    return {
      artifacts,
      found: artifacts.map(({ name, version }) => `${name} ${version.value}`),
      passedOver: artifacts.map(({ passedOver = [] }) => passedOver),
      asked,
      details: said("detail"),
      warnings: said("warning"),
    }
  }
  return { dir, cache, env, origin, build }
}
