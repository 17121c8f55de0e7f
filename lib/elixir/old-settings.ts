import type { BuildpackConfig } from "../app/buildpack-config.ts"
import type { OutputEvent } from "../core/output.ts"
import { describeOrigin, type Setting } from "../core/setting.ts"
import { readRuntimePath } from "../mix/runtime-path.ts"

type Note = (setting: Setting<string>, where: string) => OutputEvent | undefined

/** Settings of elixir_buildpack.config that are out of date, and what to tell those who still have them. */
const notes: Readonly<Record<string, Note>> = {
  pre_compile: (_, where) =>
    warning(`${where}: pre_compile is an old name, and runs as before: write hook_pre_fetch_dependencies`),
  post_compile: (_, where) =>
    warning(`${where}: post_compile is an old name, and runs as before: write hook_post_compile`),
  config_vars_to_export: (_, where) =>
    detail(`${where}: config_vars_to_export is not needed: the build has every config var`),
  runtime_path: ({ value }, where) => {
    const path = readRuntimePath(value)
    if (path === undefined) return warning(`${where}: runtime_path is not an absolute path, and counts as not set`)
    if (path === "/app") return undefined
    return detail(`${where}: runtime_path does not move the app; Mix is told that it runs at ${path}`)
  },
}

/** The keys of these settings. */
export const oldKeys: readonly string[] = Object.keys(notes)

/** What to tell about the old settings of a file; nothing about those that are empty. */
export function oldSettingNotes(config: BuildpackConfig): readonly OutputEvent[] {
  return [...config]
    .filter(([, { value }]) => value.trim() !== "")
    .flatMap(([key, setting]) => notes[key]?.(setting, describeOrigin(setting.origin)) ?? [])
}

function warning(text: string): OutputEvent {
  return { kind: "warning", text }
}

function detail(text: string): OutputEvent {
  return { kind: "detail", text }
}
