import { describe, expect, it } from "vitest"
import { isRefreshable } from "../../lib/mix/refreshable.ts"

const plain = new Map([["mix.exs", 'releases: [shop: [include_executables_for: [:unix]]], version: "0.1.0"']])

describe("a release is refreshed when the app differs by", () => {
  it.each([
    ["nothing", []],
    ["modules", ["lib/shop/items.ex", "lib/shop_web/live/item.html.heex", "src/parser.yrl", "include/shop.hrl"]],
    ["assets and what is served", ["assets/css/app.css", "priv/static/robots.txt"]],
    ["those of an umbrella's app", ["apps/web/lib/web.ex", "apps/web/priv/gettext/en.po", "apps/web/assets/app.js"]],
    ["tests", ["test/shop_test.exs"]],
  ])("%s", (_, changed) => {
    expect(isRefreshable(changed, plain)).toBe(true)
  })
})

describe("a release is made anew when the app differs by", () => {
  it.each([
    "mix.exs",
    "mix.lock",
    "config/runtime.exs",
    "apps/web/mix.exs",
    "rel/env.sh.eex",
    "rel/overlays/bin/server",
    "vendor/part/lib/part.ex",
    "VERSION",
    "README.md",
    "libraries/x.ex",
  ])("%s", (path) => {
    expect(isRefreshable(["lib/shop.ex", path], plain)).toBe(false)
  })
})

describe("a release is made anew when what makes it", () => {
  it.each([
    ["reads a file", "mix.exs", 'version: File.read!("priv/version")'],
    ["loads code", "mix.exs", 'Code.require_file("lib/version.ex")'],
    ["asks git", "mix.exs", '{rev, 0} = System.cmd("git", ["rev-parse", "HEAD"])'],
    ["asks for the time", "config/config.exs", "config :shop, built_at: DateTime.utc_now()"],
    ["asks Erlang for the time", "config/prod.exs", "config :shop, built_at: System.system_time()"],
    ["asks Erlang", "config/prod.exs", "config :shop, host: :inet.gethostname() |> elem(1), os: :os.type()"],
    ["has steps of its own", "mix.exs", "releases: [shop: [steps: [:assemble, &Shop.pack/1]]]"],
    ["has overlays of its own", "mix.exs", 'releases: [shop: [overlays: ["priv/bin"]]]'],
    ["is an alias", "mix.exs", 'aliases: [release: ["shop.prepare", "release"]]'],
    ["lists folders", "rel/env.sh.eex", '<%= Path.wildcard("priv/*") %>'],
  ])("%s", (_, path, text) => {
    expect(isRefreshable(["lib/shop.ex"], new Map([...plain, [path, text]]))).toBe(false)
  })
})
