/** What a text about versions means, as far as it tells without an index. */
export interface Wanted<Version> {
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

/** Just one version, or one branch. */
export function only<Version>(isMeant: (version: Version) => boolean): Wanted<Version> {
  return { allows: isMeant, names: isMeant, includes: isMeant }
}
