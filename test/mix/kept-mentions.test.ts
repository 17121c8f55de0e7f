import { describe, expect, it } from "vitest"
import { mentions } from "../../lib/mix/kept-mentions.ts"

const isMentioned = (path: string, text: string, lasting = true): boolean =>
  mentions([{ path: "lib/shop/code.ex", text }])({ path, lasting })

it.each([
  ["CHANGELOG.md", '@changes File.read!("CHANGELOG.md")'],
  ["VERSION", 'version: File.read!("VERSION")'],
  ["priv/posts/one.md", 'Path.wildcard("priv/posts/*.md")'],
  ["priv/posts/one.md", 'for path <- Path.wildcard(Path.join([@root, "posts", "*"]))'],
  ["priv/data/countries.json", "Path.join(:code.priv_dir(:shop), name)"],
  ["data/one.csv", "~w(data) |> Enum.flat_map(&File.ls!/1)"],
  ["apps/web/priv/words.txt", 'Application.app_dir(:web, "priv/words.txt")'],
])("%s may be read by %s", (path, code) => {
  expect(isMentioned(path, code)).toBe(true)
})

it.each([
  ["assets/icons/cart.svg", '@icon File.read!("assets/icons/cart.svg")'],
  ["assets/icons/cart.svg", 'icon("assets/icons/cart.svg")'],
  ["apps/web/assets/icons/cart.svg", 'embed(@root <> "/assets/icons/cart.svg")'],
  ["assets/icons/cart.svg", 'for path <- Path.wildcard("assets/icons/*.svg"), do: path'],
  ["assets/icons/cart.svg", 'File.ls!("assets/icons")'],
  ["assets/icons/cart.svg", 'Path.wildcard("assets/**/*")'],
  ["assets/icons/cart.svg", 'Path.wildcard(Path.join(["assets", "**"]))'],
  ["assets/icons/cart.svg", 'def icon(name), do: File.read!(Path.join("../assets/icons", name))'],
  ["priv/static/cache_manifest.json", 'File.read!(Application.app_dir(:shop, "priv/static/cache_manifest.json"))'],
  ["priv/static/cache_manifest.json", 'File.read!(Path.join(:code.priv_dir(:shop), "static/cache_manifest.json"))'],
  ["test/fixtures/words.json", '@words "test/fixtures/words.json" |> File.read!()'],
  ["lib/shop/mail.eex", 'EEx.eval_string(File.read!("lib/shop/mail.eex"))'],
  ["lib/shop/mail.html.eex", '@mail EEx.compile_file(Path.join(__DIR__, "mail.html.eex"))'],
  ["priv/scripts/one.exs", 'Code.eval_file("priv/scripts/one.exs")'],
  ["priv/scripts/one.exs", 'for path <- Path.wildcard("priv/scripts/*.exs"), do: Code.eval_file(path)'],
  ["settings.exs", 'config :shop, Config.Reader.read!("settings.exs")'],
  ["settings.exs", '{settings, _} = Code.eval_file("settings.exs")'],
  ["lib/shop/page.ex", '@source File.read!("lib/shop/page.ex")'],
  ["src/words.erl", '{ok, Words} = file:consult("src/words.erl")'],
])("%s, which others read, may be read by %s", (path, code) => {
  expect(isMentioned(path, code)).toBe(true)
})

