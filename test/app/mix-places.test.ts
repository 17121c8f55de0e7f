import { expect, it } from "vitest"
import { mixPlaces } from "../../lib/app/mix-places.ts"

const child = 'build_path: "../../_build",\n config_path: "../../config/config.exs", deps_path: "../../deps"]'

it.each([
  ["a project that says nothing", ".", "app: :hello", { build: "_build", config: "config/config.exs", deps: "deps" }],
  ["an app of an umbrella", "apps/web", child, { build: "_build", config: "config/config.exs", deps: "deps" }],
  ["one that stands by itself", "web", "", { build: "web/_build", config: "web/config/config.exs", deps: "web/deps" }],
  ["a place that code makes", ".", 'build_path: "_build/#{os()}"', undefined],
  ["one that is put together", ".", 'build_path: "_build" <> os()', undefined],
  ["one that is set twice", ".", 'build_path: "a",\n build_path: "b"', undefined],
  ["one outside of the app", ".", 'deps_path: "../deps",\n', undefined],
])("tells where Mix has what it needs: %s", (_, folder, text, places) => {
  expect(mixPlaces(folder, text)).toEqual(places)
})
