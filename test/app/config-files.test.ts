import { expect, it } from "vitest"
import { readConfigFiles } from "../../lib/app/config-files.ts"
import { tempDir, writeFiles } from "../support/app.ts"

const START = "config/config.exs"

async function read(files: Readonly<Record<string, string>>, start = START) {
  const { texts, complete } = await readConfigFiles(await writeFiles(await tempDir("config"), files), start, "prod")
  return [texts.flatMap((text) => /@(\w+)/.exec(text)?.[1] ?? []), complete] as const
}

it.each([
  ["by name", 'import_config "assets.exs"', { "config/assets.exs": "@assets" }],
  ["in a folder", 'import_config("prod/assets.exs") # all', { "config/prod/assets.exs": "@assets" }],
  ["of the environment", 'import_config "#{config_env()}.exs"', { "config/prod.exs": "@assets" }],
  ["of the environment, as it was", 'import_config("#{Mix.env()}.exs")', { "config/prod.exs": "@assets" }],
  ["of the environment, as it was at first", 'import_config "#{Mix.env}.exs"', { "config/prod.exs": "@assets" }],
  [
    "by one that is imported, and twice",
    'import_config "a/b.exs"\nimport_config "a/b.exs"',
    { "config/a/b.exs": '# b\nimport_config "c.exs"', "config/a/c.exs": "@assets" },
  ],
])("follows what is imported: %s", async (_, line, files) => {
  expect(await read({ [START]: `import Config # @start\n${line}\n`, ...files })).toEqual([["start", "assets"], true])
})

it("passes over what is not imported", async () => {
  const others = { "config/staging.exs": "@staging", "config/dev.exs": "@dev", "config/runtime.exs": "@runtime" }
  const text = '# import_config "staging.exs"\n@start\nconfig :a, b: "import_config"\n'
  expect(await read({ [START]: text, ...others })).toEqual([["start"], true])
  expect(await read(others)).toEqual([[], true])
  expect(await read({ "config/own.exs": '@own\nimport_config "dev.exs"', ...others }, "config/own.exs")).toEqual([
    ["own", "dev"],
    true,
  ])
})

it.each([
  ["a name that code makes", 'import_config Path.join("prod", "assets.exs")'],
  ["one that is put together", 'import_config "prod" <> ".exs"'],
  ["on two lines", 'import_config "prod" <>\n  ".exs"'],
  ["a text with more in it", 'import_config "#{config_env()}/#{config_target()}.exs"'],
  ["a pattern", 'import_config "*.exs"'],
  ["files of an umbrella's apps", 'import_config "../apps/*/config/config.exs"'],
  ["a file elsewhere", 'import_config "../other.exs"'],
  ["a condition", 'if File.exists?("config/prod.exs"), do: import_config "prod.exs"'],
  ["a block", 'if config_env() == :prod do\n  import_config "prod.exs"\nend'],
  ["a condition behind it", 'import_config "prod.exs" if x'],
  ["a file that is not there", 'import_config "none.exs"'],
])("knows when there is more to it: %s", async (_, line) => {
  const files = { [START]: `import Config # @start\n${line}\n`, "config/prod.exs": "@prod", "other.exs": "@other" }
  expect(await read(files)).toEqual([["start"], false])
})
