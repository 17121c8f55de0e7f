import { symlink } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { digestOf, readContent } from "../../lib/io/tree-content.ts"
import { tempApp } from "../support/app.ts"

it("reads a file of any bytes, as one character each", async () => {
  const app = await tempApp({ "a.ex": "é\n" })
  expect(await readContent(app, { kind: "file", path: "a.ex", bytes: 3 })).toEqual({
    digest: digestOf("é\n"),
    text: "\u00c3\u00a9\n",
  })
})

it("reads of a large file what it needs to know it again", async () => {
  const large = "x".repeat(1_000_001)
  const app = await tempApp({ large })
  const content = await readContent(app, { kind: "file", path: "large", bytes: large.length })
  expect(content).toEqual({ digest: digestOf(large), text: "" })
})

it("reads where a link leads, and not what is there", async () => {
  const app = await tempApp({ "a.ex": "one" })
  await symlink("a.ex", join(app, "link"))
  const content = await readContent(app, { kind: "link", path: "link", bytes: 4 })
  expect(content).toEqual({ digest: digestOf("a.ex"), text: "a.ex" })
})
