import { expect, it } from "vitest"
import { looseTailwind } from "../../lib/static/tailwind.ts"

function loose(files: Readonly<Record<string, string>>): string | undefined {
  return looseTailwind(Object.entries(files).map(([path, text]) => ({ path, text })))
}

const css = "assets/css/app.css"
const js = "assets/tailwind.config.js"
const config = "config/config.exs"

it.each<Readonly<Record<string, string>>>([
  { [css]: '@import "tailwindcss" source(none);\n@source "../js";' },
  { [css]: '@import "tailwindcss" prefix(tw) source("../../lib/shop_web");' },
  {
    [css]: '@import "tailwindcss/theme" layer(theme);\n@import "tailwindcss/utilities" layer(utilities) source(none);',
  },
  { [css]: "@tailwind utilities source(none);" },
  { [css]: "@tailwind base;\n@tailwind components;\n@tailwind utilities;", [js]: "content: []" },
  {
    [css]: '@import "tailwindcss/base";\n@import "tailwindcss/components";\n@import "tailwindcss/utilities";',
    [js]: "",
  },
  { [css]: "@tailwind utilities;", [config]: 'config :tailwind, version: "3.4.3", default: []' },
  { [css]: "@tailwind utilities;", [config]: 'config :tailwind,\n  version: "3.4.3"' },
  { [css]: "@tailwind utilities;", "assets/package.json": '{"devDependencies": {"tailwindcss": "^2.2.19"}}' },
  { [css]: "body { color: red }" },
  {
    [css]: "/* Not with Tailwind. */\nbody { color: red }",
    "assets/build.mjs": "/** As Tailwind does. */\n// Tailwind",
  },
  {
    [css]:
      '@import "tailwindcss" source(none);\n@plugin "../vendor/heroicons";\n@import "flatpickr/dist/flatpickr.css";',
    "assets/vendor/heroicons.js": 'const plugin = require("tailwindcss/plugin")',
    "assets/types.ts": 'import type { Config } from "tailwindcss"',
    "assets/package.json": '{"devDependencies": {"tailwindcss": "^4"}}',
    [config]: 'config :tailwind, version: "4.1.7", shop: [args: ~w(--input=assets/css/app.css)]',
  },
  {
    [js]: 'const plugin = require("tailwindcss/plugin")\nmodule.exports = { content: ["./js/**/*.js"], presets: [require("./own")] }',
    [config]: 'config :tailwind, version: "3.4.3"',
    "assets/babel.config.js": 'presets: [["@babel/preset-env", { targets: "defaults" }]]',
  },
])("is told where to look: %j", (files) => {
  expect(loose(files)).toBeUndefined()
})

it.each<Readonly<Record<string, string>>>([
  { [css]: '@import "tailwindcss";' },
  { [css]: "@import 'tailwindcss' layer(a);\n@source \"../../lib\";" },
  { [css]: "@import url(tailwindcss);" },
  { [css]: '@import "tailwindcss/utilities";' },
  { [css]: '@import "tailwindcss/index.css" theme(static);' },
  { [css]: "@tailwind utilities;" },
  { [css]: '@import "tailwindcss";', "assets/css/b.css": '@import "tailwindcss" source(none);' },
  {
    [css]: "@tailwind base;\n@tailwind utilities;",
    [js]: "",
    "assets/package.json": '{"d": {"tailwindcss": "latest"}}',
  },
  { [css]: '@tailwind base;\n@tailwind utilities;\n@config "../tailwind.config.js";', [js]: "" },
  { [css]: "@tailwind utilities;", [config]: 'config :tailwind, version: "4.1.7"' },
  {
    [css]: "@tailwind utilities;",
    [config]: 'config :tailwind, version: "3.4.3"',
    "assets/package.json": '{"tailwindcss": "4"}',
  },
])("looks everywhere: %j", (files) => {
  expect(loose(files)).toBe(css)
})

const version4 = { "assets/package.json": '{"devDependencies": {"tailwindcss": "^4", "@tailwindcss/vite": "^4"}}' }
const version3 = { [config]: 'config :tailwind, version: "3.4.3"' }

it.each<readonly [by: string, files: Readonly<Record<string, string>>]>([
  ["assets/js/app.js", { ...version4, "assets/js/app.js": 'import "tailwindcss/index.css"' }],
  [
    "assets/js/app.js",
    {
      [css]: '@import "tailwindcss" source(none);',
      "assets/js/app.js": 'await import("tailwindcss/index.css?inline")',
    },
  ],
  ["assets/package.json", { ...version4, [css]: '@import "@acme/ui/styles.css";' }],
  ["assets/css/app.scss", { ...version4, "assets/css/app.scss": '@use "tailwindcss";' }],
  [css, { [css]: '@import "../node_modules/tailwindcss/index.css";' }],
  [config, { [config]: 'config :tailwind, version: "4.1.7"' }],
  ["assets/package.json", { "assets/package.json": '{"d": {"tailwindcss": "3 || 4"}}' }],
  [config, { ...version3, "assets/package.json": '{"d": {"@tailwindcss/cli": "^4"}}' }],
  [js, { ...version3, [js]: 'module.exports = { content: ["./js"], presets: [require("@acme/preset")] }' }],
  [js, { ...version3, [js]: 'import preset from "@acme/preset"\nexport default { presets: [preset] }' }],
  [js, { ...version3, [js]: 'module.exports = require("@acme/tailwind")' }],
  [js, { ...version3, [js]: 'const a = require("@acme/a")\nmodule.exports = { content: a.content }' }],
  [js, { ...version3, [js]: 'const a = require("@acme/a")\nmodule.exports = { content: ["./js", ...a.content] }' }],
  [css, { ...version3, [css]: '@config "@acme/tailwind.js";\n@tailwind utilities;' }],
])("may look everywhere by what packages bring: %s", (by, files) => {
  expect(loose(files)).toBe(by)
})

it("others look everywhere too", () => {
  expect(loose({ "assets/package.json": '{"devDependencies": {"vite-plugin-windicss": "^1"}}' })).toBe(
    "assets/package.json",
  )
  expect(loose({ "assets/package.json": '{"devDependencies": {"unocss": "^66"}}' })).toBe("assets/package.json")
})
