import type { Setting } from "./setting.ts"

/** Shell lines by process type, as in a Procfile, each with its origin. */
export type Processes = Readonly<Record<string, Setting<string>>>

/** How the app is started. */
export interface LaunchSpec {
  readonly processes: Processes
  /** What the running app needs of its folder, as paths from there. Absent when that is all of it. */
  readonly files?: readonly string[] | undefined
  /** Those of them that seldom change, as lists of paths that change together; a platform may store each list apart. */
  readonly slices?: readonly (readonly string[])[] | undefined
}

/** The launch spec as a Procfile. */
export function renderProcfile(launch: LaunchSpec): string {
  return Object.entries(launch.processes)
    .map(([type, line]) => `${type}: ${line.value}\n`)
    .join("")
}
