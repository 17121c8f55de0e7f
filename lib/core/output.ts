/** What a build says, as data. Each platform renders it in its own dialect. */
export type OutputEvent =
  | { readonly kind: "step"; readonly text: string }
  /** May have several lines. */
  | { readonly kind: "detail"; readonly text: string }
  /** One line printed by a tool that we run. */
  | { readonly kind: "tool"; readonly text: string }
  | { readonly kind: "warning"; readonly text: string }
  | { readonly kind: "done"; readonly text: string; readonly milliseconds: number }
  /** Bytes so far; `total` is absent when the server did not say. Only terminals show it. */
  | { readonly kind: "progress"; readonly text: string; readonly bytes: number; readonly total?: number }

/** Where a build says what it does: the only way to print below a front door. */
export type Output = (event: OutputEvent) => void

/** An output that keeps its events until it is opened; then it passes on what it kept and all that follows. */
export function heldOutput(output: Output): { readonly output: Output; open(): void } {
  let held: OutputEvent[] | undefined = []
  return {
    output: (event) => {
      if (held === undefined) output(event)
      else if (event.kind !== "progress") held.push(event)
    },
    open: () => {
      const events = held ?? []
      held = undefined
      events.forEach(output)
    },
  }
}
