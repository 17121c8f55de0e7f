import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { expect, it } from "vitest"
import type { OutputEvent } from "../../lib/core/output.ts"

const module = JSON.stringify(join(import.meta.dirname, "../../lib/cnb/output.ts"))
const program = `import { bullets } from ${module}
const output = bullets(process.stdout, "Elixir (beampack/elixir 1.2.3)")
JSON.parse(process.argv[1]).forEach(output)`

const each: readonly OutputEvent[] = [
  { kind: "step", text: "Compiling hello" },
  { kind: "detail", text: "elixir 1.18.4 (.tool-versions:1)" },
  { kind: "tool", text: "Compiling 3 files (.ex)" },
  { kind: "tool", text: "" },
  { kind: "progress", text: "node 24.1.0", bytes: 5_000_000, total: 20_000_000 },
  { kind: "warning", text: "OTP 25 is out of support.\n\nSet another in .tool-versions." },
  { kind: "done", text: "Compiling hello", milliseconds: 1234 },
]

function printed(env: Readonly<Record<string, string>> = {}, events = each): string {
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", program, JSON.stringify(events)], {
    env,
    encoding: "utf8",
  })
  expect(stderr).toBe("")
  return stdout
}

it("is a heading, a bullet for each step, and what belongs to it below", () => {
  expect(printed()).toMatchInlineSnapshot(`
    "
    ## Elixir (beampack/elixir 1.2.3)

    - Compiling hello
      - elixir 1.18.4 (.tool-versions:1)
          Compiling 3 files (.ex)

      ! OTP 25 is out of support.
      !
      ! Set another in .tool-versions.
      - Done in 1.2s
    "
  `)
})

it("colours steps and warnings, line by line, where that is wanted", () => {
  const colours = printed({ FORCE_COLOR: "1" }).replaceAll("\x1b", "ESC")
  expect(colours).toContain("ESC[1m- Compiling helloESC[22m\n")
  expect(colours).toContain("ESC[33m  ! Set another in .tool-versions.ESC[39m\n")
})

it("shows what would act on a terminal, but for a tool, whose colours are its own", () => {
  const text = "1.18\x1b[31m\x07\u202ered"
  const events = (["step", "detail", "warning"] as const).map((kind) => ({ kind, text }))
  const log = printed({}, [...events, { kind: "tool", text: "\x1b[31mred\x1b[39m" }])
  const shown = String.raw`1.18\x1b[31m\x07\u202ered`
  expect(log).toContain(`\n- ${shown}\n  - ${shown}\n  ! ${shown}\n      \x1b[31mred\x1b[39m\n`)
})

it("sets the further lines of a detail below its first", () => {
  const log = printed({}, [{ kind: "detail", text: "Elixir 1.18.4 (mix.exs:7)\n  not 1.20.3: mix.exs:7" }])
  expect(log).toContain("\n  - Elixir 1.18.4 (mix.exs:7)\n      not 1.20.3: mix.exs:7\n")
})
