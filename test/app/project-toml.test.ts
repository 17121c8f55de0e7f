import { describe, expect, it } from "vitest"
import { parseProjectToml } from "../../lib/app/project-toml.ts"
import { describeOrigin } from "../../lib/core/setting.ts"
import { splitWords } from "../../lib/core/words.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { failure } from "../support/failure.ts"

const head = '[_]\nschema-version = "0.2"\nid = "shop"\n\n'

function table(...lines: readonly string[]): string {
  return `${head}[com.beampack]\n${lines.join("\n")}\n`
}

/** `key: value (origin)` of each setting. */
async function read(text: string): Promise<readonly string[]> {
  const settings = await parseProjectToml(text)
  return [...settings].map(([key, { value, origin }]) => `${key}: ${value} (${describeOrigin(origin)})`)
}

describe("parseProjectToml", () => {
  it.each<[what: string, line: string, value: string]>([
    ["a version", 'elixir = "1.18.4"', "1.18.4"],
    ["a version with blanks around it", "elixir = ' 1.18.4 '", "1.18.4"],
    ["a branch", "elixir = 'branch main'", "branch main"],
    ["a name", 'release = "shop"', "shop"],
    ["a yes", "release = true", "true"],
    ["a no", "cache = false", "false"],
    ["a path", 'assets_folder = "front end"', "front end"],
    ["a command", "hook_compile = 'mix \"compile\"'", 'mix "compile"'],
    ["words in one text", 'keep = "docs priv/*.db"', "docs priv/*.db"],
  ])("reads %s", async (_, line, value) => {
    const [key] = line.split(" ")
    expect(await read(table(line))).toEqual([`${key}: ${value} (project.toml:6)`])
  })

  it.each([
    { list: "[]", words: [] },
    { list: '["docs"]', words: ["docs"] },
    { list: '[ "it\'s", \'a "b" $c\', "d\\\\e",\n]', words: ["it's", 'a "b" $c', "d\\e"] },
  ])("reads the list $list as the words that a variable would have", async ({ list, words }) => {
    const keep = (await parseProjectToml(table(`keep = ${list}`))).get("keep")
    expect(splitWords(keep?.value ?? "none")).toEqual(words)
  })

  it.each<[what: string, text: string, line: number]>([
    ["a table", '[com.beampack]\nnode = "24.0.0"\n', 2],
    ["a table with quotes and blanks", '[ "com" . \'beampack\' ]\n\n"node" = "24.0.0"\n', 3],
    ["a dotted key", 'com.beampack.node = "24.0.0"\n', 1],
    ["a table in a table", '[com]\n[com.beampack]\nnode="24.0.0"\n', 3],
    ["a table in a line", '[com]\nbeampack = { node = "24.0.0" }\n', 2],
    ["a byte order mark and the line ends of Windows", '\uFEFF# ours\r\n[com.beampack]\r\nnode = "24.0.0"\r\n', 3],
    ["comments that read like it", '# node = "1"\n[com.beampack] # node = 2\nnode = "24.0.0" # node\n', 3],
    ["others' tables that have it", '[com.other]\nnode = "1"\n[com.beampack]\nnode = "24.0.0"\n', 4],
    ["texts that read like it", 'x = """\n[com.beampack]\nnode = "1"\n"""\n[com.beampack]\nnode = "24.0.0"\n', 6],
    ["a key that has it in its name", '[com.beampack]\nkeep_node = true\nnode = "24.0.0"\n', 3],
  ])("finds the line of a key in %s", async (_, text, line) => {
    expect(await read(text)).toContain(`node: 24.0.0 (project.toml:${line})`)
  })

  it("names no line where it cannot be sure of one", async () => {
    expect(await read(table('"\\u006eode" = "24.0.0"'))).toEqual(["node: 24.0.0 (project.toml)"])
  })

  it.each([
    ["no file", ""],
    ["a file for others", `${head}[[io.buildpacks.group]]\nid = "heroku/nodejs"\n`],
    ["a file for others that is no TOML", "[io.buildpacks\n"],
    ["an order with our buildpack", `${head}[[io.buildpacks.group]]\nid = "beampack/phoenix"\n`],
    ["a table with nothing in it", "[com.beampack]\n"],
    ["another's table of our name", '[com.example.beampack]\nx = "1"\n'],
  ])("finds nothing in %s", async (_, text) => {
    expect(await read(text)).toEqual([])
  })

  it.each<[what: string, text: string]>([
    ["a version without quotes", table('elixir = "1.18.4"', "erlang = 27.3")],
    ["a version that reads like a number and is none", table("erlang = 27.3.4")],
    ["a quote that is never closed", table('erlang = "27.3.4', 'elixir = "1.18.4"')],
    ["a key that is set twice", table('erlang = "27.3.4"', 'erlang = "27.3.4"')],
    ["a merge that is not finished", table("<<<<<<< HEAD", 'erlang = "27.3.4"', "=======")],
    ["a table that is not finished", "[com.beampack\n"],
    ["an empty text", table('node = ""')],
    ["a yes in quotes", table('cache = "false"')],
    ["a number for a name", table("release = 1")],
    ["a list for a path", table('assets_folder = ["front"]')],
    ["a list with something else in it", table('keep = ["docs", { path = "priv" }]')],
    ["a table for a command", table("[com.beampack.hook_compile]", 'run = "make"')],
    ["a date", table("hex = 2026-01-01")],
    ["a mistyped key", table("", 'elixr = "1.18.4"')],
    ["a key that people think of", table('otp = "25"')],
    ["a key of an older buildpack", table("remove_node = false")],
    ["a key that is like no other", table('colour = "blue"')],
    ["a table of another's kind", table("[com.beampack.phoenix]", "release = true")],
    ["a list of tables", "[[com.beampack]]\n"],
    ["a text in place of the table", 'com.beampack = "27.3.4"\n'],
    ["a table without the domain", '[beampack]\nerlang = "27.3.4"\n'],
    ["a mistake where no line can be named", table('"\\u006eode" = 24')],
  ])("refuses %s", async (_, text) => {
    expect(`\n${renderError(await failure(parseProjectToml(text)))}\n`).toMatchSnapshot()
  })
})
