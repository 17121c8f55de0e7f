import { expect, it } from "vitest"
import { readApp } from "../../lib/app/app.ts"
import { findAssets } from "../../lib/app/assets.ts"
import { whyUnrepeatable } from "../../lib/static/unrepeatable.ts"
import { type Files, tempApp } from "../support/app.ts"
import { npmAssets, phoenixApp, plainApp } from "../support/apps.ts"

async function why(files: Files): Promise<string | undefined> {
  return whyUnrepeatable(await findAssets(await readApp(await tempApp(files))))
}

const packageJson = '{ "scripts": { "deploy": "x" } }\n'

it.each([
  ["without assets", plainApp],
  ["with locked npm packages", phoenixApp],
  ["with a script behind a lock", { ...plainApp, ...npmAssets, "assets/package.json": packageJson }],
  ["with a package.json that nobody uses", { ...plainApp, "assets/package.json": "{}\n" }],
])("the assets of an app %s can be made again", async (_, files) => {
  expect(await why(files)).toBeUndefined()
})

it.each([
  [
    { ...plainApp, "assets/package.json": packageJson },
    "without assets/package-lock.json npm may choose other packages each time",
  ],
  [{ ...phoenixApp, compile: "mix phx.digest\n" }, "nobody knows what the script compile does"],
])("those of another one cannot: %#", async (files, expected) => {
  expect(await why(files)).toBe(expected)
})
