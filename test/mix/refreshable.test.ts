import { describe, expect, it } from "vitest"
import { isEvaluated, refreshing } from "../../lib/mix/refreshable.ts"

const plain =
  'releases: [shop: [include_executables_for: [:unix]]], version: "0.1.0", extra_applications: [:logger, :crypto]'

describe("a release is refreshed when the app differs by", () => {
  it.each([
    ["nothing", []],
    ["modules", ["lib/shop/items.ex", "lib/shop_web/live/item.html.heex", "src/parser.yrl", "include/shop.hrl"]],
    ["assets and what is served", ["assets/css/app.css", "priv/static/robots.txt"]],
    ["those of an umbrella's app", ["apps/web/lib/web.ex", "apps/web/priv/gettext/en.po", "apps/web/assets/app.js"]],
    ["tests", ["test/shop_test.exs"]],
    ["the folders themselves, with the first or last file in them", ["priv", "priv/a.txt", "apps/web/priv", "test"]],
  ])("%s", (_, changed) => {
    expect(refreshing({ changed, evaluated: [plain] })).toBe("own")
  })

  it.each([
    ["what is fetched", ["mix.lock"]],
    ["what is fetched and modules", ["lib/shop.ex", "mix.lock"]],
  ])("%s, with all of its applications", (_, changed) => {
    const config = "config :shop, version: Mix.Project.config()[:version], modules: [Shop.Application.Api]"
    expect(refreshing({ changed, evaluated: [`use Mix.Project\n${plain}`, config] })).toBe("all")
  })
})

describe("a release is refreshed when what makes it has", () => {
  it.each([
    'import_config "#{config_env()}.exs"',
    'import_config("prod.exs")',
    'import_config "../apps/*/config/config.exs"',
    'import_config "../../../config/shared.exs"',
    "export NODE=<%= @release.name %>\n<%# a word %>",
  ])("%j", (text) => {
    expect(refreshing({ changed: ["lib/shop.ex"], evaluated: [text] })).toBe("own")
  })
})

describe("a release is made anew when the app differs by", () => {
  it.each([
    "mix.exs",
    "apps/web/mix.lock",
    "config/runtime.exs",
    "apps/web/mix.exs",
    "rel/env.sh.eex",
    "rel/overlays/bin/server",
    "vendor/part/lib/part.ex",
    "VERSION",
    "README.md",
    "libraries/x.ex",
    "privet",
    "apps",
  ])("%s", (path) => {
    expect(refreshing({ changed: ["lib/shop.ex", path], evaluated: [plain] })).toBe(undefined)
  })
})

describe("a release is made anew when what makes it", () => {
  it.each([
    ["reads a file", 'version: File.read!("priv/version")'],
    ["loads code", 'Code.require_file("lib/version.ex")'],
    ["asks git", '{rev, 0} = System.cmd("git", ["rev-parse", "HEAD"])'],
    ["asks for the date", "config :shop, built_at: DateTime.utc_now()"],
    ["asks for the time", "config :shop, built_at: System.system_time()"],
    ["asks for the machine", "config :shop, os: :os.type()"],
    ["has steps of its own", "releases: [shop: [steps: [:assemble, &Shop.pack/1]]]"],
    ["has overlays of its own", 'releases: [shop: [overlays: ["priv/bin"]]]'],
    ["is an alias", 'aliases: [release: ["shop.prepare", "release"]]'],
    ["has the app's own provider of configuration", "config_providers: [{Shop.Provider, []}]"],
    ["copies a file of priv", 'runtime_config_path: "priv/runtime.exs"'],
    ["imports what lies among modules", 'import_config "../lib/shop/settings.exs"'],
    ["imports what lies in priv", 'import_config("../apps/web/priv/config/x.exs")'],
    ["imports what it works out", 'import_config Path.expand("../lib/x.exs", __DIR__)'],
    ["calls the app", "<%= Shop.Vm.args() %>"],
    ["asks for the machine's name", "config :shop, host: :inet.gethostname()"],
    ["takes something by chance", "config :shop, shard: Enum.random(1..4)"],
    ["runs a program", 'Mix.shell().cmd("make version")'],
    ["lists folders", '<%= Path.wildcard("priv/*") %>'],
  ])("%s", (_, text) => {
    expect(refreshing({ changed: ["lib/shop.ex"], evaluated: [plain, text] })).toBe(undefined)
  })
})

describe("a release is made anew when what is fetched differs and what makes it", () => {
  it.each([
    ["asks for dependencies", "strip_beams: Mix.Project.deps_apps() != []"],
    ["reads the lock", "cookie: inspect(Mix.Dep.Lock.read())"],
    ["asks for an application's version", "config :shop, ui: Application.spec(:ui, :vsn)"],
    ["asks Hex", "if Hex.version() do"],
  ])("%s", (_, text) => {
    expect(refreshing({ changed: ["lib/shop.ex"], evaluated: [plain, text] })).toBe("own")
    expect(refreshing({ changed: ["mix.lock"], evaluated: [plain, text] })).toBe(undefined)
  })
})

describe("what Mix evaluates when it makes a release", () => {
  it.each([
    "mix.exs",
    "apps/web/mix.exs",
    "config/config.exs",
    "config/prod.exs",
    "config/dev.exs",
    "config/parts/mail.exs",
    "apps/web/config/config.exs",
    "rel/env.sh.eex",
    "rel/vm.args.eex",
  ])("is %s", (path) => {
    expect(isEvaluated(path)).toBe(true)
  })

  it.each([
    "config/runtime.exs",
    "rel/overlays/bin/server.eex",
    "lib/shop_web/page.html.eex",
    "priv/repo/seeds.exs",
    "test/mix.exs.txt",
  ])("is not %s", (path) => {
    expect(isEvaluated(path)).toBe(false)
  })
})
