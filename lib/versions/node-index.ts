import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import type { Arch } from "../core/target.ts"
import type { ReadList } from "./remembered-list.ts"

/** One release in Node's `dist/index.json`. */
export interface NodeRelease {
  /** Without `v`. */
  readonly version: string
  /** The codename of its long-term support line, such as `Jod`; false for a release of no such line. */
  readonly lts: string | false
  /** The platforms it was built for: `linux-x64`, `src`, … */
  readonly files: readonly string[]
}

/** The releases that one index lists. */
export interface NodeIndex extends ReadList {
  readonly releases: readonly NodeRelease[]
}

/** Node's word for each architecture. */
export const nodeArch = { amd64: "x64", arm64: "arm64" } as const satisfies Record<Arch, string>

/** Reads `dist/index.json`. Throws `node/bad-index` when it is not the list that it should be. */
export function parseNodeIndex(text: string, source: string, rememberedAt?: number): NodeIndex {
  const list = parseJson(text)
  if (!Array.isArray(list)) throw badIndex(source)
  return { source, rememberedAt, releases: list.map((item: unknown) => release(item, source)) }
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
  return { version: version.replace(/^v/, ""), lts: typeof lts === "string" && lts, files }
}

function badIndex(source: string): BuildpackError {
  return new BuildpackError("node/bad-index", "The list of Node.js releases cannot be read", {
    help: prose`
      ${source} should be a JSON array of releases, each with "version" and "files".

      If this is a mirror (BEAMPACK_MIRROR), make it again; else a proxy may have put its own page there.
    `,
  })
}
