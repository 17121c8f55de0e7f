import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { duration } from "../../lib/core/duration.ts"
import { BuildpackError } from "../../lib/core/error.ts"
import type { OutputEvent } from "../../lib/core/output.ts"
import { renderError } from "../../lib/heroku/output.ts"

// Renders events, given as JSON, on its standard output, as a hook does.
const module = JSON.stringify(join(import.meta.dirname, "../../lib/heroku/output.ts"))
const program = `import { arrows } from ${module}; JSON.parse(process.argv[1]).forEach(arrows(process.stdout))`

/** What a hook prints into a pipe. */
function piped(events: readonly OutputEvent[], env: Readonly<Record<string, string>> = {}): string {
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", program, JSON.stringify(events)], {
    env,
    encoding: "utf8",
  })
  expect(stderr).toBe("")
  return stdout
}

/** What a hook prints on a terminal: script(1) makes one. */
function onTerminal(
  events: readonly OutputEvent[],
  env: Readonly<Record<string, string>> = {},
  size = "rows 24 columns 200",
): string {
  const line = `stty ${size} && "$NODE" -e "$PROGRAM" "$EVENTS"`
  const { stdout } = spawnSync("/usr/bin/script", ["-qec", line, "/dev/null"], {
    env: {
      PATH: "/usr/bin:/bin",
      TERM: "xterm",
      NODE: process.execPath,
      PROGRAM: program,
      EVENTS: JSON.stringify(events),
      ...env,
    },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  })
  return stdout.replaceAll("\r\n", "\n").replaceAll("\x1b", "ESC").replaceAll("\r", "CR")
}

const each: readonly OutputEvent[] = [
  { kind: "step", text: "Compiling hello" },
  { kind: "detail", text: "elixir 1.18.4 (.tool-versions:1)" },
  { kind: "tool", text: "Compiling 3 files (.ex)" },
  { kind: "tool", text: "" },
  { kind: "tool", text: "  indented, blanks at its end   " },
  { kind: "progress", text: "node 24.1.0", bytes: 5_000_000, total: 20_000_000 },
  { kind: "warning", text: "OTP 25 is out of support.\n\nSet another in .tool-versions." },
  { kind: "done", text: "Compiling hello", milliseconds: 1234 },
]

describe("in a pipe", () => {
  const log = `-----> Compiling hello
       elixir 1.18.4 (.tool-versions:1)
       Compiling 3 files (.ex)

         indented, blanks at its end
 !     OTP 25 is out of support.
 !
 !     Set another in .tool-versions.
       Done in 1.2s
`
  it("has an arrow for a step, blanks before what belongs to it, marks on warnings, no progress, no colours", () => {
    expect(piped(each)).toBe(log)
  })

  it("sets the further lines of a detail below its first", () => {
    const log = piped([{ kind: "detail", text: "Elixir 1.18.4 (mix.exs:7)\n  not 1.20.3: mix.exs:7" }])
    expect(log).toBe("       Elixir 1.18.4 (mix.exs:7)\n         not 1.20.3: mix.exs:7\n")
  })

  it("shows what would act on a terminal, but for a tool, whose colours are its own", () => {
    const text = "1.18\x1b[31m\x07\u202ered\n2\r"
    const events = (["step", "detail", "warning"] as const).map((kind) => ({ kind, text }))
    expect(piped([...events, { kind: "tool", text: "\x1b[31mred\x1b[39m" }])).toBe(
      String.raw`-----> 1.18\x1b[31m\x07\u202ered
2\x0d
       1.18\x1b[31m\x07\u202ered
       2\x0d
 !     1.18\x1b[31m\x07\u202ered
 !     2\x0d
`.concat("       \x1b[31mred\x1b[39m\n"),
    )
  })

  it("has no colours on a machine with TERM either", () => {
    expect(piped(each, { TERM: "xterm-256color", COLORTERM: "truecolor" })).toBe(log)
  })
})

