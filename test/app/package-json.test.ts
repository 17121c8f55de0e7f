import { describe, expect, it } from "vitest"
import { parsePackageJson } from "../../lib/app/package-json.ts"
import { failure } from "../support/failure.ts"

describe("parsePackageJson", () => {
  it.each([
    ["scripts", '{"scripts": {"build": "vite build", "odd": 1}}', { build: "vite build" }],
    ["no scripts", '{"name": "x"}', {}],
    ["scripts of another kind", '{"scripts": ["build"]}', {}],
    ["a byte order mark", '\uFEFF{"scripts": {"deploy": "x"}}', { deploy: "x" }],
  ])("reads %s", (_, text, scripts) => {
    expect(parsePackageJson(text, "package.json")).toMatchObject({ scripts, workspaces: false })
  })

  it("reads what names its package manager, and whether it is the top of others", () => {
    const text = '{"packageManager": "pnpm@10.19.0", "workspaces": ["apps/*"]}'
    expect(parsePackageJson(text, "package.json")).toMatchObject({
      scripts: {},
      packageManager: "pnpm@10.19.0",
      workspaces: true,
    })
    expect(parsePackageJson('{"packageManager": 1}', "package.json").packageManager).toBeUndefined()
  })

  it("shows the place of a mistake", async () => {
    const text = '{\n  "scripts": {\n\t"build": "vite build",\n  }\n}\n'
    const error = await failure((async () => parsePackageJson(text, "assets/package.json"))())
    expect(`${error.id}\n${error.title}\n\n${error.help}`).toMatchInlineSnapshot(`
      "assets/package-json
      assets/package.json:4:3 is not valid JSON

      4 |   }
            ^

      Look there, or just before, for a missing or doubled comma, a comment or a merge conflict.
      JSON allows neither comments nor a comma after the last item."
    `)
  })

  it.each([
    ["{", 1, 2],
    ['{"a": 1\n', 1, 8],
    ["", 1, 1],
    ["{}\nx", 2, 1],
    ['{"a": tru}', 1, 7],
    ["[1,\n<<<<<<< HEAD\n2]", 2, 1],
  ])("finds the mistake in %j", async (text, line, column) => {
    const error = await failure((async () => parsePackageJson(text, "package.json"))())
    expect(error.title).toBe(`package.json:${line}:${column} is not valid JSON`)
  })

  it.each(["[]", "1", "null"])("refuses %s", async (text) => {
    const error = await failure((async () => parsePackageJson(text, "package.json"))())
    expect(`${error.id}\n${error.title}\n\n${error.help}`).toMatchInlineSnapshot(`
      "assets/package-json
      package.json holds no JSON object

      Its content must be one object: { "scripts": { "build": "..." } }
      Delete the file if the app needs no npm packages."
    `)
  })
})
