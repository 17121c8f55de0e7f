import { styleText } from "node:util"
import { duration } from "../core/duration.ts"
import type { BuildpackError } from "../core/error.ts"
import type { Output, OutputEvent } from "../core/output.ts"
import { visible, visibleEvent } from "../core/visible.ts"

/** Where the log goes: standard output of the hook. */
export type LogStream = NodeJS.WriteStream

type Progress = Extract<OutputEvent, { readonly kind: "progress" }>

/** The classic dialect: an arrow for a step, seven blanks for what belongs to it, ` !` for warnings. */
export function arrows(stream: LogStream): Output {
  const clear = stream.isTTY ? "\r\x1b[K" : ""
  return (said) => {
    const event = visibleEvent(said)
    if (event.kind !== "progress") stream.write(`${clear}${paint(render(event), event.kind, stream)}\n`)
    // A terminal may tell no width, or 0. One that is full would wrap, and clearing clears the last line only.
    else if (stream.isTTY) stream.write(clear + progressLine(event, (stream.columns || Infinity) - 1))
  }
}

function render(event: Exclude<OutputEvent, Progress>): string {
  switch (event.kind) {
    case "step":
      return `-----> ${event.text}`
    case "done":
      return `       Done in ${duration(event.milliseconds)}`
    case "warning":
      return marked(event.text)
    case "detail":
      return event.text.replace(/^/gm, "       ").trimEnd()
    case "tool":
      return `       ${event.text}`.trimEnd()
  }
}

/** The block that ends a failed build: what happened, why, what to type next, and the id to search for. */
export function renderError(error: BuildpackError): string {
  const { id, title, help } = error
  return marked(visible(["", title, "", help, "", `Error id: ${id}`, ""].join("\n")))
}

/** Every line is marked, since platforms prefix and colour line by line. */
function marked(text: string): string {
  return text
    .split("\n")
    .map((line) => ` !     ${line}`.trimEnd())
    .join("\n")
}

const BAR = 20 // columns, and at least
const SHORT_BAR = 5

/** The line of a download, in at most so many columns: first the bar gives way, then the name. */
function progressLine({ text, bytes, total }: Progress, columns: number): string {
  const amount = total ? `${megabytes(bytes)} of ${megabytes(total)}` : megabytes(bytes)
  const width = Math.min(BAR, columns - `       ${text} [] ${amount}`.length)
  if (total && width >= SHORT_BAR) return `       ${text} [${bar(bytes / total, width)}] ${amount}`
  return `       ${shortened(text, columns - `        ${amount}`.length)} ${amount}`.slice(0, columns)
}

function bar(done: number, width: number): string {
  return "#".repeat(Math.round(width * Math.min(1, done))).padEnd(width)
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(0, length - 1))}…`
}

function paint(line: string, kind: OutputEvent["kind"], stream: LogStream): string {
  if (kind === "warning") return styleText("yellow", line, { stream })
  return kind === "step" ? styleText("bold", line, { stream }) : line
}
