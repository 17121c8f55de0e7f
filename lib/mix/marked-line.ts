/** A line that somebody else has printed. */
export interface PrintedLine {
  readonly kind: "printed"
  readonly text: string
}

/**
 * Reads a line of a program of ours that others print among. `mark` begins what it tells, and `read` knows that; what stands
 * before the mark was printed without a line's end. What `read` does not know was printed as a whole.
 */
export function markedLine<Told>(
  line: string,
  mark: string,
  read: (text: string) => Told | undefined,
): readonly (Told | PrintedLine)[] {
  const at = line.indexOf(mark)
  const told = at === -1 ? undefined : read(line.slice(at + mark.length + 1))
  if (told === undefined) return [{ kind: "printed", text: line }]
  return at === 0 ? [told] : [{ kind: "printed", text: line.slice(0, at) }, told]
}
