import compare from "semver/functions/compare.js"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import type { Setting } from "../core/setting.ts"
import type { Arch } from "../core/target.ts"
import { unknownVersion } from "./unknown-version.ts"

/** One release in Node's `dist/index.json`. */
interface NodeRelease {
  /** Without `v`. */
  readonly version: string
  /** Whether it belongs to a long-term support line. */
  readonly lts: boolean
  /** The platforms it was built for: `linux-x64`, `src`, … */
  readonly files: readonly string[]
}

/** The releases that one index lists. */
export interface NodeIndex {
  /** Where it was read, for messages. */
  readonly source: string
  readonly releases: readonly NodeRelease[]
}

/** Node's word for each architecture. */
export const nodeArch = { amd64: "x64", arm64: "arm64" } as const satisfies Record<Arch, string>

/** Reads `dist/index.json`. Throws `node/bad-index` when it is not the list that it should be. */
export function parseNodeIndex(text: string, source: string): NodeIndex {
  const list = parseJson(text)
  if (!Array.isArray(list)) throw badIndex(source)
  return { source, releases: list.map((item: unknown) => release(item, source)) }
}

/** The pinned release, else the newest of the LTS lines, among those built for this architecture. */
export function chooseNode(index: NodeIndex, arch: Arch, pin?: Setting<string>): Setting<string> {
  const built = index.releases.filter(({ files }) => files.includes(`linux-${nodeArch[arch]}`))
  if (pin !== undefined) {
    const wanted = pin.value.replace(/^v/, "")
    if (built.some(({ version }) => version === wanted)) return { value: wanted, origin: pin.origin }
    throw unknownVersion(
      "node",
      pin,
      built.map(({ version }) => version),
      `${index.source} (linux-${nodeArch[arch]})`,
    )
  }
  const newest = built.filter(({ lts }) => lts).toSorted((a, b) => compare(b.version, a.version))[0]
  if (newest === undefined) throw noLts(index.source, arch)
  return { value: newest.version, origin: { kind: "default", why: "newest LTS" } }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function release(item: unknown, source: string): NodeRelease {
  const { version, lts, files } = (item ?? {}) as Record<string, unknown>
  if (typeof version !== "string" || !Array.isArray(files)) throw badIndex(source)
  return { version: version.replace(/^v/, ""), lts: typeof lts === "string", files }
}

function badIndex(source: string): BuildpackError {
  return new BuildpackError("node/bad-index", "The list of Node.js releases cannot be read", {
    help: prose`
      ${source} should be a JSON array of releases, each with "version" and "files".

      If this is a mirror (BEAMPACK_MIRROR), make it again; else a proxy may have put its own page there.
    `,
  })
}

function noLts(source: string, arch: Arch): BuildpackError {
  return new BuildpackError("version/empty-index", "The index of Node.js lists no LTS release", {
    help: prose`
      ${source} was read, but holds no LTS release for linux-${nodeArch[arch]}.

      Name a version, for example NODE_VERSION=24.11.0, or make the mirror (BEAMPACK_MIRROR) again.
    `,
  })
}
