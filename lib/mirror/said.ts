/** The end of what a tool printed, for the help of an error. */
export function said(lines: readonly string[]): string {
  return ["It said:", "", ...lines.slice(-10).map((line) => `    ${line}`)].join("\n")
}
