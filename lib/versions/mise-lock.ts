import type { BuildpackError } from "../core/error.ts"
import { isRecord } from "../core/record.ts"
import type { Digest, KnownDigest, RuntimeName } from "../core/runtime.ts"
import type { Setting } from "../core/setting.ts"
import { type MiseFile, parseMise } from "./mise-file.ts"
import { type MiseLockPlace, miseLockPlace } from "./mise-lock-place.ts"
import type { ByRuntime } from "./source.ts"
import { runtimeOfTool } from "./tool-names.ts"

/** What a lock of mise says about each runtime. */
export interface MiseLock {
  readonly entries: ByRuntime<readonly MiseLockEntry[]>
  /** Why it cannot be read. */
  readonly refused?: ByRuntime<BuildpackError>
}

interface MiseLockEntry {
  readonly version: Setting<string>
  readonly digests: readonly KnownDigest[]
}

/** Reads a `mise.lock`: the versions that mise has chosen, and the files for each platform. */
export async function readMiseLock(source: MiseFile): Promise<MiseLock> {
  const parsed = await parseMise(source)
  if ("refused" in parsed) return { entries: {}, refused: parsed.refused }
  const { tools } = parsed.document
  const entries: Partial<Record<RuntimeName, readonly MiseLockEntry[]>> = {}
  for (const [tool, value] of Object.entries(isRecord(tools) ? tools : {})) {
    const runtime = runtimeOfTool(tool)
    if (runtime === undefined) continue
    const tables = (Array.isArray(value) ? value : [value]).filter(isRecord)
    entries[runtime] ??= tables.flatMap((table, index) => readEntry(table, miseLockPlace(source, tool, index)))
  }
  return { entries }
}

function readEntry(table: Readonly<Record<string, unknown>>, place: MiseLockPlace): readonly MiseLockEntry[] {
  const { version } = table
  if (typeof version !== "string") return []
  const digests = platforms(table).flatMap(([platform, { url, checksum }]) => {
    const digest = readChecksum(checksum)
    if (typeof url !== "string" || digest === undefined) return []
    return [{ url, digest, origin: place.checksum(platform) }]
  })
  return [{ version: { value: version, origin: place.version }, digests }]
}

/** The tables of the platforms, which stand at `platforms.linux-x64`, in newer locks as one key with a dot in it. */
function platforms(table: Readonly<Record<string, unknown>>): readonly [string, Readonly<Record<string, unknown>>][] {
  const nested = isRecord(table.platforms) ? Object.entries(table.platforms) : []
  const dotted = Object.entries(table).map(([key, value]): [string, unknown] => [
    key.replace(/^platforms\./, ""),
    value,
  ])
  return [...nested, ...dotted].flatMap(([platform, value]) =>
    platform.startsWith("linux-") && isRecord(value) ? [[platform, value]] : [],
  )
}

/** mise writes others as well, such as BLAKE3, which say nothing to us. */
function readChecksum(text: unknown): Digest | undefined {
  const [, algorithm, hex] = /^(sha256|sha512):([0-9a-f]+)$/i.exec(typeof text === "string" ? text : "") ?? []
  if (hex === undefined || hex.length !== (algorithm === "sha256" ? 64 : 128)) return undefined
  return { algorithm: algorithm === "sha256" ? "sha256" : "sha512", hex: hex.toLowerCase() }
}
