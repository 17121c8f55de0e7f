import { expect, it } from "vitest"
import { readTaskSources, whyVaries } from "../../lib/mix/varying-tasks.ts"
import { tempApp } from "../support/app.ts"
import { mixExs } from "../support/apps.ts"

const task = (name: string, body: string) => `defmodule Mix.Tasks.${name} do\n  def run(_), do: ${body}\nend\n`

async function why(lines: string, more = "") {
  const app = await tempApp({
    "mix.exs": `${mixExs([`aliases: ["assets.deploy": [${lines}]]`])}${more}`,
    "lib/mix/tasks/icons.ex": task("Shop.Icons", 'File.write!("a", System.get_env("A"))'),
    "lib/mix/tasks/shop/feed.ex": task("Shop.LatestFeed", "Req.get!(url())"),
    "lib/mix/tasks/shop/asks.ex": task("Shop.Asks", 'System.cmd("git", [])'),
    "lib/mix/tasks/shop/time.ex": task("Shop.Time", "DateTime.utc_now()"),
  })
  return whyVaries("assets.deploy", await readTaskSources(app, "."))
}

it.each([
  '"tailwind shop --minify", "esbuild shop --minify", "phx.digest"',
  '"shop.icons", "cmd --cd assets npm run deploy"',
  '"gettext.extract", "do compile + esbuild shop"',
  "&copy/1",
])("takes %s to make the same each time", async (lines) => {
  expect(await why(lines)).toBeUndefined()
})

it.each([
  ['"phx.digest", "cms.download"', "mix cms.download"],
  ['"shop.icons", "sentry.package_source_code"', "mix sentry.package_source_code"],
  ['"run priv/assets.exs"', "mix run"],
  ['"do esbuild shop, cmd curl x"', "mix do"],
  ['"cmd curl -o priv/static/feed.json x"', "mix cmd curl -o priv/static/feed.json x"],
  ['"cmd --cd assets ./build.sh"', "mix cmd --cd assets ./build.sh"],
  ['"shop.latest_feed"', "mix shop.latest_feed"],
  ['"shop.asks"', "mix shop.asks"],
  ['"shop.time"', "mix shop.time"],
])("does not so with %s", async (lines, what) => {
  expect(await why(lines)).toBe(`${what} may make something else each time`)
})

it("looks at the functions of mix.exs", async () => {
  const said = "a function of the alias assets.deploy may make something else each time"
  expect(await why("&copy/1", "# :httpc.request(url)\n")).toBe(said)
})
