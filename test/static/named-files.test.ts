import { describe, expect, it } from "vitest"
import { meansAny, namedFiles, type TextKind } from "../../lib/static/named-files.ts"

function named(file: string, kind: TextKind, text: string): readonly string[] {
  const folders = kind === "config" ? ["assets"] : []
  // What JavaScript puts into a text, without the linter taking this file's texts for such.
  const script = text.replaceAll("#{", "$\u007b")
  return namedFiles(script, { file, kind, folders }).filter((path) => !/^(?:assets(?:\/|$)|css$|js$)/.test(path))
}

describe("what a text names beyond its folder", () => {
  it.each<readonly [text: string, file: string, kind: TextKind, expected: readonly string[]]>([
    ['@source "../../lib/shop_web";', "assets/css/app.css", "data", ["lib/shop_web"]],
    ["@source '../../lib/shop_web/**/*.{ex,heex}';", "assets/css/app.css", "data", ["lib/shop_web/**/*.{ex,heex}"]],
    ['@source "../../../../apps/{a,b}_web/lib";', "apps/a_web/assets/css/app.css", "data", ["apps/{a,b}_web/lib"]],
    ['@source "..";', "assets/css/app.css", "data", ["."]],
    ["src: url(../fonts/a.woff2?v=1)", "assets/css/app.css", "data", ["fonts"]],
    [
      'content: ["./js/**/*.js", "../lib/*_web.ex", "../lib/*_web/**/*.*ex"]',
      "assets/tailwind.config.js",
      "code",
      ["lib/*_web.ex", "lib/*_web/**/*.*ex", "js/**/*.js"],
    ],
    ['content: ["./lib/**/*.heex"]', "assets/tailwind.config.js", "code", ["lib/**/*.heex"]],
    ['purge: ["../**/*.html.eex", "!../deps"]', "assets/tailwind.config.js", "code", ["**/*.html.eex", "deps"]],
    [
      'path.join(__dirname, "../deps/heroicons/optimized")',
      "assets/vendor/heroicons.js",
      "code",
      ["deps/heroicons/optimized"],
    ],
    ["path.resolve(__dirname, '..', 'lib', 'shop_web')", "assets/webpack.config.js", "code", ["lib/shop_web"]],
    ["path.resolve(__dirname, '../priv/static')", "assets/webpack.config.js", "code", ["priv/static"]],
    ["`#{__dirname}/../lib/shop_web/**/*.ex`", "assets/build.js", "code", ["lib/shop_web/**/*.ex"]],
    ['__dirname + "/../lib/shop_web"', "assets/build.js", "code", ["lib/shop_web"]],
    ["`../lib/#{name}/templates`", "assets/build.js", "code", ["lib"]],
    ["`#{root}/../lib/shop_web`", "assets/build.js", "code", ["."]],
    ['root + "/../lib"', "assets/build.js", "code", ["."]],
    ['const root = ".."', "assets/build.js", "code", ["."]],
    ['path.join(cwd, "..", name)', "assets/build.js", "code", ["."]],
    ["dirname(dirname(fileURLToPath(import.meta.url)))", "assets/build.mjs", "code", ["."]],
    ["path.dirname(__dirname)", "assets/build.js", "code", ["."]],
    ['import { findUpSync } from "find-up"', "assets/build.js", "code", ["."]],
    ['join(root, "lib", "x")', "assets/build.js", "code", ["lib"]],
    ['const root = "../lib/shop/web/templates"', "assets/build.mjs", "code", ["lib/shop/web/templates"]],
    ['new URL("../lib/shop_web/", import.meta.url)', "assets/vite.config.ts", "code", ["lib/shop_web"]],
    ['import a from "../../lib/shop_web/a.hooks"', "assets/js/app.js", "code", ["lib/shop_web/a.hooks"]],
    ['import a from ".."; import b from "../lib"; require("..")', "assets/js/x/a.js", "code", []],
    ['glob("../lib/@(a|b)/*.ex")', "assets/build.js", "code", ["lib"]],
    ['"../lib/{a"', "assets/build.js", "code", ["lib"]],
    ['{"paths": {"@/*": ["../lib/*"]}, "lib": ["es2020", "dom"]}', "assets/tsconfig.json", "data", ["lib/*"]],
    ['{"scripts": {"deploy": "cd .. && mix phx.digest"}}', "assets/package.json", "data", []],
    [
      '{"scripts": {"deploy": "purge -c ../lib/**/*.eex --out=../priv/static"}}',
      "assets/package.json",
      "data",
      ["lib/**/*.eex", "priv/static"],
    ],
    ['{"scripts": {"deploy": "scan lib", "x": "scan ."}}', "package.json", "data", ["lib"]],
    ['{"dependencies": {"phoenix": "file:../deps/phoenix"}}', "assets/package.json", "data", ["deps/phoenix"]],
    ["input: ../lib/shop_web\nout: ../priv", "assets/rollup.yaml", "data", ["lib/shop_web", "priv"]],
    [
      'cd: Path.expand("..", __DIR__), env: %{"NODE_PATH" => Path.expand("../deps", __DIR__)}',
      "config/config.exs",
      "config",
      ["deps"],
    ],
    [
      "args: ~w(--content=../lib/shop_web/**/*.heex --output=../priv/static/app.css)",
      "config/config.exs",
      "config",
      ["lib/shop_web/**/*.heex", "priv/static/app.css"],
    ],
    ['elixirc_paths: ["lib"]', "config/config.exs", "config", []],
    ["// the lib is small; a/../b", "assets/js/app.js", "code", ["b"]],
    ["content: ['./**/*.{ex,heex}']", "tailwind.config.js", "code", ["**/*.{ex,heex}"]],
    ["content: ['**/*.ex']", "assets/tailwind.config.js", "code", ["**/*.ex"]],
    ["content: ['./source/**/*.ex']", "tailwind.config.js", "code", ["source/**/*.ex"]],
    ["content: ['./{lib,x}/**/*.ex']", "tailwind.config.js", "code", ["{lib,x}/**/*.ex"]],
    ["content: ['./*/hello_web/**']", "tailwind.config.js", "code", ["*/hello_web/**"]],
    ["content: ['*.ex']", "assets/tailwind.config.js", "code", ["**/*.ex"]],
    ["glob.sync('priv/gettext/**/*.po')", "build.js", "code", ["priv/gettext/**/*.po"]],
    ["import.meta.glob('/source/**/*.ex')", "assets/js/app.js", "code", ["source/**/*.ex"]],
    ['readdirSync("source") // of "node:fs"', "build.js", "code", ["source"]],
    ["--content=./source/**/*.ex", "config/config.exs", "config", ["config/source/**/*.ex", "source/**/*.ex"]],
    ["cmd node build.js source", "mix.exs", "data", ["cmd", "node", "build.js", "source"]],
    ["tailwind shop --minify", "mix.exs", "data", []],
    ['{"paths": {"@/*": ["./*"]}}', "assets/tsconfig.json", "data", []],
    ["/** a * b **/ a { width: calc(2 * 3px) } * { }", "assets/css/app.css", "data", []],
    ['accept: "*/*", type: "image/*"', "assets/js/app.js", "code", ["image/*"]],
    ["envDir: loadEnv(mode, process.cwd())", "assets/vite.config.js", "code", []],
  ])("%s in %s", (text, file, kind, expected) => {
    expect(named(file, kind, text)).toEqual(expected)
  })
})

