/** What a text about versions means, as far as it tells without an index. */
export interface Wanted<Version> {
  readonly kind: WantedKind
  /** Whether a wish allows this version: it is in the range, and a pre-release or a branch only when the text names one. */
  allows(version: Version): boolean
  /** Whether it means just this one, when that is listed: `27.3` is a version, and the start of others. */
  names(version: Version): boolean
  /**
   * Whether this version, once it is there, does for a requirement: it is in the range. Pre-releases and branches count
   * as they are ordered, which is how Mix looks at the version that runs it.
   */
  includes(version: Version): boolean
}

/**
 * One version; the newest of all that begin so, or of some that have a name (`27`, `latest`, `lts/jod`); all between two;
 * the head of a branch.
 */
export type WantedKind = "version" | "family" | "range" | "ref"

/** Just what is meant, whatever there is besides. */
export function only<Version>(kind: WantedKind, isMeant: (version: Version) => boolean): Wanted<Version> {
  const isNamed = kind === "version" || kind === "ref"
  return { kind, allows: isMeant, names: isNamed ? isMeant : () => false, includes: isMeant }
}

/** What is wanted, as far as it is this too. */
export function narrow<Version>(wanted: Wanted<Version>, isMeant: (version: Version) => boolean): Wanted<Version> {
  return {
    kind: wanted.kind,
    allows: (version) => isMeant(version) && wanted.allows(version),
    names: (version) => isMeant(version) && wanted.names(version),
    includes: (version) => isMeant(version) && wanted.includes(version),
  }
}
