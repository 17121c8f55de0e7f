/** Whether a wish is a range, and not a version, the start of one, or a word: `~> 1.17`, `>=20 <22`, `18 || 20`. */
export function isRange(text: string): boolean {
  return branchName(text) === undefined && /[<>~^|*]|!=|\s/.test(text.trim().replace(/^==?\s*/, ""))
}

/** The branch that a text names: `branch main` and `ref:main`. */
export function branchName(text: string): string | undefined {
  return /^\s*(?:branch\s+|ref:)(\S+)\s*$/.exec(text)?.[1]
}
