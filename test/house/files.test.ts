import { readdirSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { describe, expect, it } from "vitest"

const root = join(import.meta.dirname, "..", "..")

interface Source {
  readonly path: string
  readonly text: string
}

/** The TypeScript files below a folder of the repository, by path from its root. */
function sourcesBelow(folder: string): readonly Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }))
}

const lib = sourcesBelow("lib")

/** `path:line: text` of each line that matches. */
function linesLike(sources: readonly Source[], pattern: RegExp): readonly string[] {
  return sources.flatMap(({ path, text }) =>
    text.split("\n").flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  )
}

describe("a file of lib", () => {
  const sizes = lib
    .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
    .toSorted((one, other) => other.lines - one.lines)
  const median = sizes[Math.floor(sizes.length / 2)]?.lines

  it("has at most 250 lines", () => {
    expect(sizes.filter(({ lines }) => lines > 250)).toEqual([])
  })

  it("has at most 80 lines in the median", () => {
    const figures = `${sizes.length} files, median ${median}; ${sizes.map(({ path, lines }) => `${path} ${lines}`).join(", ")}`
    expect(sizes.length, figures).toBeGreaterThan(50)
    expect(median, figures).toBeLessThanOrEqual(80)
  })

  it("is named by a noun in kebab-case, and not by a place to put things", () => {
    const names = lib.map(({ path }) => ({ path, name: basename(path, ".ts") }))
    expect(names.filter(({ name }) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))).toEqual([])
    const vague = /^(utils?|helpers?|common|misc|shared|tools|stuff|index|types)$/
    expect(names.filter(({ path }) => path.split("/").some((part) => vague.test(basename(part, ".ts"))))).toEqual([])
  })

  it("lies in a folder of lib, one deep, so that the linter's import rules hold", () => {
    expect(lib.filter(({ path }) => path.split("/").length > 3).map(({ path }) => path)).toEqual([])
  })
})

it("never tells the compiler or the linter to look away", () => {
  const sources = ["lib", "scripts", "bench"].flatMap(sourcesBelow)
  expect(linesLike(sources, /@ts-(ignore|nocheck|expect-error)|biome-ignore/)).toEqual([])
})

it("prints in main.ts alone", () => {
  const below = lib.filter(({ path }) => path !== "lib/main.ts")
  expect(linesLike(below, /\bprocess\.(stdout|stderr)\.write/)).toEqual([])
})

it("has no test switched off, and none that runs alone", () => {
  const off = /\b(it|test|describe)(\.\w+)*\.(skip|skipIf|todo|fails|only)\b|\b(xit|xdescribe|fit|fdescribe)\(/
  expect(linesLike(sourcesBelow("test"), off)).toEqual([])
})
