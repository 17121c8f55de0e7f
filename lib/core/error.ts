/** What to tell the user about an expected failure. */
export interface ErrorDetails {
  /** Why it happened and what to type next; several lines are fine. */
  readonly help: string
  readonly cause?: unknown
}

/** A failure with a stable id (`area/what`), a one-line title and a way out. Anything else thrown is a bug of ours. */
export class BuildpackError extends Error {
  override readonly name = "BuildpackError"
  readonly id: string
  readonly title: string
  readonly help: string

  constructor(id: string, title: string, details: ErrorDetails) {
    super(title, details.cause === undefined ? undefined : { cause: details.cause })
    this.id = id
    this.title = title
    this.help = details.help
  }
}
