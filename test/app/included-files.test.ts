import { expect, it } from "vitest"
import { includedFiles, matchingFiles } from "../../lib/app/included-files.ts"
import { tempApp } from "../support/app.ts"

const files = ["seeds.exs", "priv/key.pem", "priv/repo/seeds.exs", "priv/repo/migrations/1.exs", "lib/a+b.ex"]

it.each([
  [["/priv/key.pem"], ["priv/key.pem"]],
  [["/priv/*"], ["priv/key.pem"]],
  [["/priv/**"], ["priv/key.pem", "priv/repo/migrations/1.exs", "priv/repo/seeds.exs"]],
  [["/priv/repo/***"], ["priv/repo/migrations/1.exs", "priv/repo/seeds.exs"]],
  [["seeds.exs"], ["priv/repo/seeds.exs", "seeds.exs"]],
  [["/seeds.exs"], ["seeds.exs"]],
  [["repo/*.exs"], ["priv/repo/seeds.exs"]],
  [
    ["seed?.exs", "a+b.ex"],
    ["lib/a+b.ex", "priv/repo/seeds.exs", "seeds.exs"],
  ],
  [["/priv"], []],
  [["/priv/"], []],
  [["eeds.exs"], []],
  [[], []],
])("the patterns %j choose %j", async (patterns, chosen) => {
  const app = await tempApp(Object.fromEntries(files.map((file) => [file, ""])))
  expect(await includedFiles(app, patterns)).toEqual(chosen)
})

it.each([
  ["priv/*.pem", ["priv/key.pem"]],
  ["priv/repo", ["priv/repo"]],
  ["**/seeds.exs", ["priv/repo/seeds.exs", "seeds.exs"]],
  [".", ["."]],
  ["nothing/*", []],
  [undefined, []],
])("the pattern %s finds %j", async (pattern, found) => {
  const app = await tempApp(Object.fromEntries(files.map((file) => [file, ""])))
  expect(await matchingFiles(app, pattern)).toEqual(found)
})
