import { styleText } from "node:util"
import type { BuildpackError } from "../core/error.ts"
import type { Output, OutputEvent } from "../core/output.ts"

/** Where the log goes: standard output of the hook. */
export type LogStream = NodeJS.WriteStream

/** The classic dialect: an arrow for a step, seven blanks for what belongs to it, ` !` for warnings. */
export function arrows(stream: LogStream): Output {
  const clear = stream.isTTY ? "\r\x1b[K" : ""
  return (event) => {
    if (event.kind !== "progress") stream.write(`${clear}${paint(render(event), event.kind, stream)}\n`)
    else if (stream.isTTY) stream.write(clear + render(event))
  }
}

function render(event: OutputEvent): string {
  switch (event.kind) {
    case "step":
      return `-----> ${event.text}`
    case "done":
      return `       Done in ${duration(event.milliseconds)}`
    case "warning":
      return marked(event.text)
    case "progress":
      return `       ${event.text} ${bar(event.bytes, event.total)}`
    default:
      return `       ${event.text}`.trimEnd()
  }
}

/** The block that ends a failed build: what happened, why, what to type next, and the id to search for. */
export function renderError(error: BuildpackError): string {
  return marked(["", error.title, "", ...error.help.split("\n"), "", `Error id: ${error.id}`, ""].join("\n"))
}

/** Every line is marked, since platforms prefix and colour line by line. */
function marked(text: string): string {
  return text
    .split("\n")
    .map((line) => ` !     ${line}`.trimEnd())
    .join("\n")
}

/** Tenths of seconds up to a minute, then minutes and seconds. */
export function duration(milliseconds: number): string {
  const tenths = Math.round(milliseconds / 100)
  if (tenths < 600) return `${(tenths / 10).toFixed(1)}s`
  const seconds = Math.round(milliseconds / 1000)
  return `${Math.floor(seconds / 60)}m${seconds % 60}s`
}

function bar(bytes: number, total: number | undefined): string {
  const megabytes = `${(bytes / 1e6).toFixed(1)} MB`
  if (total === undefined || total === 0) return megabytes
  const filled = Math.round(20 * Math.min(1, bytes / total))
  return `[${"#".repeat(filled)}${" ".repeat(20 - filled)}] ${megabytes} of ${(total / 1e6).toFixed(1)} MB`
}

function paint(line: string, kind: OutputEvent["kind"], stream: LogStream): string {
  if (kind === "warning") return styleText("yellow", line, { stream })
  return kind === "step" ? styleText("bold", line, { stream }) : line
}
