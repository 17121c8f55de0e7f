// biome-ignore-all lint/suspicious/noTemplateCurlyInString: bash writes its variables like that
import { describe, expect, it } from "vitest"
import { parseBuildpackConfig } from "../../lib/app/buildpack-config.ts"
import type { Env } from "../../lib/core/env.ts"
import type { BuildpackError } from "../../lib/core/error.ts"
import { failure } from "../support/failure.ts"

const file = "elixir_buildpack.config"

function values(text: string, env: Env = {}): Readonly<Record<string, string>> {
  return Object.fromEntries([...parseBuildpackConfig(text, file, env).settings].map(([key, { value }]) => [key, value]))
}

async function refusal(text: string): Promise<BuildpackError> {
  return failure((async () => parseBuildpackConfig(text, file, {}))())
}

describe("parseBuildpackConfig", () => {
  it.each([
    ["a bare value", "a=1.18.4", "1.18.4"],
    ["an empty value", "a=", ""],
    ["spaces around the line", "  a=1 \t", "1"],
    ["a comment after the value", "a=1 # two", "1"],
    ["a # inside the value", "a=1#2", "1#2"],
    ["double quotes", 'a="mix do x, y # z"', "mix do x, y # z"],
    ["escapes in double quotes", String.raw`a="\"\$\\\` \n"`, String.raw`"$\` \n`],
    ["single quotes", String.raw`a='"$b\n" # x'`, String.raw`"$b\n" # x`],
    ["joined quotes", `a=x"y z"'w'v`, "xy zwv"],
    ["lines in quotes", 'a="b\nc"', "b\nc"],
    ["a line that goes on", "a=b\\\nc", "bc"],
    ["a line that goes on in quotes", 'a="b\\\n c"', "b c"],
    ["a bare backslash", String.raw`a=b\ c\\d`, String.raw`b c\d`],
    ["export", "export a=1", "1"],
    ["a semicolon", "a=1; b=2", "1"],
    ["more assignments on the line", "b=2 a=1 c=3", "1"],
    ["Windows line ends", "a=1\r\nb=2\r\n", "1"],
    ["a byte order mark", "\uFEFFa=1", "1"],
    ["non-ASCII text", "a=Grüße", "Grüße"],
    ["typographic quotes in quotes", 'a="“x”"', "“x”"],
    ["shell characters in quotes", `a="(a|b) && {c} 'd'"`, "(a|b) && {c} 'd'"],
    ["braces and globs", "a={b,c}*~", "{b,c}*~"],
    ["the last of a key", "a=1\na=2", "2"],
    ["an array", "a=(branch main)", "branch main"],
    ["an array with quotes", `a=( "x  y" 'z' )`, "x  y z"],
    ["an array over several lines", "a=(\n  b # c)\n\n\tc\r\n)\nd=1", "b c"],
    ["an array with a comment after it", "a=(b c) # d", "b c"],
    ["an empty array", "a=()", ""],
    ["blank lines and comments", "\n\n# a=0\n  # a=9\n\na=1", "1"],
  ])("reads %s", (_, text, expected) => {
    expect(values(text).a).toBe(expected)
  })

  it.each([
    ["a variable", "a=$X", "x"],
    ["a variable in braces", "a=${X}y", "xy"],
    ["a variable in double quotes", 'a="$X-${X}"', "x-x"],
    ["no variable in single quotes", "a='$X'", "$X"],
    ["a variable without a value", "a=[$NONE]", "[]"],
    ["a variable in an array", "a=(branch ${NONE:-main} $X)", "branch main x"],
    ["the first word of an array", "b=(x y) a=$b", "x"],
    ["an earlier key before the environment", "X=file\na=$X", "file"],
    ["no word splitting", "a=$SPACES", "p  q"],
    ["a default that is needed", "a=${NONE:-1.2}", "1.2"],
    ["a default that is not needed", "a=${X:-1.2}", "x"],
    ["a default for an empty variable", "a=${EMPTY:-1.2}", "1.2"],
    ["no default for an empty variable", "a=${EMPTY-1.2}", ""],
    ["a default for an unset variable", "a=${NONE-1.2}", "1.2"],
    ["a default with a variable", "a=${NONE:-${ALSO_NONE:-$X}}", "x"],
    ["a default with spaces", 'a="${NONE:-it\'s (a) b}"', "it's (a) b"],
    ["a quoted default", 'a=${NONE:-"b c"}', "b c"],
    ["a lone dollar sign", 'a="5 $" b=$', "5 $"],
  ])("puts in %s", (_, text, expected) => {
    expect(values(text, { X: "x", EMPTY: "", SPACES: "p  q" }).a).toBe(expected)
  })

  it("remembers the line of each value", () => {
    const { settings } = parseBuildpackConfig('# first\na=1; b=2\n\nc="x\ny"\nd=4', file, {})
    expect([...settings].map(([key, { origin }]) => [key, origin.kind === "file" && origin.line])).toEqual([
      ["a", 2],
      ["b", 2],
      ["c", 4],
      ["d", 6],
    ])
  })

  it("tells which keys the file itself uses", () => {
    const { used } = parseBuildpackConfig("A=1 B=2 C=3\nD=$A E='$B' F=${X:-$C} A=$PATH", file, {})
    expect([...used]).toEqual(["A", "C"])
  })

  it("finds nothing in an empty file", () => {
    expect(values("")).toEqual({})
  })

  it("shows the line and what may stand there", async () => {
    const error = await refusal("# versions\nelixir_version=1.18.4\nerlang_version=$(cat .erlang-version)\n")
    expect(`${error.id}\n${error.title}\n\n${error.help}`).toMatchInlineSnapshot(`
      "config/syntax
      elixir_buildpack.config:3: $( ) runs a command

      3 | erlang_version=$(cat .erlang-version)
                         ^

      Write the value itself: this file is read, never run

      The file may hold lines like these, and nothing else:
        # a comment
        KEY=value
        KEY="a value with spaces"   # and a comment
        export KEY='value'
        KEY=\${VARIABLE:-default}
        KEY=(several words)"
    `)
  })

  it.each([
    "a=`date`",
    'a="`date`"',
    'a="$(date)"',
    "a=(b c",
    "a=(b; c)",
    "a=(b $(c))",
    "a=(b (c))",
    "a=(b)c",
    "a=x(b)",
    "a= (b)",
    "a=${b[0]}",
    "a=b)",
    "a=1 && b=2",
    "a=1 | cat",
    "a=x>y",
    "a=<(x)",
    "a+=1",
    "a[0]=1",
    "a = 1",
    "a= 1",
    "hook_post_compile=mix assets.deploy",
    "export a",
    "export",
    "a=1 export b=2",
    "if true; then",
    "source other.config",
    "echo hi",
    "1a=2",
    "a=“1.2”",
    "“a=1”",
    "a=1\u00a0",
    "a='b",
    'ok=1\na="b\nc',
    "a=${b",
    "a=${b%x}",
    "a=${#b}",
    "a=$1",
    "a=$'b'",
    "\ta=1 \t(b)",
  ])("refuses %j", async (text) => {
    const error = await refusal(text)
    const [line, caret, , advice] = error.help.split("\n")
    expect(`\n${error.title}\n${line}\n${caret}\n${advice}`).toMatchSnapshot()
  })
})
