/** What a file says of an application, or of `EVERYONE`. */
export interface Said {
  readonly app: string
  /** What it is written as; undefined when only running the file tells, so that all of the file counts. */
  readonly text: string | undefined
}

/** Stands for all applications. */
export const EVERYONE = ""
