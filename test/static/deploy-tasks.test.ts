import { expect, it } from "vitest"
import { deployCommands, taskPackages } from "../../lib/static/deploy-tasks.ts"

function commands(aliases: Record<string, readonly (string | undefined)[]>, complete = true) {
  return deployCommands("assets.deploy", { lines: new Map(Object.entries(aliases)), complete })
}

it.each([
  [["tailwind shop --minify", "esbuild shop --minify", "phx.digest"]],
  [["sass default --no-source-map --style=compressed", "esbuild default --minify", "phx.digest"]],
  [["bun js --minify", "bun css --minify", "phx.digest"]],
  [["cmd --cd assets npm run deploy", "phx.digest"]],
  [["cmd --cd assets node build.js --deploy", "phx.digest"]],
  [["cmd npm run deploy --prefix assets", "phx.digest"]],
  [["cmd --app shop_web --cd assets npx vite build"]],
  [["compile", "cmd cp -R assets/static priv/", "phx.digest"]],
])("knows what %j reads", (alias) => {
  expect(commands({ "assets.deploy": alias })).toEqual(alias)
})

it("goes through other aliases, and takes one that names itself for the task", () => {
  const aliases = {
    "assets.deploy": ["assets.build --now", "phx.digest"],
    "assets.build": ["tailwind shop"],
    "phx.digest": ["esbuild shop", "phx.digest"],
  }
  expect(commands(aliases)).toEqual(["tailwind shop", "esbuild shop", "phx.digest"])
})

it.each([
  [["shop.icons", "phx.digest"], "mix shop.icons"],
  [["run priv/assets.exs"], "mix run"],
  [["cmd ./build.sh"], "mix cmd ./build.sh"],
  [["cmd --cd assets python build.py"], "mix cmd --cd assets python build.py"],
  [["cmd"], "mix cmd"],
  [["do compile + esbuild shop"], "mix do"],
  [["phx.digest", undefined], "a function of the alias assets.deploy"],
  [["assets.build"], "mix assets.build"],
])("does not know what %j reads", (alias, line) => {
  expect(commands({ "assets.deploy": alias })).toEqual({ line })
})

it("knows nothing where code makes aliases", () => {
  expect(commands({ "assets.deploy": ["phx.digest"] }, false)).toEqual({ line: "an alias that code makes" })
})

it.each([
  [
    ["tailwind shop --minify", "tailwind.install", "esbuild shop", "phx.digest"],
    ["tailwind", "esbuild", "phoenix"],
  ],
  [
    ["sass default", "bun js", "phoenix.digest -o x"],
    ["dart_sass", "bun", "phoenix"],
  ],
  [["compile --force", "loadpaths", "cmd --cd assets npm run deploy"], []],
  [["phx.digest", "app.config"], undefined],
  [["tailwind --runtime-config shop"], undefined],
  [["shop.icons"], undefined],
  [[""], undefined],
])("knows whose tasks %j are", (lines, packages) => {
  expect(taskPackages(lines)).toEqual(packages)
})
