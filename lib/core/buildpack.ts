import type { BuildMemory } from "./build-memory.ts"
import type { Bill } from "./component.ts"
import type { Env } from "./env.ts"
import type { Foresight } from "./foresight.ts"
import type { LaunchSpec } from "./launch.ts"
import type { Output } from "./output.ts"
import type { Purpose } from "./purpose.ts"
import type { Artifact } from "./runtime.ts"
import type { Setting } from "./setting.ts"
import type { Step } from "./step.ts"
import type { Target } from "./target.ts"

/** An app that is about to be built. */
export interface BuildRequest {
  readonly app: string
  /** Whether each build of the app finds it in this folder: what is compiled in another one is of little use to Mix. */
  readonly stable: boolean
  /** Where the app's folder is once the build is done: `app`, unless the app was moved to be built. */
  readonly leftAt: string
  readonly purpose: Purpose
  /** Where the app's folder is when the app runs. */
  readonly runtimePath: string
  /** The platform's environment with the user's config vars. */
  readonly env: Env
  readonly target: Target
  readonly output: Output
  /** Aborted when the platform ends the build. */
  readonly signal: AbortSignal
  /** Ids of the buildpacks that take part in this build, in order. */
  readonly group: readonly string[]
  /** Whether a buildpack that `group` does not name may follow, and want the sources. */
  readonly openEnded: boolean
  /** The version indexes that earlier builds read; absent where nothing is kept. */
  readonly indexes?: BuildMemory
  /** The text of the app's beampack.lock; absent when it has none, or is about to get one. */
  readonly lock?: string | undefined
  /** Whether to say which newer versions there are, whatever looking costs; else it is said when that is cheap. */
  readonly news?: "always" | undefined
}

/** What is worth telling about an app to those who count builds: plain values by name, none of them secret. */
export type Facts = Readonly<Record<string, string | number | boolean>>

/** What a buildpack would do, decided before anything is changed. */
export interface BuildPlan {
  /** The id of the buildpack whose plan it is. */
  readonly buildpack: string
  /** The runtimes it would install, found in their indexes and pinned by digest. */
  readonly runtimes: readonly Artifact[]
  readonly steps: readonly Step[]
  /** The processes as they can be told from the sources. */
  readonly launch: LaunchSpec
  /** The command that runs the app's tests, word by word; in a build for tests, from the buildpack that knows it. */
  readonly test?: readonly string[] | undefined
  readonly facts: Facts
  /** True when the user wants this build to take nothing from the cache. */
  readonly freshCache?: Setting<boolean> | undefined
  /** Why the same sources may become something else the next time; absent when they do not. */
  readonly unrepeatable?: string | undefined
  /** How many bytes the cache may hold, when the user says so. */
  readonly cacheLimit?: Setting<number> | undefined
}

/** One half of the pair: it plans its part of a build, and tells afterwards what it has made. */
export interface Buildpack {
  readonly id: string
  /** Says that it keeps what it compiles, and so wants to find the app in the same folder in each build. */
  readonly compiles?: true
  /** Begins what the build is likely to want, while it is planned; the plan says whether it does. Changes nothing of the app. */
  foresee?(foresight: Foresight): Promise<void>
  /** Decides what to do. Reads the app and the version indexes, changes nothing. */
  plan(request: BuildRequest): Promise<BuildPlan>
  /** The processes of the built app; both buildpacks give the same answer. */
  launch(request: BuildRequest): Promise<LaunchSpec>
  /** What it has installed and built; `runtimes` are those of its plan. */
  bill(request: BuildRequest, runtimes: readonly Artifact[]): Promise<Bill>
}
