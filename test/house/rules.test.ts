import { expect, it } from "vitest"
import { lint } from "./biome.ts"

it.each([
  ["the environment", "style/noProcessEnv", "core/x.ts", "export const home = process.env.HOME"],
  [
    "the environment by import",
    "style/noProcessEnv",
    "io/x.ts",
    'import { env } from "node:process"\nexport const home = env.HOME',
  ],
  ["the console", "suspicious/noConsole", "cli/x.ts", "console.error('no')"],
  ["the global fetch", "style/noRestrictedGlobals", "io/download.ts", "export const page = await fetch('https://x')"],
  ["a default export", "style/noDefaultExport", "core/x.ts", "export default 1"],
  ["any", "suspicious/noExplicitAny", "core/x.ts", "export const x: any = 1"],
  ["an enum", "style/noEnum", "core/x.ts", "export enum Color { Red }"],
  ["a non-null assertion", "style/noNonNullAssertion", "core/x.ts", "export const x = [1].at(0)!"],
  ["a value import of types", "style/useImportType", "core/x.ts", 'import { X } from "./y.ts"\nexport type Y = X'],
  ["a builtin without node:", "style/useNodejsImportProtocol", "core/x.ts", 'import "fs"'],
  ["a promise nobody waits for", "nursery/noFloatingPromises", "core/x.ts", "async function f() {}\nf()"],
])("the linter refuses %s", (_, rule, file, text) => {
  expect(lint({ [`lib/${file}`]: text }).map((finding) => finding.rule)).toEqual([`lint/${rule}`])
})

it("the linter refuses files that import one another", () => {
  const files = { "lib/core/a.ts": 'export * from "./b.ts"', "lib/core/b.ts": 'export * from "./a.ts"' }
  expect(lint(files).map(({ rule }) => rule)).toEqual(Array(2).fill("lint/suspicious/noImportCycles"))
})

it.each(["lib/main.ts", "scripts/demo.ts", "bench/build.ts", "test/x.test.ts", "vitest.config.ts"])(
  "%s may read the environment",
  (path) => {
    expect(lint({ [path]: "export const home = process.env.HOME" })).toEqual([])
  },
)
