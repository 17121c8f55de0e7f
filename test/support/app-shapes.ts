import type { Files } from "./app.ts"
import { mixExs, npmAssets, phoenixApp, plainApp, releaseApp } from "./apps.ts"

/** An app that differs from others in what is made of it. */
export interface AppShape {
  /** What it is, behind `an app`. */
  readonly app: string
  readonly files: Files
  /** Config vars. */
  readonly vars?: Readonly<Record<string, string>>
}

const packageJson = (scripts: object): string => `${JSON.stringify({ name: "assets", scripts })}\n`
const phoenixDep = mixExs([], ['{:phoenix, "~> 1.8.0"}'])

/** One of each. */
export const appShapes: readonly AppShape[] = [
  {
    app: "with a deploy script",
    files: { ...plainApp, ...npmAssets, "assets/package.json": packageJson({ deploy: "x", build: "y" }) },
  },
  {
    app: "with a build script and Phoenix",
    files: { ...plainApp, ...npmAssets, "mix.exs": phoenixDep, "assets/package.json": packageJson({ build: "y" }) },
  },
  {
    app: "with package.json at the root",
    files: { ...plainApp, "package.json": packageJson({ build: "y" }), "package-lock.json": "{}" },
  },
  { app: "without a package lock", files: { ...plainApp, "assets/package.json": packageJson({ build: "y" }) } },
  { app: "with a package.json that has nothing to run", files: { ...plainApp, ...npmAssets } },
  {
    app: "with Phoenix and static files only",
    files: { ...plainApp, "mix.exs": phoenixDep, "priv/static/robots.txt": "" },
  },
  { app: "with Phoenix and no mix.lock", files: { ...plainApp, "mix.exs": phoenixDep } },
  { app: "with its own web process", files: { ...phoenixApp, Procfile: "web: bin/my start\nworker: bin/work\n" } },
  {
    app: "that is an umbrella",
    files: {
      "mix.exs":
        'defmodule Top do\n  use Mix.Project\n  def project, do: [apps_path: "apps", releases: [all: [applications: [a: :permanent]]]]\nend\n',
      "apps/a/mix.exs": mixExs(),
    },
  },
  { app: "with a release that is not wanted", files: { ...releaseApp, "elixir_buildpack.config": "release=false\n" } },
  {
    app: "with a release that only the config asks for",
    files: { ...plainApp, "elixir_buildpack.config": "release=true\n" },
  },
  {
    app: "with two releases, one chosen",
    files: { ...plainApp, "mix.exs": mixExs(["releases: [hello: [], other: []]"]) },
    vars: { BEAMPACK_RELEASE: "other" },
  },
  { app: "built in another environment", files: releaseApp, vars: { MIX_ENV: "staging" } },
]
