import { type Entry, entries, isKeywordList, type Node } from "../app/elixir-tree.ts"
import type { MixConfig } from "../app/mix-config.ts"
import type { Arch } from "../core/target.ts"
import type { ToolName } from "./program-tasks.ts"

/** A program that a Mix task runs. */
export interface WantedProgram {
  readonly tool: ToolName
  readonly version: string
  /** The machine, in the words of those who publish it. */
  readonly target: string
  /** How the task calls the file that it looks for, beside what is compiled. */
  readonly file: string
}

/** What decides about it. */
export interface ProgramSources {
  /** What the app's configuration says of the package. */
  readonly config: MixConfig
  /** The package's own version. */
  readonly locked: string
  /** The version of the program that the package takes by itself, when that is known. */
  readonly builtIn: string | undefined
  readonly arch: Arch
}

/** The programs that a package's tasks look for; none when only the tasks know. */
export function wantedPrograms(tool: ToolName, sources: ProgramSources): readonly WantedProgram[] {
  const { config, locked } = sources
  // Who says where the program is sees to it.
  if (!config.complete || config.settings.some(({ key }) => key === "path")) return []
  const versions = versionsOf(tool, sources)
  if (!versions.every((version) => version !== undefined && isVersion(version))) return []
  const wanted = versions.map((version) => programs[tool](version ?? "", sources))
  if (wanted.some(({ target }) => !/^linux-[\w-]+$/.test(target))) return []
  // A file that is for one version is not for another.
  return new Set(wanted.map(({ file }) => file)).size === wanted.length && isVersion(locked) ? wanted : []
}

type Program = (version: string, sources: ProgramSources) => WantedProgram

const words = { amd64: "x64", arm64: "arm64" } as const satisfies Record<Arch, string>

/** https://github.com/phoenixframework/esbuild and https://github.com/phoenixframework/tailwind, in all their versions. */
const programs: Readonly<Record<ToolName, Program>> = {
  esbuild: (version, { locked, arch }) => {
    const [old, now] = [arch === "amd64" ? "linux-64" : "linux-arm64", `linux-${words[arch]}`]
    const target = isBefore(version, 0, 16) ? old : now
    return { tool: "esbuild", version, target, file: `esbuild-${isBefore(locked, 0, 6) ? old : now}` }
  },
  tailwind: (version, { config, locked, arch }) => {
    const target = setting("target", config.settings, `linux-${words[arch]}`) ?? ""
    const file = isBefore(locked, 0, 5) ? `tailwind-${target}` : `tailwind-${target}-${version}`
    return { tool: "tailwind", version, target, file }
  },
}

/** One of all, or of each profile; undefined among them for what only code tells. */
function versionsOf(tool: ToolName, { config, locked, builtIn }: ProgramSources): readonly (string | undefined)[] {
  const own = setting("version", config.settings, builtIn)
  if (tool === "esbuild" || isBefore(locked, 0, 5)) return [own]
  const profiles = config.settings.flatMap(({ value }) => profileOf(value) ?? [])
  const versions = profiles.map((profile) => setting("version", profile, own))
  return versions.length === 0 ? [own] : [...new Set(versions)]
}

function profileOf([list, ...more]: readonly Node[]): readonly (readonly Entry[])[] | undefined {
  const isProfile = list?.kind === "group" && list.open === "[" && more.length === 0 && isKeywordList(list)
  return isProfile ? [entries(list)] : undefined
}

/** The one text that a key is set to; undefined for several, and for what code makes. */
function setting(key: string, settings: readonly Entry[], unset: string | undefined): string | undefined {
  const values = settings.filter((entry) => entry.key === key).map(({ value }) => value)
  const texts = values.map(([node, ...more]) => (node?.kind === "string" && more.length === 0 ? node.text : undefined))
  if (texts.length === 0) return unset
  return new Set(texts).size === 1 ? texts[0] : undefined
}

/** It becomes a part of paths and URLs. */
function isVersion(text: string): boolean {
  return /^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(text)
}

/** Whether a version is older than the one of these numbers. */
export function isBefore(version: string, major: number, minor: number): boolean {
  const [ofMajor = 0, ofMinor = 0] = version.split(".").map(Number)
  return ofMajor < major || (ofMajor === major && ofMinor < minor)
}