it.each([
  ["lib/shop/web/templates/index.html.heex", 'embed_templates "templates/*"\nFile.read!("VERSION")'],
  ["lib/shop/mail.eex", 'EEx.function_from_file(:def, :mail, "lib/shop/mail.eex", [:name])'],
  ["lib/shop/page.ex", "defmodule Shop.Page do"],
  ["lib/shop/page.ex", 'File.read!("lib/shop/home_page.exs")'],
  ["priv/gettext/de/LC_MESSAGES/default.po", "use Gettext.Backend, otp_app: :shop, priv: priv/"],
  [
    "priv/repo/migrations/1_shop.exs",
    'Code.eval_file(Path.join(:code.priv_dir(:shop), "repo/migrations/../seeds.exs"))',
  ],
  ["assets/css/app.css", "~p'/assets/app.css' assets/"],
  ["assets/css/app.css", '<link href={~p"/assets/css/app.css"} /> static_url(@conn, "/assets/css/app.css")'],
  ["assets/css/app.css", 'config :tailwind, args: ~w(\n--input=assets/css/app.css\n)\nversion: File.read!("VERSION")'],
  ["assets/vendor/heroicons.js", 'File.read!("a")\n@doc """\nBy `assets/vendor/heroicons.js`.\n"""\ndef icon'],
  ["assets/vendor/heroicons.js", "# by assets/vendor/heroicons.js"],
  ["priv/static/robots.txt", "def static_paths, do: ~w(assets fonts images favicon.ico robots.txt)"],
  ["priv/static/images/logo.svg", '<img src={~p"/images/logo.svg"} width="36" />\nFile.read!("VERSION")'],
  ["priv/static/assets/app.js", '<script defer src="/assets/app.js"></script>\nFile.read!("VERSION")'],
  ["test/data/one.json", "one.json"],
  ["test/support/data_case.ex", 'defp elixirc_paths(:test), do: ["lib", "test/support"]\nFile.read!("VERSION")'],
  ["README.md", 'File.read!("CHANGELOG.md")'],
  ["Procfile", "defmodule Shop do"],
])("%s is not, or in a way that Mix knows of, whatever the code: %s", (path, code) => {
  expect(isMentioned(path, code)).toBe(false)
})

it.each([
  ["lib/shop/one.sql", 'for f <- Path.wildcard("#{__DIR__}/*"), do: File.read!(f)'],
  ["lib/shop/deep/one.sql", 'for f <- Path.wildcard("#{__DIR__}/**"), do: File.read!(f)'],
  ["lib/shop/one.sql", 'for f <- File.ls!(__DIR__), String.ends_with?(f, ".sql"), do: f'],
  ["lib/shop/one.sql", "for f <- File.ls!(__DIR__), do: f"],
  ["lib/shop/one.sql", 'def sql(n), do: File.read!(Path.join(__DIR__, "#{n}.sql"))'],
  ["lib/shop/one.sql", 'def sql(n), do: File.read!(Path.join([__DIR__, "x", n]))'],
  ["lib/shop/one.sql", "def sql(n), do: File.read!(Path.join(Path.dirname(__ENV__.file), n))"],
  ["lib/shop/one.html.eex", "for f <- File.ls!(__DIR__), do: EEx.compile_file(f)"],
  ["lib/queries/one.sql", 'Path.join([__DIR__, "..", name]) |> File.read!()'],
  ["lib/queries/one.sql", 'File.ls!(Path.expand("..", __DIR__))'],
  ["lib/queries/one.sql", "__DIR__ |> Path.dirname() |> File.ls!()"],
  ["priv/queries/one.sql", 'Path.wildcard("#{__DIR__}/../../*/*/*")'],
  ["lib/other/one.sql", "defmacro sql(n), do: quote(do: File.read!(Path.join(__DIR__, unquote(n))))"],
  ["lib/other/one.sql", "defmacro sql(n), do: __CALLER__.file |> Path.dirname() |> Path.join(n) |> File.read!()"],
  ["lib/shop/one.txt", "{ok, Names} = file:list_dir(filename:dirname(?FILE))."],
])("%s may be read by a module that looks from its own folder: %s", (path, code) => {
  expect(isMentioned(path, code)).toBe(true)
})

