import { describe, expect, it } from "vitest"
import { assetFiles } from "../../bench/generate/app/assets.ts"
import type { AssetPlace } from "../../lib/app/assets.ts"
import { type MixAliases, parseMixAliases } from "../../lib/app/mix-aliases.ts"
import { type InputRule, inputRule, textKind } from "../../lib/static/asset-inputs.ts"
import type { Files } from "../support/app.ts"

const npm = { manager: "npm", workspaces: false, engines: { wished: [] } } as const

/** The packages of a folder, with the scripts of its package.json. */
function packages(folder: string, scripts: Readonly<Record<string, string>> = {}) {
  return { ...npm, folder, scripts }
}

const alias = (...lines: readonly string[]): MixAliases => ({
  lines: new Map([["assets.deploy", lines]]),
  complete: true,
})

const phoenix = alias("tailwind shop --minify", "esbuild shop --minify", "phx.digest")
const place: AssetPlace = { kind: "alias", folder: "." }

function rule(files: Files, places: readonly AssetPlace[] = [place], aliases = phoenix): InputRule {
  const texts = Object.entries(files).map(([path, text]) => ({ path, text }))
  const folders = places.map(({ folder }) => [folder, aliases] as const)
  return inputRule({ places, phoenixEx: "phx", aliases: new Map(folders), texts, linked: [] })
}

const tailwind4 = {
  "assets/css/app.css": '@import "tailwindcss" source(none);\n@source "../js";\n@source "../../lib/shop_web";',
}

const paths = [
  ...["assets/js/app.js", "assets/gen.exs", "package.json", "mix.exs", "mix.lock", "config/runtime.exs"],
  ...[
    "priv/static/robots.txt",
    "priv/static/a.eex",
    "README.md",
    "lib/shop/mail/hello.html.heex",
    "lib/shop_web/page.html.heex",
  ],
  ...["lib/shop_web.ex", "lib/shop_web/page.ex", "lib/shop/catalog.ex", "lib/shop.ex", "src/a.erl", "test/a_test.exs"],
  ...["test/support/b.html", "priv/repo/migrations/1_a.exs", "priv/gettext/en/LC_MESSAGES/a.po", "Procfile"],
]

const always = paths.slice(0, 9)
const ofWeb = [...always, "lib/shop_web.ex", "lib/shop_web/page.ex", "lib/shop_web/page.html.heex"]

describe("the files that count", () => {
  it.each<readonly [what: string, files: Files, expected: readonly string[]]>([
    ["Phoenix 1.8", tailwind4, ofWeb],
    [
      "Phoenix 1.7",
      {
        "assets/tailwind.config.js": 'content: ["./js/**/*.js", "../lib/shop_web.ex", "../lib/shop_web/**/*.*ex"]',
        "config/config.exs": 'config :tailwind, version: "3.4.3"',
      },
      ofWeb,
    ],
    ["the app of the benchmark", assetFiles(["left-pad"]), [...always]],
    ["a script of one's own", { "assets/build.mjs": 'const root = "../lib/shop_web"' }, ofWeb],
    ["esbuild alone", { "assets/js/app.js": 'import "phoenix_html"\nimport {Socket} from "phoenix"' }, always],
    [
      "webpack of Phoenix 1.5",
      {
        "assets/webpack.config.js":
          "path.resolve(__dirname, '../priv/static/js'); new CopyPlugin([{ from: 'static/', to: '../' }])",
      },
      always,
    ],
    [
      "webpack that copies from above",
      { "assets/webpack.config.js": "new CopyPlugin([{ from: '../', to: 'x' }])" },
      paths,
    ],
    [
      "vite",
      {
        "assets/vite.config.js":
          'export default { build: { outDir: "../priv/static", rollupOptions: { input: ["js/app.ts"] } }, publicDir: "./static" }',
      },
      always,
    ],
    [
      "brunch",
      {
        "assets/brunch-config.js":
          'paths: { watched: ["static", "css", "js", "vendor"], public: "../priv/static" }, plugins: { babel: { ignore: [/vendor/] } }',
      },
      always,
    ],
    [
      "rollup of a folder of lib",
      { "assets/rollup.config.mjs": 'input: ["js/app.js", "../lib/shop_web/live/hooks.js"]' },
      always,
    ],
  ])("are some: %s", (_, files, expected) => {
    const { counts, why } = rule(files)
    expect(paths.filter(counts).toSorted()).toEqual([...expected].toSorted())
    expect(why === undefined).toBe(expected !== paths)
  })

  it.each<readonly [why: string, rule: InputRule]>([
    [
      "assets/css/app.css has class names looked for in all files",
      rule({ "assets/css/app.css": '@import "tailwindcss";' }),
    ],
    [
      "assets/package.json has class names looked for in all files",
      rule({
        "assets/package.json": '{"devDependencies": {"tailwindcss": "^4.1.0"}}',
        "assets/js/app.js": 'import "../css/app.css"',
        "assets/css/app.css": '@import "@acme/ui/styles.css";',
      }),
    ],
    [
      "mix.exs has class names looked for in all files",
      rule({}, [place], alias("cmd --cd assets npx @tailwindcss/cli -o ../priv/static/app.css", "phx.digest")),
    ],
    ["assets/build.js may lead to any file", rule({ "assets/build.js": "path.dirname(__dirname)" })],
    ["assets/css/app.css may lead to any file", rule({ "assets/css/app.css": '@source "../../_build/prod/lib/a";' })],
    [
      "package.json is in the top folder, so the assets may be made of any file",
      rule({ "package.json": "{}" }, [{ ...place, packages: packages(".") }]),
    ],
    ["mix shop.icons may read any file", rule({}, [place], alias("shop.icons", "phx.digest"))],
    ["mix.exs may lead to any file", rule({}, [place], alias("cmd --cd assets node build.js .."))],
    [
      "mix shop.routes may read any file",
      rule({}, [
        {
          kind: "script",
          folder: ".",
          script: "deploy",
          digest: true,
          packages: packages("assets", { deploy: "npm run x", x: "cd .. && mix shop.routes" }),
        },
      ]),
    ],
    [
      "mix shop.icons may read any file",
      rule(
        {},
        [{ kind: "digest", folder: "." }],
        parseMixAliases(
          'defmodule A do\n def project, do: [app: :a, aliases: ["phx.digest": ["shop.icons", "phx.digest"]]]\nend',
        ),
      ),
    ],
  ])("are all: %s", (why, { counts, why: said }) => {
    expect(paths.filter(counts)).toEqual(paths)
    expect(said).toBe(why)
  })

  it("are not those that a script names which nothing runs", () => {
    const scripts = { deploy: "webpack --mode production && cd .. && mix phx.digest", routes: "mix shop.routes" }
    const files = { "assets/package.json": JSON.stringify({ scripts }) }
    const one: AssetPlace = {
      kind: "script",
      folder: ".",
      script: "deploy",
      digest: true,
      packages: packages("assets", scripts),
    }
    expect(rule(files, [one]).why).toBeUndefined()
  })

  it("are those that a link leads to", () => {
    const { counts } = inputRule({ places: [], phoenixEx: "phx", aliases: new Map(), texts: [], linked: ["lib/shop"] })
    expect(paths.filter(counts)).toContain("lib/shop/catalog.ex")
  })

  it("are those of an umbrella's apps", () => {
    const web = { kind: "alias", folder: "apps/web" } as const
    const files = { "apps/web/assets/css/app.css": '@import "tailwindcss" source(none);\n@source "../../lib/web";' }
    const { counts } = rule(files, [web])
    const those = ["apps/web/lib/web/a.ex", "apps/web/assets/x.exs", "apps/web/mix.exs", "apps/shop/priv/a.json"]
    const others = ["apps/shop/lib/shop/a.ex", "apps/web/lib/other.ex", "apps/web/test/a.html"]
    expect([...those, ...others].filter(counts)).toEqual(those)
  })
})

