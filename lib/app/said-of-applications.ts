/** What a file says of an application, or of `EVERYONE`. */
export interface Said {
  readonly app: string
  /** What it is written as; undefined when only running the file tells. */
  readonly text: string | undefined
  /** The code that tells then; all of the file unless given. */
  readonly code?: string
}

/** Stands for all applications. */
export const EVERYONE = ""
