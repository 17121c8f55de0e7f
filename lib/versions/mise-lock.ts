import type { BuildpackError } from "../core/error.ts"
import { isRecord } from "../core/record.ts"
import { type Digest, type KnownDigest, type RuntimeName, runtimeTitles } from "../core/runtime.ts"
import { describeOrigin, type Setting } from "../core/setting.ts"
import type { Arch } from "../core/target.ts"
import { quotable } from "../core/visible.ts"
import { type MiseFile, parseMise } from "./mise-file.ts"
import { type MiseLockPlace, miseLockPlace } from "./mise-lock-place.ts"
import { nodeArch } from "./node-index.ts"
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
  /** What is wrong with its digests. */
  readonly warnings: readonly string[]
}

/** Reads a `mise.lock`: the versions that mise has chosen, and their files for Linux on an architecture. */
export async function readMiseLock(source: MiseFile, arch: Arch): Promise<MiseLock> {
  const parsed = await parseMise(source)
  if ("refused" in parsed) return { entries: {}, refused: parsed.refused }
  const { tools } = parsed.document
  const entries: Partial<Record<RuntimeName, readonly MiseLockEntry[]>> = {}
  for (const [tool, value] of Object.entries(isRecord(tools) ? tools : {})) {
    const runtime = runtimeOfTool(tool)
    if (runtime === undefined) continue
    const tables = (Array.isArray(value) ? value : [value]).filter(isRecord)
    entries[runtime] ??= tables.flatMap((table, index) =>
      readEntry(runtime, table, miseLockPlace(source, tool, index), `linux-${nodeArch[arch]}`),
    )
  }
  return { entries }
}

type Table = Readonly<Record<string, unknown>>

function readEntry(name: RuntimeName, table: Table, place: MiseLockPlace, platform: string): readonly MiseLockEntry[] {
  const { version } = table
  if (typeof version !== "string") return []
  const { url, checksum } = fileFor(platform, table)
  const origin = place.checksum(platform)
  const digest = readChecksum(checksum)
  const isDamaged = digest === undefined && typeof checksum === "string" && ours.test(checksum)
  const what = isDamaged
    ? `${describeOrigin(origin)} has ${quotable(checksum)} for ${runtimeTitles[name]} ${version}`
    : ""
  return [
    {
      version: { value: version, origin: place.version },
      digests: typeof url !== "string" || digest === undefined ? [] : [{ version, url, digest, origin }],
      warnings: isDamaged
        ? [`${what}, which is no such digest, so that it does not count: "mise lock" writes it anew`]
        : [],
    },
  ]
}

/** The table of a platform, which stands at `platforms.linux-x64`, in newer locks as one key with a dot in it. */
function fileFor(platform: string, table: Table): Table {
  const nested = isRecord(table.platforms) ? table.platforms[platform] : undefined
  const found = nested ?? table[`platforms.${platform}`]
  return isRecord(found) ? found : {}
}

// mise writes others as well, such as BLAKE3, which say nothing to us.
const ours = /^sha(?:256|512):/i

function readChecksum(text: unknown): Digest | undefined {
  const [, algorithm, hex] = /^(sha256|sha512):([0-9a-f]+)$/i.exec(typeof text === "string" ? text : "") ?? []
  const kind = algorithm?.toLowerCase() === "sha256" ? "sha256" : "sha512"
  if (hex?.length !== (kind === "sha256" ? 64 : 128)) return undefined
  return { algorithm: kind, hex: hex.toLowerCase() }
}
