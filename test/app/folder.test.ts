import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { readApp } from "../../lib/app/app.ts"
import { readText } from "../../lib/app/folder.ts"
import { findPackages } from "../../lib/app/node-packages.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { tempApp } from "../support/app.ts"
import { mixExs } from "../support/apps.ts"
import { failure } from "../support/failure.ts"

/** The bytes that Windows PowerShell, and editors, make of a text. */
const encodings = {
  "UTF-16": (text: string) => Buffer.from(`\ufeff${text}`, "utf16le"),
  "UTF-16 without a mark": (text: string) => Buffer.from(text, "utf16le"),
  "UTF-16, the other way round": (text: string) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
  "that without a mark": (text: string) => Buffer.from(text, "utf16le").swap16(),
} as const

describe("a text in UTF-16", () => {
  it.each([
    [".tool-versions", "erlang 27\n"],
    [".erlang-version", "27"],
    [".nvmrc", "22"],
    ["mise.toml", '[tools]\nelixir = "1.18"\n'],
    ["elixir_buildpack.config", "elixir_version=1.18.4\n"],
    ["project.toml", "[com.beampack]\n"],
    ["Procfile", "web: mix phx.server\n"],
  ])("is refused as %s", async (file, text) => {
    for (const encode of Object.values(encodings)) {
      const app = await tempApp({ "mix.exs": mixExs() })
      await writeFile(join(app, file), encode(text))
      expect(await failure(readApp(app))).toMatchObject({ id: "app/utf-16", title: expect.stringContaining(file) })
    }
  })

  it("is refused as package.json", async () => {
    const app = await tempApp({ "mix.exs": mixExs(), "assets/package.json": "" })
    await writeFile(join(app, "assets/package.json"), encodings["UTF-16"]("{}"))
    expect(renderError(await failure(findPackages(app, ["assets"])))).toMatchInlineSnapshot(`
      " !
       !     assets/package.json is UTF-16, which nothing here can read
       !
       !     Save it as UTF-8. Windows PowerShell writes UTF-16 where a command ends in "> assets/package.json"; this mends the file:
       !
       !         (Get-Content assets/package.json) | Set-Content -Encoding utf8 assets/package.json
       !
       !     Error id: app/utf-16
       !"
    `)
  })
})

it.each([
  ["nothing", ""],
  ["one character", "7"],
  ["a byte order mark", "\ufeff27\n"],
  ["letters of other alphabets", "# für später\nelixir 1.18\n"],
])("a text in UTF-8 with %s is read as it is", async (_, text) => {
  expect(await readText(await tempApp({ ".nvmrc": text }), ".nvmrc")).toBe(text)
})
