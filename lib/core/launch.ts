import type { Setting } from "./setting.ts"

/** How the app is started: process types and their shell lines, as in a Procfile, each with its origin. */
export interface LaunchSpec {
  readonly processes: Readonly<Record<string, Setting<string>>>
}

/** The launch spec as a Procfile. */
export function renderProcfile(launch: LaunchSpec): string {
  return Object.entries(launch.processes)
    .map(([type, line]) => `${type}: ${line.value}\n`)
    .join("")
}
