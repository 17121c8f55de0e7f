import { expect, it } from "vitest"
import { isPlain } from "../../lib/static/package-files.ts"

it.each([
  ["lib/a.ex", "mix.exs", ".formatter.exs", "src/a.erl", "include/a.hrl", "src/a.xrl", "src/a.yrl", "src/a.app.src"],
  ["src/ranch.appup", "src/cow_mimetypes.erl.src", "ebin/a.app", "priv/gettext/en/LC_MESSAGES/a.po"],
  [
    "_build/prod/lib/.rebar3/rebar_compiler_erl/source.dag",
    "hex_metadata.config",
    ".hex",
    ".fetch",
    "rebar.config",
    "rebar.config.script",
    "rebar.lock",
    "erlang.mk",
  ],
  ["README.md", "CHANGELOG.md", "guides/upgrading.md", "LICENSE", "LICENSE.txt", "LICENSE-APACHE", "NOTICE", "VERSION"],
  [
    "Makefile",
    "Makefile.win",
    "c_src/nif.c",
    "c_src/nif.h",
    "priv/nif.so",
    "native/a/src/lib.rs",
    "native/a/Cargo.toml",
  ],
])("takes modules, what builds them and documents for no asset: %s", (...paths) => {
  expect(paths.filter((path) => !isPlain(path))).toEqual([])
})

it.each([
  [
    "package.json",
    "priv/static/a.js",
    "priv/static/a.min.js",
    "assets/a.ts",
    "a.d.ts",
    "a.mjs",
    "a.vue",
    "tailwind.config.js",
  ],
  [
    "assets/a.css",
    "a.scss",
    "priv/a.json",
    "lib/a.html.heex",
    "lib/a.html.eex",
    "lib/a.leex",
    "a.html",
    "a.svg",
    "a.woff2",
  ],
  ["priv/cacerts.pem", "optimized/a", "license.js", "readme.css", "priv/words.txt", "a.config", "priv/a.wasm", "a.map"],
])("takes all else for one: %s", (...paths) => {
  expect(paths.filter(isPlain)).toEqual([])
})
