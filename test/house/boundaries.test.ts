import { readdirSync, readFileSync } from "node:fs"
import { basename, dirname, join, normalize } from "node:path"
import { describe, expect, it } from "vitest"
import { lint } from "./biome.ts"

/** Who may import whom, below lib/. This table is the specification; biome.json says it again for the editor. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  app: ["core"],
  versions: ["core"],
  io: ["core"],
  toolchain: ["versions", "io", "core"],
  mirror: ["toolchain", "versions", "io", "core"],
  mix: ["app", "io", "core"],
  elixir: ["mix", "app", "versions", "toolchain", "io", "core"],
  static: ["mix", "app", "versions", "toolchain", "io", "core"],
  heroku: ["io", "core"],
  cnb: ["io", "core"],
  cli: ["heroku", "cnb", "io", "core"],
}
const folders = Object.keys(mayImport)

/** The files of lib that may use a package: its doors. */
const doors: Readonly<Record<string, readonly string[]>> = {
  execa: ["io/companion.ts", "io/run.ts"],
  "node:child_process": ["io/companion.ts", "io/run.ts"],
  "node-fetch": ["io/agents.ts", "io/request.ts"],
  undici: ["io/agents.ts", "io/request.ts"],
  "node:http": ["io/agents.ts", "io/request.ts"],
  "node:https": ["io/agents.ts", "io/request.ts"],
  tar: ["io/archive-tar.ts", "io/archive-zip.ts", "io/pack.ts"],
  "tar/create": ["io/archive-tar.ts", "io/archive-zip.ts", "io/pack.ts"],
  yauzl: ["io/archive-tar.ts", "io/archive-zip.ts", "io/pack.ts"],
  yazl: ["io/archive-tar.ts", "io/archive-zip.ts", "io/pack.ts"],
  "node:net": ["io/sockets.ts"],
  "node:tls": [],
  "node:dgram": [],
  "node:worker_threads": [],
}

/** Folders that take data and return data: no file, no process, no clock of the system. */
const pure = ["core", "versions"]

const forms: readonly ((path: string) => string)[] = [
  (path) => `import { name } from "${path}"`,
  (path) => `import type { Type } from "${path}"`,
  (path) => `import "${path}"`,
  (path) => `export * from "${path}"`,
  (path) => `export { other } from "${path}"`,
  (path) => `const loaded = await import("${path}")`,
]

/** Lints a file that imports all of the paths in every form, and says which lines are refused. */
function refused(file: string, paths: readonly string[]): readonly string[] {
  const lines = paths.flatMap((path) => forms.map((form) => form(path)))
  const findings = lint({ [join("lib", file)]: lines.join("\n") })
  const refusedLines = findings.filter(({ rule }) => rule === "lint/style/noRestrictedImports").map(({ line }) => line)
  return [...new Set(refusedLines)].map((line) => lines[line - 1] ?? "").toSorted()
}

function inEveryForm(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => forms.map((form) => form(path))).toSorted()
}

describe("the linter", () => {
  it.each(folders)("refuses what lib/%s may not import, and nothing else", (folder) => {
    const others = folders.filter((other) => other !== folder)
    const path = (other: string): string => `../${other}/file.ts`
    const forbidden = others.filter((other) => !mayImport[folder]?.includes(other)).map(path)
    expect(refused(`${folder}/sample.ts`, ["./own.ts", "node:path", ...others.map(path)])).toEqual(
      inEveryForm(forbidden),
    )
  })

  it.each(folders)("lets lib/%s not reach main.ts, nor around by another spelling", (folder) => {
    const spellings = ["../main.ts", "../../lib/main.ts", ".././main.ts", "../../bin/x.ts", "../.."]
    expect(refused(`${folder}/sample.ts`, spellings)).toEqual(inEveryForm(spellings))
  })

  it("lets main.ts import every folder", () => {
    expect(
      refused(
        "main.ts",
        folders.map((folder) => `./${folder}/file.ts`),
      ),
    ).toEqual([])
  })

  const files = [...folders.map((folder) => `${folder}/sample.ts`), "main.ts", ...new Set(Object.values(doors).flat())]

  it.each(folders)("lets lib/%s see the machine only where that is its work", (folder) => {
    const effects = ["node:fs", "node:fs/promises", "node:os"]
    expect(refused(`${folder}/sample.ts`, ["node:path", ...effects])).toEqual(
      pure.includes(folder) ? inEveryForm(effects) : [],
    )
  })

  it.each(files)("refuses packages in lib/%s that are behind another door", (file) => {
    const packages = Object.keys(doors)
    expect(refused(file, ["yaml", ...packages])).toEqual(
      inEveryForm(packages.filter((name) => !doors[name]?.includes(file))),
    )
  })
})

describe("the sources", () => {
  const lib = join(import.meta.dirname, "..", "..", "lib")

  it("have no folder that the table does not know", () => {
    const found = readdirSync(lib, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    expect(found.map(({ name }) => name).filter((name) => !folders.includes(name))).toEqual([])
  })

  it("keep to the table, however an import is written", () => {
    const files = readdirSync(lib, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"))
    const imports = files.flatMap((file) =>
      [...readFileSync(join(lib, file), "utf8").matchAll(/["'`](\.\.?\/[^"'`\n]*\.ts)["'`]/g)].map(([, path]) => ({
        from: dirname(file),
        to: dirname(normalize(join(dirname(file), path ?? ""))),
        what: `${file}: ${path}`,
      })),
    )
    expect(imports.length).toBeGreaterThan(files.length)
    const wrong = imports.filter(
      ({ from, to }) => from !== "." && from !== to && !mayImport[from]?.includes(basename(to)),
    )
    expect(wrong.map(({ what }) => what)).toEqual([])
  })
})
