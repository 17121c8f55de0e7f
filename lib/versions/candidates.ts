import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { type RuntimeName, runtimeTitles } from "../core/runtime.ts"
import { describeOrigin, type Setting } from "../core/setting.ts"
import type { BuildIndex } from "./builds-txt.ts"
import { unknownVersion } from "./unknown-version.ts"

/** A build that can be installed: its digest is known. */
export interface Build<Version> {
  readonly ref: string
  readonly version: Version
  readonly sha256: string
}

/** How the versions of one runtime are read. */
export interface VersionKind<Version> {
  readonly name: RuntimeName
  parse(text: string): Version | undefined
  /** Whether a build is the one that a pin means. */
  matches(build: Version, pin: Version): boolean
  isStable(version: Version): boolean
  /** The version as a user writes it. */
  label(version: Version): string
}

/**
 * The builds that a pin allows, or every stable one without a pin. Nothing unverified is installed, so builds without
 * a digest do not count. Throws `version/unknown`, `version/no-digest` or `version/empty-index` when none is left.
 */
export function candidates<Version>(
  index: BuildIndex,
  kind: VersionKind<Version>,
  pin?: Setting<string>,
): readonly Build<Version>[] {
  const listed = index.entries.flatMap((entry) => {
    const version = kind.parse(entry.ref)
    return version === undefined ? [] : [{ ...entry, version }]
  })
  const installable = listed.filter((build): build is typeof build & Build<Version> => build.sha256 !== undefined)
  if (installable.length === 0) throw emptyIndex(kind.name, index.source)
  if (pin === undefined) {
    const stable = installable.filter(({ version }) => kind.isStable(version))
    if (stable.length === 0) throw emptyIndex(kind.name, index.source)
    return stable
  }

  const wanted = kind.parse(pin.value)
  const isWanted = ({ version }: { version: Version }) => wanted !== undefined && kind.matches(version, wanted)
  const pinned = installable.filter(isWanted)
  if (pinned.length > 0) return pinned
  if (listed.some(isWanted)) throw noDigest(kind.name, pin, index.source)
  const known = installable.map(({ version }) => kind.label(version))
  throw unknownVersion(kind.name, pin, known, index.source)
}

function emptyIndex(name: RuntimeName, source: string): BuildpackError {
  const title = `The index of ${runtimeTitles[name]} lists no version that can be installed`
  return new BuildpackError("version/empty-index", title, {
    help: prose`
      ${source} was read, but holds no stable version with a digest.

      If this is a mirror (BEAMPACK_MIRROR), make it again; else try later: the file is being rewritten or is damaged.
    `,
  })
}

function noDigest(name: RuntimeName, pin: Setting<string>, source: string): BuildpackError {
  return new BuildpackError("version/no-digest", `${runtimeTitles[name]} ${pin.value} cannot be verified`, {
    help: prose`
      ${describeOrigin(pin.origin)} asks for it, and ${source} lists it, but without a SHA-256 digest.
      Nothing is installed that cannot be verified.

      Take a later patch release of the same version; builds made since September 2024 have digests.
    `,
  })
}
