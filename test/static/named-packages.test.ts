import { describe, expect, it } from "vitest"
import { namedPackages } from "../../lib/static/named-packages.ts"
import type { Files } from "../support/app.ts"

const packages = new Set(["phoenix", "phoenix_html", "phoenix_live_view", "petal", "heroicons", "ecto"])

function named(files: Files): readonly string[] | undefined {
  const texts = Object.entries(files).map(([path, text]) => ({ path, text }))
  const found = namedPackages(texts, packages)
  return found && [...found].toSorted()
}

/** What `mix phx.new` writes. */
const config = `
config :esbuild,
  version: "0.25.4",
  shop: [
    args: ~w(js/app.js --bundle --target=es2022 --outdir=../priv/static/assets/js --external:/fonts/* --alias:@=.),
    cd: Path.expand("../assets", __DIR__),
    env: %{"NODE_PATH" => [Path.expand("../deps", __DIR__), Mix.Project.build_path()]}
  ]

config :phoenix, :json_library, Jason
`
const script = `// If you want to use Phoenix channels, run \`mix help phx.gen.channel\`
import "phoenix_html"
import {Socket} from "phoenix"
import {LiveSocket} from "phoenix_live_view"
import {hooks as colocatedHooks} from "phoenix-colocated/shop"
import topbar from "../vendor/topbar"
`
const tsconfig = '{ "compilerOptions": { "baseUrl": ".", "paths": { "*": ["../deps/*"] }, "allowJs": true } }'
const old = 'env: %{"NODE_PATH" => Path.expand("../deps", __DIR__)}'
const icons = 'let iconsDir = path.join(__dirname, "../../deps/heroicons/optimized")'

describe("the packages that an app names", () => {
  it.each<readonly [what: string, files: Files, expected: readonly string[]]>([
    [
      "Phoenix 1.8",
      {
        "config/config.exs": config,
        "assets/js/app.js": script,
        "assets/tsconfig.json": tsconfig,
        "assets/vendor/heroicons.js": icons,
        "assets/css/app.css": '@source "../../lib/shop_web";\n@plugin "../vendor/daisyui";',
      },
      ["heroicons", "phoenix", "phoenix_html", "phoenix_live_view"],
    ],
    ["Phoenix 1.7", { "config/config.exs": old, "assets/js/app.js": 'import "phoenix_html"' }, ["phoenix_html"]],
    ["Phoenix 1.5", { "assets/package.json": '{"phoenix": "file:../deps/phoenix"}' }, ["phoenix"]],
    ["Tailwind 4", { "assets/css/app.css": '@source "../../deps/petal";' }, ["petal"]],
    ["Tailwind 3", { "assets/tailwind.config.js": 'content: ["../deps/petal/**/*.*ex"]' }, ["petal"]],
    ["a path of a script", { "assets/build.js": "cp('deps/ecto/priv')" }, ["ecto"]],
    ["a search path of esbuild", { "assets/build.js": 'nodePaths: ["../deps", process.env.NODE_PATH]' }, []],
    ["what is no path", { "assets/a.js": "const deps = {}; x.deps/2; for (const a of deps) {}" }, []],
    ["a script of that name", { "assets/package.json": '{"scripts": {"deps": "ls"}}' }, []],
    ["what nobody builds by", { "lib/a.ex": '"../deps"', "test/a.js": '"../deps/petal"' }, []],
  ])("are some: %s", (_, files, expected) => {
    expect(named(files)).toEqual(expected)
  })

  it.each<readonly [what: string, path: string, text: string]>([
    ["the folder", "assets/css/app.css", '@source "../../deps";'],
    ["all in it", "assets/tailwind.config.js", 'content: ["../deps/**/*.ex"]'],
    ["some in it", "assets/tailwind.config.js", 'content: ["../deps/petal*/**/*.ex"]'],
    ["a name that is put together", "assets/build.js", 'read("../deps/" + name)'],
    ["a name in a template", "assets/build.js", `read(\`../deps/\${name}/a.css\`)`],
    ["a name that goes on", "assets/build.js", 'read("../deps/phoenix" + rest)'],
    ["a name that is not locked", "assets/build.js", 'read("../deps/gone")'],
    ["parts of a path", "assets/build.js", 'path.join(root, "deps", name)'],
    ["an alias of a bundler", "assets/vite.config.js", 'alias: { "@deps": "../deps" }'],
    ["search paths of another form", "config/config.exs", 'env: %{"NODE_PATH" => Enum.join(["../deps", "x"], ":")}'],
    ["a variable of a command", "assets/package.json", '{"scripts": {"deploy": "NODE_PATH=../deps webpack"}}'],
    ["two search paths", "assets/tsconfig.json", '"paths": { "*": ["./x/*", "../deps/*"] }'],
    ["one in another file", "assets/other.json", tsconfig],
    ["the folder by Mix", "config/config.exs", "cd: Path.join(Mix.Project.deps_path(), name)"],
    ["a folder by its package", "config/config.exs", 'cd: Application.app_dir(:petal, "assets")'],
    ["a folder by Erlang", "config/config.exs", "cd: :code.priv_dir(:petal)"],
    ["compressors", "config/prod.exs", "config :phoenix, static_compressors: [PhoenixBakery.Brotli]"],
    ["an encoder", "config/config.exs", "config :phoenix, :json_library, Poison"],
    ["Mix in a script", "assets/build.js", 'execSync("cd .. && mix run x.exs")'],
    ["Mix as a program", "assets/build.js", 'spawn("mix", ["run"])'],
    ["Mix in a shell", "assets/build.sh", "cd .. && mix run x.exs"],
    ["where Mix has it", "assets/build.js", "process.env.MIX_DEPS_PATH"],
  ])("may be any: %s", (_, path, text) => {
    expect(named({ [path]: text })).toBeUndefined()
  })
})
