/** What steps of a build note for those of the next one that is given its result; by name. */
export type Notes = ReadonlyMap<string, string>

/** What the last build has left, when all was the same for it but some of the app's files. */
export interface FormerResult {
  /** What is new, gone, or has another content or mode since: paths of files, links and folders, from the app's folder. */
  readonly changed: readonly string[]
  /** What its steps have noted of it, by name. */
  readonly notes: Notes
  /** Puts in place what it has made in a folder of the app. Tells whether it has; if not, nothing is there. */
  bring(folder: string): Promise<boolean>
}