describe("what tells of packages", () => {
  const files = ["deps/petal/lib/petal.ex", "deps/phoenix/priv/static/phoenix.js"]

  it.each<readonly [text: string, files: Files, expected: readonly string[]]>([
    ["a folder of one", { "assets/css/app.css": '@source "../../deps/petal";' }, files.slice(0, 1)],
    ["a glob that reaches it", { "assets/tailwind.config.js": 'content: ["../*/petal/**/*.*ex"]' }, files.slice(0, 1)],
    ["the folder of all", { "assets/build.js": 'join("..", "deps", name)' }, files],
    ["not where scripts are looked for", { "config/config.exs": '"NODE_PATH" => Path.expand("../deps", __DIR__)' }, []],
    ["not where editors look", { "assets/tsconfig.json": '{ "paths": { "*": ["../deps/*"] } }' }, []],
  ])("is %s", (_, texts, expected) => {
    const { packages } = rule(texts)
    expect(packages && files.filter(packages.reads)).toEqual(expected)
  })

  it("is a command of mix.exs", () => {
    const { packages } = rule({}, [place], alias("cmd cp -R deps/petal/lib priv/petal", "phx.digest"))
    expect(packages && files.filter(packages.reads)).toEqual(files.slice(0, 1))
  })

  it("are the tasks of all places, and of scripts that are run", () => {
    const scripts = { deploy: "webpack && mix phx.digest && mix do esbuild a, tailwind b", x: "mix shop.icons" }
    const script = {
      kind: "script",
      folder: ".",
      script: "deploy",
      digest: false,
      packages: packages("assets", scripts),
    }
    expect(rule({}, [place]).packages?.tasks).toEqual(phoenix.lines.get("assets.deploy"))
    expect(rule({}, [script as AssetPlace]).packages?.tasks).toEqual(["phx.digest", "esbuild", "do"])
    expect(rule({}, [{ ...script, digest: true } as AssetPlace]).packages?.tasks[0]).toBe("phx.digest")
  })

  it("is nothing where all files count", () => {
    expect(rule({ "assets/css/app.css": '@import "tailwindcss";' }).packages).toBeUndefined()
  })
})

it("knows which texts tell how assets are built", () => {
  const kinds = [
    "assets/js/app.js",
    "assets/.babelrc",
    "a.vue",
    "assets/css/app.css",
    "config/config.exs",
    "config/prod.exs",
  ]
  expect(kinds.map(textKind)).toEqual(["code", "code", "code", "data", "config", "config"])
  const others = [
    "priv/static/app.js",
    "assets/package-lock.json",
    "config/dev.exs",
    "lib/a.ex",
    "a.heex",
    "test/a.js",
    "mix.exs",
  ]
  expect(others.flatMap((path) => textKind(path) ?? [])).toEqual([])
})
