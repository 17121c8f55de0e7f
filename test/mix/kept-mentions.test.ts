import { expect, it } from "vitest"
import { isMentioned } from "../../lib/mix/kept-mentions.ts"

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
  ["lib/shop/page.ex", 'Code.require_file("lib/shop/page.ex")'],
  ["lib/shop/web/templates/index.html.heex", 'embed_templates "templates/*"'],
  ["priv/gettext/de/LC_MESSAGES/default.po", "use Gettext.Backend, otp_app: :shop, priv: priv/"],
  ["assets/css/app.css", "~p'/assets/app.css' assets/"],
  ["priv/static/robots.txt", "robots.txt priv/static"],
  ["test/data/one.json", "one.json"],
  ["README.md", 'File.read!("CHANGELOG.md")'],
  ["Procfile", "defmodule Shop do"],
])("%s is not, or in a way that Mix knows of, whatever the code: %s", (path, code) => {
  expect(isMentioned(path, code)).toBe(false)
})
