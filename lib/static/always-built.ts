import { posix } from "node:path"
import { type App, readConfig } from "../app/app.ts"
import { ownSetting } from "../app/own-settings.ts"
import { type SettingKey, settingTable } from "../app/setting-table.ts"
import type { Env } from "../core/env.ts"
import type { AppFiles } from "./app-files.ts"
import { textKind } from "./asset-inputs.ts"
import type { NamedText } from "./tailwind.ts"

/** Old templates have these, and they do nothing. */
const idle = ["", "pwd", "true", ":"]

/** The names of the user's commands in the build. */
export function userHooks(app: App, env: Env): readonly string[] {
  const { settings } = readConfig(app, "elixir_buildpack.config", env)
  const keys = Object.keys(settingTable).filter((key): key is SettingKey => key.startsWith("hook_"))
  const own = keys.map((key) => [key, ownSetting(key, app, env) ?? settings.get(key)] as const)
  const old = ["pre_compile", "post_compile"].map((key) => [key, settings.get(key)] as const)
  return [...old, ...own].flatMap(([key, setting]) => (idle.includes((setting?.value ?? "").trim()) ? [] : key))
}

const asksGit =
  /\bgit["'\s,[]+(?:rev-parse|describe|log|show|rev-list)\b|\b(?:git-rev-sync|git-describe|simple-git|isomorphic-git|nodegit|git-revision-webpack-plugin|vite-plugin-git-revision|vite-plugin-git-version)\b/
/** They tell a service of each build. */
const reports =
  /["'/](?:@sentry\/(?:cli|(?:webpack|vite|rollup|esbuild)-plugin)|sentry-cli|@bugsnag\/[\w-]+-plugin|webpack-bugsnag-plugins|@honeybadger-io\/(?:webpack|rollup-plugin|esbuild-plugin)|rollbar-sourcemap-webpack-plugin|@datadog\/[\w-]+-plugin)\b/

/** Why assets are built in each build, whatever has changed, as far as the app's files tell; undefined when they need not be. */
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
