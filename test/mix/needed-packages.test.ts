import { expect, it } from "vitest"
import { lockEntries } from "../../lib/app/lock-entry.ts"
import { mixEnvironment } from "../../lib/mix/environment.ts"
import { namedDependencies } from "../../lib/mix/named-dependencies.ts"
import { neededPackages } from "../../lib/mix/needed-packages.ts"
import { type Files, tempApp } from "../support/app.ts"
import { mixExs } from "../support/apps.ts"
import { hexPackageOf, lockOf } from "../support/hex-package.ts"

const cowlib = hexPackageOf("cowlib")
const cowboy = hexPackageOf("cowboy", { needs: ["cowlib"], optional: ["jason"] })
const jason = hexPackageOf("jason")
const makeup = hexPackageOf("makeup")
const ex_doc = hexPackageOf("ex_doc", { needs: ["makeup"] })
const all = [cowboy, cowlib, jason, makeup, ex_doc]

const git = { entry: '"icons": {:git, "https://example.com/icons.git", "abc", []}' }
const old = { entry: '"plug": {:hex, :plug, "1.0.0", "aa", [:mix], []}' }
const odd = { entry: '"../x": {:hex, :"../x", "1.0.0", "", [:mix], [], "hexpm", ""}' }

const docs = '{:ex_doc, "~> 1.0", only: :dev}'

/** What a build of these files for an environment needs: the names, and why Mix looks too. */
async function needed(
  files: Files,
  lock: string,
  mixEnv: string | undefined = mixEnvironment({ env: {}, purpose: "production" }),
) {
  const app = await tempApp(files)
  const { packages, why } = neededPackages(lockEntries(lock), await namedDependencies(app, mixEnv))
  return { names: packages.map(({ app: name }) => name).toSorted(), why }
}

const app = (...deps: readonly string[]): Files => ({ "mix.exs": mixExs([], deps) })

it.each<[string, readonly string[], readonly string[]]>([
  ["what needs what", ['{:cowboy, "~> 1.0"}', docs], ["cowboy", "cowlib"]],
  [
    "what is optional elsewhere and named here",
    ['{:cowboy, "~> 1.0"}', '{:jason, "~> 1.0"}'],
    ["cowboy", "cowlib", "jason"],
  ],
  ["what several environments have", ['{:jason, "~> 1.0", only: [:prod, :dev]}'], ["jason"]],
])("needs %s, and nothing of other environments", async (_, deps, names) => {
  expect(await needed(app(...deps), lockOf(all))).toEqual({ names, why: [] })
})

it("needs all for tests, which may run a task of any environment", async () => {
  const { names } = await needed(app('{:jason, "~> 1.0"}', docs), lockOf(all), "")
  expect(names).toEqual(["jason"])
  const app_ = await tempApp(app('{:jason, "~> 1.0"}', docs))
  const { packages } = neededPackages(lockEntries(lockOf(all)), await namedDependencies(app_, undefined))
  expect(packages.map((one) => one.app)).toEqual(["jason", "ex_doc", "makeup"])
})

it("needs what the apps of an umbrella and its own folders name", async () => {
  const files = {
    "mix.exs": mixExs(['apps_path: "apps"'], ['{:local, path: "libs/local"}', docs]),
    "apps/web/mix.exs": mixExs([], ['{:cowboy, "~> 1.0"}', "{:core, in_umbrella: true}"]),
    "apps/core/mix.exs": mixExs([], ['{:makeup, "~> 1.0", only: :dev}']),
    "apps/README.md": "",
    "libs/local/mix.exs": mixExs([], ['{:jason, "~> 1.0"}', '{:local, path: "."}']),
  }
  expect(await needed(files, lockOf(all))).toEqual({ names: ["cowboy", "cowlib", "jason"], why: [] })
})

it("takes all but what only another environment has when mix.exs computes its dependencies", async () => {
  const files = { "mix.exs": mixExs([], ['{:cowboy, "~> 1.0"}', docs, "dep()"]) }
  expect(await needed(files, lockOf(all))).toEqual({
    names: ["cowboy", "cowlib", "jason"],
    why: ["mix.exs tells its dependencies only when it is run"],
  })
})

it.each<[string, readonly string[], readonly { readonly entry: string }[], readonly string[]]>([
  ["is not locked", ['{:plug, "~> 1.0"}'], all, ["plug is not in mix.lock"]],
  ["needs what is not locked", ['{:cowboy, "~> 1.0"}'], [cowboy], ["cowlib is not in mix.lock"]],
  ["is from git", ['{:icons, git: "https://example.com/icons.git"}'], [git], ["icons is not from Hex"]],
  ["has an old entry", ['{:plug, "~> 1.0"}'], [old], ["plug is in mix.lock without all digests"]],
  ["has an odd entry", ['{:"../x", "~> 1.0"}'], [odd], ["../x is in mix.lock without all digests"]],
  ["is another package now", ['{:jason, "~> 1.0", hex: :jsx}'], all, ["jason is from elsewhere than mix.lock says"]],
  [
    "is somebody else's now",
    ['{:jason, "~> 1.0", organization: "acme"}'],
    all,
    ["jason is from elsewhere than mix.lock says"],
  ],
])("leaves to Mix what %s", async (_, deps, entries, why) => {
  expect((await needed(app(...deps), lockOf(entries))).why).toEqual(why)
})

it("leaves to Mix what a folder without a mix.exs may name", async () => {
  expect((await needed(app('{:local, path: "libs/local"}'), lockOf(all))).why).toEqual([
    "libs/local/mix.exs tells its dependencies only when it is run",
  ])
})

it("takes nothing from Hex that lies in a folder of the app", async () => {
  const files = {
    ...app('{:cowboy, "~> 1.0"}', '{:cowlib, path: "libs/cowlib", override: true}'),
    "libs/cowlib/mix.exs": mixExs(),
  }
  expect(await needed(files, lockOf(all))).toEqual({ names: ["cowboy"], why: [] })
})
