import type { Processes } from "../core/launch.ts"

/** Reads a Procfile as Heroku does: lines of another form are passed over, the last of a type counts. */
export function parseProcfile(text: string, file = "Procfile"): Processes {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/)
  return Object.fromEntries(
    lines.flatMap((line, index) => {
      const [, type, command] = /^([A-Za-z0-9_-]+):\s*(.+)$/.exec(line.trimEnd()) ?? []
      if (type === undefined || command === undefined) return []
      return [[type, { value: command, origin: { kind: "file", file, line: index + 1 } }] as const]
    }),
  )
}
