import { posix } from "node:path"
import type { AppFiles } from "./app-files.ts"
import { textKind } from "./asset-inputs.ts"
import type { NamedText } from "./named-files.ts"

/** Packages that ask git. */
const gitReaders = [
  ...["git-rev-sync", "git-describe", "simple-git", "isomorphic-git", "nodegit"],
  ...["git-revision-webpack-plugin", "vite-plugin-git-revision", "vite-plugin-git-version"],
]
const gitCommands = ["rev-parse", "describe", "log", "show", "rev-list"]
const asksGit = new RegExp(`\\bgit["'\\s,[]+(?:${gitCommands.join("|")})\\b|\\b(?:${gitReaders.join("|")})\\b`)

/** Packages that tell a service of each build. */
const reporters = [
  ...[
    "@sentry/cli",
    "@sentry/webpack-plugin",
    "@sentry/vite-plugin",
    "@sentry/rollup-plugin",
    "@sentry/esbuild-plugin",
  ],
  ...["sentry-cli", "@bugsnag/[\\w-]+-plugin", "webpack-bugsnag-plugins"],
  ...["@honeybadger-io/webpack", "@honeybadger-io/rollup-plugin", "@honeybadger-io/esbuild-plugin"],
  ...["rollbar-sourcemap-webpack-plugin", "@datadog/[\\w-]+-plugin"],
]
const reports = new RegExp(`["'/](?:${reporters.join("|")})\\b`)

/**
 * Why assets are built in each build, whatever has changed, as far as the app's files tell; undefined when they need not
 * be.
 */
export function whyAlwaysBuilt({ texts, links }: Pick<AppFiles, "texts" | "links">): string | undefined {
  const find = (pattern: RegExp): NamedText | undefined => {
    return texts.find(({ path, text }) => textKind(path) !== "config" && pattern.test(text))
  }
  const [git, report] = [find(asksGit), find(reports)]
  if (git !== undefined) return `${git.path} asks git`
  if (report !== undefined) return `${report.path} names a tool that tells a service of each build`
  const outward = [...links].find(([path, to]) => leavesApp(path, to))
  return outward && `${outward[0]} leads out of the app`
}

function leavesApp(path: string, to: string): boolean {
  return posix.isAbsolute(to) || /^\.\.(?:\/|$)/.test(posix.join(posix.dirname(path), to))
}
