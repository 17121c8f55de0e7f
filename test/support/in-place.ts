import { mkdir, rm } from "node:fs/promises"
import { join } from "node:path"
import { cnbLayers } from "../../lib/cnb/layers.ts"
import type { Buildpack, BuildRequest } from "../../lib/core/buildpack.ts"
import type { Env } from "../../lib/core/env.ts"
import { withLasting } from "../../lib/core/lasting.ts"
import type { OutputEvent } from "../../lib/core/output.ts"
import { plansOf } from "../../lib/core/plan.ts"
import { runSteps } from "../../lib/core/schedule.ts"
import { elixir } from "../../lib/elixir/buildpack.ts"
import { type Files, tempDir, writeFiles } from "./app.ts"
import { stubMirror } from "./toolchain.ts"

/** An app that is built by stub runtimes in the folder where it runs, again and again. */
export interface InPlace {
  readonly app: string
  readonly layers: string
  /** What stands in for all origins. */
  readonly mirror: string
  /** Builds these files, in the place of what lay there before. */
  build(files: Files, options?: InPlaceOptions): Promise<BuiltInPlace>
}

interface BuiltInPlace {
  /** What the build said, a line for each event; those of steps have no indent. */
  readonly log: string
  /** What it threw. */
  readonly error: unknown
}

interface InPlaceOptions {
  readonly env?: Env
  readonly buildpacks?: readonly Buildpack[]
  readonly purpose?: BuildRequest["purpose"]
  readonly runtimePath?: string
  readonly stable?: boolean
  readonly fresh?: boolean
  /** Sees to what lies in the folder before the build. */
  readonly prepare?: () => Promise<unknown>
}

/** An app that was never built, with a place for its layers. */
export async function inPlace(): Promise<InPlace> {
  const { dir: mirror } = await stubMirror()
  const work = await tempDir("in-place")
  const [app, layersDir] = [join(work, "app"), join(work, "layers")]
  await mkdir(layersDir)
  return {
    app,
    layers: layersDir,
    mirror,
    build: async (files, options = {}) => {
      const {
        env = {},
        buildpacks = [elixir],
        purpose = "production",
        runtimePath = app,
        stable = true,
        fresh = false,
      } = options
      await rm(app, { recursive: true, force: true })
      await writeFiles(app, files)
      await options.prepare?.()
      const lines: string[] = []
      const output = (event: OutputEvent): void => {
        if (event.kind !== "progress" && event.kind !== "done") lines.push(`${marks[event.kind]}${event.text}`)
      }
      const request: BuildRequest = {
        app,
        leftAt: app,
        stable,
        runtimePath,
        purpose,
        env: { PATH: "/usr/local/bin:/usr/bin:/bin", BEAMPACK_MIRROR: mirror, ...env },
        target: { os: "linux", arch: "amd64", distro: { name: "ubuntu", version: "24.04" } },
        output,
        signal: new AbortController().signal,
        group: buildpacks.map(({ id }) => id),
        openEnded: false,
      }
      const layers = cnbLayers(layersDir, { fresh })
      const plans = await plansOf(buildpacks, request)
      const steps = plans.flatMap((plan) => plan.steps)
      const error = await withLasting((lasting) => runSteps(steps, { ...request, layers, lasting })).then(
        () => undefined,
        (failure: unknown) => failure,
      )
      return { log: `${lines.join("\n")}\n`, error }
    },
  }
}

const marks = { step: "", detail: "  ", tool: "    ", warning: "! " } as const