it.each([
  ["lib/shop/web/page.html.heex", '@text File.read!(Path.join(__DIR__, "words.txt"))'],
  ["lib/shop/web/page.html.heex", '@text File.read!("#{__DIR__}/../words.txt")'],
  ["lib/shop/web/page.html.heex", 'for f <- Path.wildcard(Path.join(__DIR__, "posts/*.md")), do: File.read!(f)'],
  ["lib/shop/web/page.html.heex", 'EEx.function_from_file(:def, :mail, Path.join(__DIR__, "mail.eex"), [:name])'],
  ["lib/shop/web/page.html.heex", 'use Phoenix.View, root: __DIR__, namespace: Shop\nembed_templates "page_html/*"'],
  ["lib/shop/page.ex", "for f <- File.ls!(__DIR__), do: f"],
  ["lib/other/one.sql", "for f <- File.ls!(__DIR__), do: f"],
  ["README.md", 'config :esbuild, cd: Path.expand("../assets", __DIR__)\nFile.read!("VERSION")'],
  ["lib/shop/web/page.html.heex", 'config :tailwind, cd: Path.expand("..", __DIR__)\nFile.read!("VERSION")'],
  ["lib/shop/one.sql", "# looks in __DIR__\nFile.read!(name)"],
])("%s is not read by one that says what it reads there, nor what Mix compiles: %s", (path, code) => {
  expect(isMentioned(path, code)).toBe(false)
})

describe("a module that tells Mix what it reads", () => {
  const two = '@external_resource "priv/one.txt"\n@one File.read!("priv/one.txt")\n@two File.read!("priv/two.txt")'

  it("counts for what it reads besides", () => {
    expect(isMentioned("priv/one.txt", two)).toBe(false)
    expect(isMentioned("priv/two.txt", two)).toBe(true)
  })

  it("says nothing of what other modules read", () => {
    const other = '@one File.read!("priv/one.txt")'
    const files = [two, other].map((text, at) => ({ path: `lib/${at}.ex`, text }))
    expect(mentions(files)({ path: "priv/one.txt", lasting: true })).toBe(true)
  })

  it.each([
    ["a name", 'path = Path.join(__DIR__, "words/one.txt")\n@external_resource path\n@words File.read!(path)'],
    ["an attribute", '@path "#{__DIR__}/../words/one.txt"\n@external_resource @path\n@words File.read!(@path)'],
    ["a name that it gets there", '@external_resource path = Path.join(["words", "one.txt"])\nFile.read!(path)'],
    ["lines", '@external_resource(\n  __DIR__\n  |> Path.join("words/one.txt")\n)\n'],
    ["a list", 'for path <- ["words/one.txt", "words/two.txt"] do\n  @external_resource path\nend'],
    ["words", "for path <- ~w(words/one.txt words/two.txt), do: @external_resource path"],
    [
      "the same place",
      '@external_resource Path.join(:code.priv_dir(:a), "one.txt")\nFile.read!(Path.join(:code.priv_dir(:a), "one.txt"))',
    ],
  ])("does so by %s", (_, code) => {
    expect(isMentioned("priv/words/one.txt", code.replaceAll("words/", "priv/words/"))).toBe(false)
  })

  it("is not believed about a name that it has in two places", () => {
    const code = '@external_resource Path.join(@de, "words.txt")\nFile.read!(Path.join(@en, "words.txt"))'
    expect(isMentioned("priv/en/words.txt", code)).toBe(true)
  })

  it("knows of the files of a folder that were there, and of new ones only when it looks for them", () => {
    const all = 'paths = Path.wildcard("posts/*.md")\nfor path <- paths do\n  @external_resource path\nend'
    expect(isMentioned("posts/one.md", all)).toBe(false)
    expect(isMentioned("posts/one.md", all, false)).toBe(true)
    expect(isMentioned("posts/one.md", `${all}\ndef __mix_recompile__?, do: true`, false)).toBe(false)
    expect(isMentioned("posts/one.txt", `${all}\nFile.read!("posts/one.txt")`)).toBe(true)
  })

  it("is not believed where nobody can tell what it names", () => {
    const code = 'Enum.each(File.ls!("posts"), &Module.put_attribute(__MODULE__, :external_resource, &1))'
    expect(isMentioned("posts/one.md", code)).toBe(true)
    expect(isMentioned("posts/one.md", 'Enum.each(File.ls!("posts"), fn f -> @external_resource f end)')).toBe(true)
  })
})
