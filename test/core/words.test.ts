import { execFileSync } from "node:child_process"
import { describe, expect, it } from "vitest"
import { splitWords } from "../../lib/core/words.ts"

const texts = [
  "",
  "  ",
  "--trace",
  " --only  area:web\t--seed 0\n",
  `--only 'area:sign up'`,
  `"two words"'and more' "" ''`,
  String.raw`a\ b "\"quoted\"" '\' "a\nb" \\`,
  `"it's" 'say "hi"'`,
  '"line\nbreak" next',
]

describe("words", () => {
  it.each(texts)("of %j are what a shell makes of them", (text) => {
    const inShell = execFileSync("/bin/sh", ["-c", `set -- ${text.trim()}; for word; do printf '%s\\0' "$word"; done`])
    expect(splitWords(text)).toEqual(inShell.toString().split("\0").slice(0, -1))
  })

  it("are not expanded", () => {
    expect(splitWords("$HOME test/*_test.exs `id` ~ a;b|c")).toEqual(["$HOME", "test/*_test.exs", "`id`", "~", "a;b|c"])
  })

  it.each([`'open`, `--only "area`, `a'b' 'c`, "end\\"])("of %j are not all there", (text) => {
    expect(splitWords(text)).toBeUndefined()
  })
})
