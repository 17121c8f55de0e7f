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

it("others look everywhere too", () => {
  expect(loose({ "assets/package.json": '{"devDependencies": {"vite-plugin-windicss": "^1"}}' })).toBe(
    "assets/package.json",
  )
})
