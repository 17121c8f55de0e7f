import type { Processes } from "../core/launch.ts"
import type { Setting } from "../core/setting.ts"

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

/** The first line that runs Mix or Elixir itself, which a release does without; undefined when none does. */
export function mixLine(processes: Processes): Setting<string> | undefined {
  return Object.values(processes).find(({ value }) => /(?:^|[\s;&|("'])(?:mix|iex|elixir)(?=$|[\s;&|)"'])/.test(value))
}

/** Whether a line runs a release, wherever Mix has put it. */
export function namesRelease(processes: Processes): boolean {
  return Object.values(processes).some(({ value }) => /(?:^|[\s/])rel\/[\w/]+\/bin\//.test(value))
}
