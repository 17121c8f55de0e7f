import { expect, it } from "vitest"
import { readApp } from "../../lib/app/app.ts"
import { findAssets } from "../../lib/app/assets.ts"
import { whyUnrepeatable } from "../../lib/static/unrepeatable.ts"
import { whyAssetsVary } from "../../lib/static/varying-assets.ts"
import { type Files, tempApp } from "../support/app.ts"
import { mixExs, npmAssets, phoenixApp, plainApp } from "../support/apps.ts"

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

async function whyVary(files: Files): Promise<string | undefined> {
  const app = await readApp(await tempApp(files))
  return whyAssetsVary(app.folder, await findAssets(app), "phx")
}

it("says that a usual app's assets do not vary", async () => {
  expect(await whyVary(phoenixApp)).toBeUndefined()
})

it.each<readonly [files: Files, expected: string]>([
  [
    { ...phoenixApp, "assets/vite.config.js": 'import { sentryVitePlugin } from "@sentry/vite-plugin"' },
    "assets/vite.config.js names a tool that tells a service of each build",
  ],
  [{ ...phoenixApp, "assets/build.js": 'execSync("git rev-parse HEAD")' }, "assets/build.js asks git"],
  [
    { ...phoenixApp, "mix.exs": mixExs(['aliases: ["assets.deploy": ["cms.download", "phx.digest"]]']) },
    "mix cms.download may make something else each time",
  ],
  [
    { ...phoenixApp, "assets/package.json": '{ "scripts": { "feed": "mkdir x && curl -o x/y z" } }' },
    "the script feed of assets/package.json may make something else each time",
  ],
])("says why assets vary: %#", async (files, expected) => {
  expect(await whyVary(files)).toBe(expected)
})
