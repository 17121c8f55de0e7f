import { rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { readSources } from "../../lib/mix/kept-sources.ts"
import { writtenBeside } from "../../lib/mix/written-beside.ts"
import { type Files, tempApp, writeFiles } from "../support/app.ts"

const checkout = { "lib/a.ex": "a", "priv/index.json": "{}", "assets/js/app.js": "app", "assets/package.json": "{}" }

/** What is told of an app in which these files are written. */
async function told(written: Files, before: Files = {}): Promise<string | undefined> {
  const app = await tempApp(checkout)
  const { files } = await readSources({ app, purpose: "production" })
  await writeFiles(app, before)
  return writtenBeside(app, files, async () => void (await writeFiles(app, written)))
}

it.each<Files>([
  { "priv/index.json": "[]" },
  { "priv/native/a.so": "" },
  { "assets/js/routes.js": "" },
  { "assets/js/app.js": "new" },
])("tells of %j", async (written) => {
  expect(await told(written)).toBe(Object.keys(written)[0])
})

it.each<Files>([
  {},
  { "priv/index.json": "{}" },
  { "assets/package.json": "{ }", "assets/package-lock.json": "{}", "yarn.lock": "", "assets/.npmrc": "" },
  { "assets/node_modules/a/index.js": "", "_build/prod/lib/a/ebin/a.app": "", "deps/b/priv/b.so": "" },
])("tells nothing of %j", async (written) => {
  expect(await told(written)).toBeUndefined()
})

it("tells nothing of what was written before, unless it is written again", async () => {
  const before = { "priv/index.json": "[1]", "priv/new.json": "[1]" }
  expect(await told({}, before)).toBeUndefined()
  expect(await told({ "priv/new.json": "[2]" }, before)).toBe("priv/new.json")
  expect(await told({ "priv/index.json": "{}" }, before)).toBeUndefined()
})

it("goes by more than times and sizes that are seen from outside", async () => {
  const app = await tempApp(checkout)
  const { files } = await readSources({ app, purpose: "production" })
  const write = async (): Promise<void> => {
    await rm(join(app, "priv/index.json"))
    await writeFile(join(app, "priv/index.json"), "[]")
  }
  expect(await writtenBeside(app, files, write)).toBe("priv/index.json")
})
