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

it("has a route, a controller, a view and templates for each of what it sells", () => {
  const files = app(60)
  const router = files["lib/shop/web/router.ex"] ?? ""
  const resources = [...router.matchAll(/resources "\/(\w+)s"/g)].map(([, name]) => name)
  expect(resources.length).toBeGreaterThan(5)
  for (const name of resources) {
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        `lib/shop/web/controllers/${name}_controller.ex`,
        `lib/shop/web/views/${name}_view.ex`,
        `lib/shop/web/templates/${name}/index.html.eex`,
      ]),
    )
  }
})
