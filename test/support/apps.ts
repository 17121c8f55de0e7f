import dedent from "dedent"
import type { Files } from "./app.ts"

/** A mix.exs of the app `hello`, with more lines in its project and these dependencies. */
export function mixExs(project: readonly string[] = [], deps: readonly string[] = []): string {
  return dedent`
    defmodule Hello.MixProject do
      use Mix.Project

      def project do
        [
          ${["app: :hello", 'version: "0.1.0"', 'elixir: "~> 1.17"', "deps: deps()", ...project].join(",\n      ")}
        ]
      end

      def application, do: [extra_applications: [:logger]]

      defp deps, do: [${deps.join(", ")}]
    end\n
  `
}

const lib = "defmodule Hello do\n  def world, do: :ok\nend\n"

/** No dependencies, no assets, no release: the least there is to build. */
export const plainApp: Files = { "mix.exs": mixExs(), "lib/hello.ex": lib }

/** The same with a release. */
export const releaseApp: Files = { ...plainApp, "mix.exs": mixExs(["releases: [hello: []]"]) }

/** npm packages with a lock, below `assets/`. */
export const npmAssets: Files = {
  "assets/package.json": '{ "name": "assets", "dependencies": { "left-pad": "1.3.0" } }\n',
  "assets/package-lock.json": '{ "name": "assets", "lockfileVersion": 3, "packages": {} }\n',
  "assets/js/app.js": "console.log('hello')\n",
}

/** What `mix phx.new` makes, as far as the buildpacks look at it. */
export const phoenixApp: Files = {
  ...npmAssets,
  "mix.exs": mixExs(
    ["releases: [hello: []]", 'aliases: ["assets.deploy": ["esbuild hello --minify", "phx.digest"]]'],
    ['{:phoenix, "~> 1.8.0"}'],
  ),
  "mix.lock": dedent`
    %{
      "phoenix": {:hex, :phoenix, "1.8.1", "${"0".repeat(64)}", [:mix], [], "hexpm"},
      "telemetry": {:hex, :telemetry, "1.3.0", "${"2".repeat(64)}", [:rebar3], [], "hexpm"},
    }\n
  `,
  "lib/hello.ex": lib,
  "rel/overlays/bin/server": '#!/bin/sh\ncd "$(dirname "$0")" && PHX_SERVER=true exec ./hello start\n',
  "rel/overlays/bin/migrate": '#!/bin/sh\ncd "$(dirname "$0")" && exec ./hello eval Hello.Release.migrate\n',
}
