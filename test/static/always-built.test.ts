import { expect, it } from "vitest"
import { whyAlwaysBuilt } from "../../lib/static/always-built.ts"

function why(path: string, text: string, links: Readonly<Record<string, string>> = {}): string | undefined {
  return whyAlwaysBuilt({ texts: [{ path, text }], links: new Map(Object.entries(links)) })
}

it.each([
  'execSync("git rev-parse HEAD")',
  'spawn("git", ["describe", "--tags"])',
  "git log -1",
  "git show --stat",
  "git rev-list --count HEAD",
  ...["git-rev-sync", "git-describe", "simple-git", "isomorphic-git", "nodegit"].map((name) => `require("${name}")`),
  'import { GitRevisionPlugin } from "git-revision-webpack-plugin"',
  '"vite-plugin-git-revision": "1"',
  '"vite-plugin-git-version": "1"',
])("says that a file asks git: %s", (text) => {
  expect(why("assets/build.js", text)).toBe("assets/build.js asks git")
})

it.each([
  ...[
    "@sentry/cli",
    "@sentry/webpack-plugin",
    "@sentry/vite-plugin",
    "@sentry/rollup-plugin",
    "@sentry/esbuild-plugin",
  ],
  ...["sentry-cli", "@bugsnag/webpack-plugin", "webpack-bugsnag-plugins", "@datadog/vite-plugin"],
  ...["@honeybadger-io/webpack", "@honeybadger-io/rollup-plugin", "@honeybadger-io/esbuild-plugin"],
  "rollbar-sourcemap-webpack-plugin",
])("says that a file names a tool that tells a service of each build: %s", (name) => {
  const said = "assets/package.json names a tool that tells a service of each build"
  expect(why("assets/package.json", `{ "devDependencies": { "${name}": "1" } }`)).toBe(said)
})

it.each([
  ["assets/js/app.js", "// a digit log, in github/show"],
  ["assets/js/app.js", 'import * as Sentry from "@sentry/browser"'],
  ["config/config.exs", 'System.cmd("git", ["rev-parse", "HEAD"])'],
])("has nothing to say of %s with %s", (path, text) => {
  expect(why(path, text)).toBeUndefined()
})

it.each([
  ["../../elsewhere", "assets/shared leads out of the app"],
  ["/usr/share/x", "assets/shared leads out of the app"],
  ["../lib", undefined],
])("knows where a link leads: %s", (to, said) => {
  expect(why("assets/a.js", "", { "assets/shared": to })).toBe(said)
})
