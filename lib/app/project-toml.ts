import type { TomlTable } from "smol-toml"
import type { Position } from "../core/excerpt.ts"
import { keyPosition } from "../core/key-place.ts"
import { isRecord } from "../core/record.ts"
import type { Setting } from "../core/setting.ts"
import type { BuildpackConfig } from "./buildpack-config.ts"
import { malformed, noTable, otherTable, unknownKey, wrongValue } from "./project-toml-errors.ts"
import { settingKinds } from "./setting-kind.ts"
import { findSetting, PROJECT_TOML } from "./setting-names.ts"

type Parse = (text: string) => TomlTable

/**
 * The settings in `[com.beampack]` of a project.toml, each as the text that its variable would have. A file that does not
 * name beampack is not read: it is for others, and theirs to refuse. Throws `config/project-toml`, `config/unknown-key`
 * and `config/wrong-value`.
 */
export async function parseProjectToml(source: string): Promise<BuildpackConfig> {
  if (!source.includes("beampack")) return new Map()
  const text = source.replace(/^\uFEFF/, "")
  const { parse, TomlError } = await import("smol-toml")
  try {
    return settingsOf(text, parse)
  } catch (error) {
    throw error instanceof TomlError ? malformed(text, error) : error
  }
}

function settingsOf(text: string, parse: Parse): BuildpackConfig {
  const document = parse(text)
  if ("beampack" in document) throw otherTable()
  const table = ownTable(document)
  if (table === undefined) return new Map()
  if (!isRecord(table)) throw noTable(table)
  return new Map(Object.entries(table).map(([key, value]) => [key, readSetting(text, key, value, parse)]))
}

function readSetting(text: string, key: string, value: unknown, parse: Parse): Setting<string> {
  const position = keyPosition(text, key, (renamed, probe) => isOwnKey(renamed, probe, parse))
  const spec = findSetting(key)
  if (spec === undefined) throw unknownKey(key, { text, position })
  const read = settingKinds[spec.kind].text(value)
  if (read === undefined) throw wrongValue(key, spec, value, { text, position })
  return { value: read, origin: { kind: "file", file: PROJECT_TOML, ...lineOf(position) } }
}

function lineOf(position: Position | undefined): { readonly line?: number } {
  return position === undefined ? {} : { line: position.line }
}

function isOwnKey(text: string, key: string, parse: Parse): boolean {
  try {
    const table = ownTable(parse(text))
    return isRecord(table) && key in table
  } catch {
    return false
  }
}

/** What stands at `com.beampack`; undefined when nothing does. */
function ownTable({ com }: TomlTable): unknown {
  return isRecord(com) ? com.beampack : undefined
}
