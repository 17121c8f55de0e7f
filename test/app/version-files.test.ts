import { expect, it } from "vitest"
import { readVersionFiles } from "../../lib/app/version-files.ts"
import { tempApp } from "../support/app.ts"

const found = [
  ".config/mise.toml",
  ".config/mise/conf.d/node.toml",
  ".config/mise/config.local.toml",
  ".config/mise/mise.lock",
  ".elixir-version",
  ".mise.ci.toml",
  ".nvmrc",
  ".rtx.toml",
  ".tool-versions",
  "mise.local.lock",
  "mise.toml",
  "mise/config.toml",
]
const others = ["tool-versions", ".nvmrc.bak", "config.toml", ".config/other.toml", ".mise/conf.d/.hidden.toml"]

it("reads the files that other tools read, and no others", async () => {
  const files = [...found, ...others].map((path) => [path, `text of ${path}`])
  const read = await readVersionFiles(await tempApp(Object.fromEntries(files)))
  expect([...read.keys()].toSorted()).toEqual(found)
  expect(read.get("mise.toml")).toBe("text of mise.toml")
})

it("reads them below a folder, and nothing where there is none", async () => {
  const app = await tempApp({ "assets/.nvmrc": "22\n", ".nvmrc": "20\n", ".node-version/notes.txt": "a folder" })
  expect(await readVersionFiles(app, "assets")).toEqual(new Map([["assets/.nvmrc", "22\n"]]))
  expect(await readVersionFiles(app, "web")).toEqual(new Map())
  expect(await readVersionFiles(app)).toEqual(new Map([[".nvmrc", "20\n"]]))
})
