import { expect, it } from "vitest"
import { parseMixAliases } from "../../lib/app/mix-aliases.ts"
import { toolsOf } from "../../lib/mix/program-tasks.ts"
import { mixExs } from "../support/apps.ts"

it.each([
  [
    "as Phoenix has it",
    '"assets.deploy": ["compile", "tailwind a --minify", "esbuild a", "phx.digest"]',
    ["esbuild", "tailwind"],
  ],
  ["by another alias", '"assets.deploy": ["assets.build"], "assets.build": ["esbuild a"]', ["esbuild"]],
  ["beside what nobody knows", '"assets.deploy": [&build/1, "shop.themes", "esbuild a"]', ["esbuild"]],
  ["an alias that names itself", '"assets.deploy": ["esbuild a"], esbuild: ["esbuild"]', ["esbuild"]],
  ["installed first", '"assets.deploy": ["tailwind.install --if-missing", "tailwind a"]', ["tailwind"]],
  ["installed from elsewhere", '"assets.deploy": ["tailwind.install https://a.example/$target", "tailwind a"]', []],
  ["configured like the running app", '"assets.deploy": ["esbuild --runtime-config a"]', []],
  ["none of them", '"assets.deploy": ["cmd npm run deploy", "phx.digest"]', []],
  ["code", '"assets.deploy": build()', []],
])("tells whose programs a task runs: %s", (_, aliases, tools) => {
  expect(toolsOf("assets.deploy", parseMixAliases(mixExs([`aliases: [${aliases}]`])))).toEqual(tools)
})