describe("on a terminal", () => {
  it("has colours, and progress in a line that is cleared by what comes next", () => {
    expect(onTerminal(each)).toBe(`CRESC[KESC[1m-----> Compiling helloESC[22m
CRESC[K       elixir 1.18.4 (.tool-versions:1)
CRESC[K       Compiling 3 files (.ex)
CRESC[K
CRESC[K         indented, blanks at its end
CRESC[K       node 24.1.0 [#####               ] 5.0 MB of 20.0 MBCRESC[KESC[33m !     OTP 25 is out of support.
 !
 !     Set another in .tool-versions.ESC[39m
CRESC[K       Done in 1.2s
`)
  })

  it("has no colours with NO_COLOR", () => {
    const text = onTerminal(each, { NO_COLOR: "1" })
    expect(text).toContain("CRESC[K-----> Compiling hello\n")
    expect(text.replaceAll("ESC[K", "")).not.toContain("ESC")
  })

  it.each<[what: string, bytes: number, total: number | undefined, line: string]>([
    ["nothing yet", 0, 2e6, "[                    ] 0.0 MB of 2.0 MB"],
    ["half", 1e6, 2e6, "[##########          ] 1.0 MB of 2.0 MB"],
    ["all", 2e6, 2e6, "[####################] 2.0 MB of 2.0 MB"],
    ["more than announced", 3e6, 2e6, "[####################] 3.0 MB of 2.0 MB"],
    ["an unknown total", 1_550_000, undefined, "1.6 MB"],
    ["a total of nothing", 0, 0, "0.0 MB"],
  ])("shows the progress of a download: %s", (_, bytes, total, line) => {
    const event: OutputEvent = { kind: "progress", text: "otp", bytes, ...(total !== undefined && { total }) }
    expect(onTerminal([event])).toBe(`CRESC[K       otp ${line}`)
  })

  const fits = "node-v24.11.0-linux-x64.tar.gz"
  const long = "otp_src-of-a-branch-that-has-a-very-long-name-27.3.4.2.tar.gz"

  it.each<[columns: number, name: string, total: number | undefined, line: string]>([
    [0, long, 2e8, `${long} [##########          ] 100.0 MB of 200.0 MB`],
    [82, fits, 2e8, `${fits} [##########          ] 100.0 MB of 200.0 MB`],
    [81, fits, 2e8, `${fits} [##########         ] 100.0 MB of 200.0 MB`],
    [80, fits, 2e8, `${fits} [#########         ] 100.0 MB of 200.0 MB`],
    [67, fits, 2e8, `${fits} [###  ] 100.0 MB of 200.0 MB`],
    [66, fits, 2e8, `${fits} 100.0 MB of 200.0 MB`],
    [60, fits, 2e8, `${fits} 100.0 MB of 200.0 MB`],
    [80, long, 2e8, "otp_src-of-a-branch-that-has-a-very-long-name-27.3… 100.0 MB of 200.0 MB"],
    [60, long, 2e8, "otp_src-of-a-branch-that-has-a… 100.0 MB of 200.0 MB"],
    [60, long, undefined, "otp_src-of-a-branch-that-has-a-very-long-n… 100.0 MB"],
    [20, long, 2e8, "… 100.0 MB o"],
  ])("keeps the progress in one line of %d columns, of %s, %s in all", (columns, name, total, line) => {
    const event: OutputEvent = { kind: "progress", text: name, bytes: 1e8, ...(total !== undefined && { total }) }
    const printed = onTerminal([event], {}, `rows 24 columns ${columns}`)
    expect(printed).toBe(`CRESC[K       ${line}`)
    if (columns > 0) expect(`       ${line}`.length).toBeLessThan(columns)
  })
})

it.each([
  [0, "0.0s"],
  [49, "0.0s"],
  [1_250, "1.3s"],
  [59_949, "59.9s"],
  [59_950, "1m0s"],
  [60_000, "1m0s"],
  [119_499, "1m59s"],
  [119_600, "2m0s"],
  [3_600_000, "60m0s"],
])("writes %d milliseconds as %s", (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text)
})

describe("an error", () => {
  it("is a block: what happened, why and what to type, the id; every line marked", () => {
    const error = new BuildpackError("versions/unknown", "There is no Elixir 9.9", {
      help: "Nearest: 1.18.4, 1.17.3.\n\n  echo elixir 1.18.4 > .tool-versions",
    })
    expect(renderError(error)).toMatchInlineSnapshot(`
      " !
       !     There is no Elixir 9.9
       !
       !     Nearest: 1.18.4, 1.17.3.
       !
       !       echo elixir 1.18.4 > .tool-versions
       !
       !     Error id: versions/unknown
       !"
    `)
  })

  it("shows what would act on a terminal", () => {
    const error = new BuildpackError("a/b", "no \x1b[31m\u202e version", { help: "ring:\n  \x07\u200b" })
    expect(renderError(error)).toBe(
      [" !", " !     no \\x1b[31m\\u202e version", " !", " !     ring:", " !       \\x07\\u200b", " !"]
        .concat(" !     Error id: a/b", " !")
        .join("\n"),
    )
  })

  it("does not show its cause, which is for those who debug", () => {
    const error = new BuildpackError("a/b", "title", { help: "help", cause: new Error("secret token in a URL") })
    expect(renderError(error)).not.toContain("secret")
  })
})
