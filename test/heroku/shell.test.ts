import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { applyDeltas, type Env, type EnvChange, type EnvDelta } from "../../lib/core/env.ts"
import { literal, shellLines } from "../../lib/heroku/shell.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { random } from "./random.ts"

const shells = ["dash", "bash", "bash --posix"].flatMap((shell) => ["", "set -eu;"].map((set) => ({ shell, set })))

const nasty = [
  ..."\"'`$\\\n\t *?[]{}()<>|&;#~!=:%^,-",
  "$HOME",
  "$\x7bX}",
  "$(exit 9)",
  "`exit 9`",
  "}; exit 9",
  "\\n",
  "\\\\",
  "*)",
  "esac",
  "é",
  "ā漢🎈",
  "a b",
  " x ",
  "line\n\nline\n",
]

const delims = [":", " ", ";", ",", "}", '"', "$", "\\", "*", "\n", "::", "x"]

describe("a nasty value survives", () => {
  it.each(nasty)("%j", async (value) => {
    const deltas: EnvDelta[] = [
      { scope: "all", name: "OVERRIDE", change: { action: "override", value } },
      { scope: "all", name: "DEFAULT", change: { action: "default", value } },
      { scope: "all", name: "EMPTY", change: { action: "prepend", value, delim: ":" } },
      { scope: "all", name: "FRONT", change: { action: "prepend", value, delim: ":" } },
      { scope: "all", name: "BACK", change: { action: "append", value, delim: ":" } },
    ]
    const env = { OVERRIDE: value, EMPTY: "", FRONT: "old", BACK: "old" }
    const after = await sourced(deltas, env, { shell: "dash", set: "set -eu;" })
    expect(after).toEqual({
      OVERRIDE: value,
      DEFAULT: value,
      EMPTY: value,
      FRONT: `${value}:old`,
      BACK: `old:${value}`,
    })
  })
})

describe.each(shells)("in $shell, $set", (shell) => {
  it("does in a shell, once or twice, what applyDeltas does in memory", async () => {
    const next = random(1)
    for (let round = 0; round < 25; round++) {
      const { env, deltas } = generated(next)
      const expected = applyDeltas(env, deltas, "build")
      expect(applyDeltas(expected, deltas, "build"), JSON.stringify(deltas)).toEqual(expected)
      expect(await sourced(deltas, env, shell), JSON.stringify({ env, deltas })).toEqual(expected)
    }
  })
})

it("lets the caller rewrite values", () => {
  const home = (value: string): string => literal(value).replace("/layers", "$HOME")
  const deltas: EnvDelta[] = [
    { scope: "all", name: "X", change: { action: "override", value: "/layers/$a" } },
    { scope: "all", name: "PATH", change: { action: "prepend", value: "/layers/bin", delim: ":" } },
  ]
  expect(shellLines(deltas, home)).toMatchInlineSnapshot(`
    "export X="$HOME/\\$a"
    case ":\${PATH-}:" in *":$HOME/bin:"*) ;; "::") export PATH="$HOME/bin" ;; *) export PATH="$HOME/bin:\${PATH}" ;; esac
    "
  `)
})

/** The environment, less what the shell itself sets, after the lines were sourced twice; nothing may be printed. */
async function sourced(deltas: readonly EnvDelta[], env: Env, { shell, set }: (typeof shells)[number]): Promise<Env> {
  const dir = await writeFiles(await tempDir(), { "lines.sh": shellLines(deltas, literal) })
  const [command = "", ...flags] = shell.split(" ")
  const script = `${set} . "$1"; . "$1"; exec env -0`
  const { status, stdout, stderr } = spawnSync(command, [...flags, "-c", script, shell, join(dir, "lines.sh")], {
    env: { PATH: "/usr/bin:/bin", ...env },
    encoding: "utf8",
    // With a socket for its stdin, Debian's bash takes itself for a remote login and reads ~/.bashrc.
    stdio: ["ignore", "pipe", "pipe"],
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
  const entries = stdout.split("\0").filter(Boolean)
  const own = /^(PATH|PWD|OLDPWD|SHLVL|_|POSIXLY_CORRECT)$/
  return Object.fromEntries(
    entries
      .map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)] as const)
      .filter(([name]) => !own.test(name)),
  )
}

/** An environment and up to eight deltas on its variables, with values and delimiters that shells trip over. */
function generated(next: (below: number) => number): { env: Env; deltas: EnvDelta[] } {
  const pick = <T>(from: readonly T[]): T => from[next(from.length)] as T
  const value = (): string => Array.from({ length: 1 + next(3) }, () => pick(nasty)).join("")
  const variables = ["A", "B_1", "_c"].map((name) => ({ name, delim: pick(delims) }))
  const env = Object.fromEntries(
    variables.flatMap(({ name, delim }): [string, string][] => {
      const list = Array.from({ length: next(3) }, value)
      return next(3) === 0 ? [] : [[name, list.join(delim)]]
    }),
  )
  // An empty value in a list says nothing; only the first build of an app could tell it from an absent one.
  const change = (delim: string): EnvChange => {
    const action = pick(["override", "default", "prepend", "append"] as const)
    if (action === "prepend" || action === "append") return { action, value: value(), delim }
    return { action, value: next(4) === 0 ? "" : value() }
  }
  const deltas = Array.from({ length: next(9) }, (): EnvDelta => {
    const { name, delim } = pick(variables)
    return { scope: "all", name, change: change(delim) }
  })
  return { env, deltas }
}
