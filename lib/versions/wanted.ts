/** What a wish means, as far as its text tells. */
export interface Wanted<Version> {
  /** Whether it allows this version; pre-releases only when it names one. */
  allows(version: Version): boolean
  /** Whether it means just this one, when that is listed: `27.3` is a version, and the start of others. */
  names(version: Version): boolean
}
