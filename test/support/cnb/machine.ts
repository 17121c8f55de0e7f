import type { Vars } from "./vars.ts"

/** An executable of a buildpack, and how it is called. Its paths are those that it sees itself. */
export interface Job {
  readonly program: string
  readonly args: readonly string[]
  readonly cwd: string
  /** All that is in its environment. */
  readonly env: Vars
}

/** How a job ended. */
export interface Ended {
  /** -1 when it could not be started, or when a signal ended it. */
  readonly exitCode: number
  /** What it printed, stderr among stdout. */
  readonly output: string
}

export type Run = (job: Job) => Promise<Ended>

/** The folders of an app's builds, on this machine. */
export interface Folders {
  readonly app: string
  readonly layers: string
  readonly platform: string
  /** For the plans that buildpacks read and write. */
  readonly plans: string
}

/** Where the executables of buildpacks run. */
export interface Machine {
  readonly folders: Folders
  /** What the image of the build has in its environment. */
  readonly env: Vars
  /** How a program there sees a path of this machine. */
  inside(path: string): string
  /** Makes a folder and all in it the own of the user who runs there. */
  give(path: string): Promise<void>
  /** Does the work of one phase. What is started by it is gone when it is done. */
  phase<T>(work: (run: Run) => Promise<T>): Promise<T>
}
