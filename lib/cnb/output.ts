import { styleText } from "node:util"
import { duration } from "../core/duration.ts"
import type { Output, OutputEvent } from "../core/output.ts"
import { visibleEvent } from "../core/visible.ts"

/** The dialect of Cloud Native Buildpacks: a bullet for a step, one further in for what belongs to it. */
export function bullets(stream: NodeJS.WriteStream, title: string): Output {
  stream.write(`\n${styleText("bold", `## ${title}`, { stream })}\n\n`)
  return (said) => {
    const event = visibleEvent(said)
    if (event.kind === "progress") return
    // Line by line, since platforms prefix and colour the log so.
    for (const line of render(event).split("\n")) stream.write(`${paint(line, event.kind, stream)}\n`)
  }
}

function render(event: Exclude<OutputEvent, { readonly kind: "progress" }>): string {
  switch (event.kind) {
    case "step":
      return `- ${event.text}`
    case "detail":
      return `  - ${event.text.replaceAll("\n", "\n    ")}`
    case "tool":
      return `      ${event.text}`.trimEnd()
    case "done":
      return `  - Done in ${duration(event.milliseconds)}`
    case "warning":
      return event.text.replace(/^/gm, "  ! ").replace(/ +$/gm, "")
  }
}

function paint(line: string, kind: OutputEvent["kind"], stream: NodeJS.WriteStream): string {
  if (kind === "warning") return styleText("yellow", line, { stream })
  return kind === "step" ? styleText("bold", line, { stream }) : line
}
