import { mkdir, rm } from "node:fs/promises"
import { join } from "node:path"
import type { Env } from "../../lib/core/env.ts"
import type { OutputEvent } from "../../lib/core/output.ts"
import type { StepContext } from "../../lib/core/step.ts"
import { type HexPackages, hexPackages, type Placed } from "../../lib/mix/hex-packages.ts"
import { type Files, tempDir, writeFiles } from "./app.ts"
import { mixExs } from "./apps.ts"
import { lockOf, type MadePackage, publish } from "./hex-package.ts"
import { folderLayers } from "./layers.ts"
import { type Origin, startOrigin } from "./origin.ts"
import { stepContext } from "./step-context.ts"

/** An app whose dependencies a mirror of Hex has, built again and again. */
export interface HexApp {
  readonly app: string
  readonly origin: Origin
  /** The folder of the packages that are kept. */
  readonly kept: string
  /** The names of files of packages that were asked for since the last call, sorted. */
  asked(): readonly string[]
  /** Makes the app anew, with these packages in its lock. */
  lock(packages: readonly Pick<MadePackage, "entry">[], files?: Files): Promise<void>
  /** Puts them in place as a new build does; what it says, a line for each event. */
  place(env?: Env, options?: PlaceOptions): Promise<Placed & { readonly log: readonly string[] }>
}

interface PlaceOptions {
  readonly purpose?: StepContext["purpose"]
  readonly noted?: boolean
  /** Those of an earlier call, which remember it. */
  readonly packages?: HexPackages
  /** Whether what is new is fetched before. */
  readonly ahead?: boolean
}

/** Such an app with its mirror. */
export async function hexApp(packages: readonly MadePackage[]): Promise<HexApp> {
  const root = await tempDir("hex-app")
  const [app, layers, files] = [join(root, "app"), join(root, "layers"), join(root, "mirror")]
  await mkdir(layers)
  await publish(files, packages)
  const origin = await startOrigin(files)
  let seen = 0
  const lock: HexApp["lock"] = async (locked, more = {}) => {
    await rm(app, { recursive: true, force: true })
    const deps = locked.map(({ entry }) => {
      const [, organisation] = /"hexpm:(\w+)"/.exec(entry) ?? []
      const options = organisation === undefined ? "" : `, organization: "${organisation}"`
      return `{:${/"(\w+)"/.exec(entry)?.[1]}, "~> 1.0"${options}}`
    })
    await writeFiles(app, { "mix.exs": mixExs([], deps), "mix.lock": lockOf(locked), ...more })
  }
  await lock(packages)
  return {
    app,
    origin,
    kept: join(layers, "hex-packages"),
    asked: () => {
      const paths = origin.requests.slice(seen)
      seen = origin.requests.length
      return paths.map((path) => path.replace(/^.*\//, "")).toSorted()
    },
    lock,
    place: async (env = {}, options = {}) => {
      const { purpose = "production", noted = false, packages: own = hexPackages({ noted }), ahead = false } = options
      const log: string[] = []
      const output = (event: OutputEvent): void => {
        if (event.kind !== "progress") log.push(event.text)
      }
      const context = { app, purpose, env: { HEX_MIRROR: origin.url, ...env }, layers: folderLayers(layers), output }
      if (ahead) await own.fetchAhead(stepContext(context))
      const placed = await own.place(stepContext(context))
      return { ...placed, log }
    },
  }
}
