import { expect, it } from "vitest"
import { appFiles } from "../../../bench/generate/app/app.ts"
import { packageGraph } from "../../../bench/generate/graph.ts"

const packages = packageGraph(24, "seed")
const app = (modules: number) => appFiles({ modules, packages, imports: ["some-kit"] })

it.each([30, 60, 100, 300, 1000])("has %i source files when it is asked for so many", (modules) => {
  expect(Object.keys(app(modules)).filter((path) => /^lib\/.*\.ex$/.test(path))).toHaveLength(modules)
})

it("is the same whenever it is made", () => {
  expect(app(60)).toEqual(app(60))
})

it("has routes and pages for each of what it sells, and live ones for half of it", () => {
  const files = app(60)
  const router = files["lib/shop/web/router.ex"] ?? ""
  const named = (pattern: RegExp) => [...router.matchAll(pattern)].map(([, name]) => name)
  const [html, live] = [named(/resources "\/(\w+)s"/g), named(/live "\/(\w+)s",/g)]
  expect([html.length, live.length]).toEqual([5, 4])
  const expected = [
    ...html.flatMap((name) => [
      `lib/shop/web/controllers/${name}_controller.ex`,
      `lib/shop/web/controllers/${name}_html.ex`,
      `lib/shop/web/templates/${name}/index.html.heex`,
    ]),
    ...live.flatMap((name) => ["index", "form", "show"].map((page) => `lib/shop/web/live/${name}_live/${page}.ex`)),
  ]
  expect(Object.keys(files)).toEqual(expect.arrayContaining(expected))
})