it.each([
  "content: [`#{process.cwd()}/lib/**/*.ex`]",
  "content: [`#{root}/lib/**/*.ex`]",
  "const root = process.cwd()",
  "content: [process.env.APP_ROOT + '/source/**/*.ex']",
  "content: [root + '/source/**/*.ex']",
  "path.join(process.env.APP_ROOT, name)",
  'import { join } from "node:path"; join(`#{root}/source`)',
  'names.filter((name) => name.endsWith(".ex"))',
  "names.filter((name) => /\\.(?:h?eex|ex)$/.test(name))",
  "names.filter((name) => /\\.po$/.test(name))",
  'import a from "@lib/hello_web/live/a.ex"',
])("means everything where nobody can tell what is meant: %s", (text) => {
  expect(named("assets/build.js", "code", text)).toContain(".")
})

describe("a pattern", () => {
  it.each([
    ["lib/shop_web", ["lib/shop_web/a.ex", "lib/shop_web.ex", "lib/shop_web"], ["lib/shop_webs/a.ex", "lib/shop/a.ex"]],
    [
      "lib/*_web/**/*.*ex",
      ["lib/a_web/b.ex", "lib/a_web/c/d/e.heex"],
      ["lib/a/b.ex", "lib/a_web/b.exs", "lib/a_web/b.js"],
    ],
    ["lib/**/*.{ex,heex}", ["lib/a.ex", "lib/a/b.heex"], ["lib/a.eex", "web/a.ex"]],
    ["apps/*/assets", ["apps/a/assets/js/app.js"], ["apps/a/lib/b.ex"]],
    ["**/*.html.eex", ["a.html.eex", "b/c/a.html.eex"], ["a.html.heex"]],
    ["a+b(c).d", ["a+b(c).d"], ["aab(c)xd"]],
    [".", ["anything"], []],
  ])("%s means", (pattern, those, others) => {
    const isMeant = meansAny([pattern])
    expect([...those, ...others].filter(isMeant)).toEqual(those)
  })

  it("that is none means nothing", () => {
    expect(meansAny([])("")).toBe(false)
  })
})
