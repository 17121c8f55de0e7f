import { describe, expect, it } from "vitest"
import { readApp } from "../../lib/app/app.ts"
import type { BuildRequest } from "../../lib/core/buildpack.ts"
import type { Component } from "../../lib/core/component.ts"
import { mixComponents } from "../../lib/mix/components.ts"
import { type Files, tempApp } from "../support/app.ts"

const digest = "ab".repeat(32)

const sources: Files = {
  "mix.exs": `defmodule Shop.MixProject do
    use Mix.Project
    def project, do: [app: :shop, version: "0.1.0", deps: deps(), releases: [shop: []]]
    defp deps, do: [{:jason, "~> 1.4"}, {:esbuild, "~> 0.8", runtime: false}, {:credo, "~> 1.7", only: :dev}]
  end`,
  "mix.lock": `%{
    "credo": {:hex, :credo, "1.7.0", "00", [:mix], [], "hexpm", "${digest}"},
    "esbuild": {:hex, :esbuild, "0.8.2", "00", [:mix], [], "hexpm", "${digest}"},
    "heroicons": {:git, "https://github.com/tailwindlabs/heroicons.git", "88ab3a0d790e6a47404cba02800a6b25d2afae50", [app: false]},
    "inhouse": {:hex, :inhouse, "2.0.0", "00", [:mix], [], "acme_repo", "${digest}"},
    "jason": {:hex, :jason, "1.4.4", "00", [:mix], [], "hexpm", "${digest}"},
    "our_plug": {:git, "git@git.example.com:team/our_plug.git", "0123456789abcdef", []},
    "secret": {:hex, :Secret_Lib, "1.0.0", "00", [:mix], [], "hexpm:Acme", "${digest}"},
    "stale": {:hex, :stale, "1.0.0", "00", [:mix], [], "hexpm", "${digest}"},
  }`,
}

const rel = "_build/prod/rel/shop"
const inRelease = [
  ...["elixir-1.18.3", "inhouse-2.0.0", "jason-1.4.4", "kernel-10.2.7.1", "logger-1.18.3", "our_plug-0.3.0"],
  ...["secret-1.0.0", "shop-1.2.3", "stale-3.0.0", "vendored-0.1.0"],
]
const built: Files = Object.fromEntries(
  ["esbuild", "inhouse", "jason", "our_plug", "secret", "shop", "stale", "vendored"].map((name) => [
    `_build/prod/lib/${name}/ebin/${name}.app`,
    `{application,${name},[{description,"${name}"},\n {vsn,"1.2.3"}]}.\n`,
  ]),
)
const fetched: Files = { "deps/heroicons/LICENSE": "", "deps/jason/mix.exs": "", "deps/esbuild/mix.exs": "" }
const release: Files = {
  [`${rel}/bin/shop`]: "#!/bin/sh\n",
  [`${rel}/releases/start_erl.data`]: "15.2.7 1.2.3\n",
  [`${rel}/erts-15.2.7/bin/erl`]: "#!/bin/sh\n",
  ...Object.fromEntries(inRelease.map((name) => [`${rel}/lib/${name}/ebin/x.beam`, ""])),
}

async function bill(files: Files, { env = {}, erlang }: { env?: BuildRequest["env"]; erlang?: string } = {}) {
  const folder = await tempApp(files)
  const request: BuildRequest = {
    app: folder,
    leftAt: folder,
    stable: true,
    purpose: "production",
    runtimePath: folder,
    env,
    target: { os: "linux", arch: "amd64", distro: { name: "debian", version: "13" } },
    output: () => {},
    signal: new AbortController().signal,
    group: ["beampack/elixir"],
    openEnded: false,
  }
  return mixComponents(await readApp(folder), request, erlang)
}

/** By package URL; by name and version without one. */
function names(components: readonly Component[]): readonly string[] {
  return components.map(({ purl, name, version }) => purl ?? `${name} ${version}`)
}

const erlangOrg =
  "repository_url=https:%2F%2Fgithub.com%2Ferlang%2Fotp&vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Ferlang%2Fotp.git"
const elixirLang = erlangOrg.replaceAll("erlang%2Fotp", "elixir-lang%2Felixir")

const dependencies = [
  "inhouse 2.0.0",
  "pkg:hex/jason@1.4.4",
  "pkg:generic/our_plug@0123456789abcdef?vcs_url=git%2Bhttps:%2F%2Fgit.example.com%2Fteam%2Four_plug.git%400123456789abcdef",
  "pkg:hex/acme/secret_lib@1.0.0",
]
const icons = "pkg:github/tailwindlabs/heroicons@88ab3a0d790e6a47404cba02800a6b25d2afae50"

describe("an app that runs on a release", () => {
  const files = { ...sources, ...built, ...fetched, ...release }

  it("has what lies in the release, by the names that advisories use", async () => {
    const { launch } = await bill(files, { erlang: "27.3.4.1" })
    expect(names(launch).toSorted()).toEqual(
      [
        "pkg:github/erlang/otp@OTP-27.3.4.1",
        "pkg:github/elixir-lang/elixir@v1.18.3",
        `pkg:otp/erts@15.2.7?${erlangOrg}`,
        `pkg:otp/kernel@10.2.7.1?${erlangOrg}`,
        `pkg:otp/elixir@1.18.3?${elixirLang}`,
        `pkg:otp/logger@1.18.3?${elixirLang}`,
        // The release has another version than the lock: something has taken its place.
        "stale 3.0.0",
        ...dependencies,
      ].toSorted(),
    )
  })

  it("does not name an Erlang/OTP of which only the parts are known", async () => {
    expect(names((await bill(files)).launch)).not.toContainEqual(expect.stringContaining("pkg:github/erlang"))
  })

  it("has what only the build needed apart, and nothing that was not there", async () => {
    const { build } = await bill(files)
    expect([...new Set(names(build))]).toEqual(["pkg:hex/esbuild@0.8.2", icons])
  })

  it("calls itself as it does in the release", async () => {
    expect((await bill(files)).self).toEqual({ kind: "application", name: "shop", version: "1.2.3" })
  })

  it("has the digests of the lock, and the version of what came from git", async () => {
    const { launch } = await bill(files)
    expect(launch.find(({ name }) => name === "jason")?.digest).toEqual({ algorithm: "sha256", hex: digest })
    expect(launch.find(({ name }) => name === "our_plug")?.version).toBe("0.3.0")
  })

  it("has what is beside the release as well when Mix runs something", async () => {
    const { launch, build } = await bill(
      { ...files, Procfile: "jobs: mix run --no-halt\n" },
      { env: { BEAMPACK_RELEASE: "shop" } },
    )
    expect(names(launch)).toEqual(expect.arrayContaining([...dependencies, "pkg:hex/esbuild@0.8.2"]))
    expect([...new Set(names(build))]).toEqual([icons])
  })
})

describe("an app that runs on Mix", () => {
  const files = { ...sources, "elixir_buildpack.config": "release=false\n", ...built, ...fetched }

  it("has what was built", async () => {
    const { self, launch, build } = await bill(files, { erlang: "27.3.4.1" })
    expect(self).toEqual({ kind: "application", name: "shop", version: "1.2.3" })
    expect(names(launch).toSorted()).toEqual(
      [...dependencies, "pkg:hex/esbuild@0.8.2", "pkg:hex/stale@1.0.0"].toSorted(),
    )
    expect(names(build)).toEqual([icons])
  })

  it.each<[string, Files, string | undefined]>([
    ["of mix.exs when it has no .app file", sources, "0.1.0"],
    [
      "that nobody knows when mix.exs computes it",
      { "mix.exs": "defmodule A do\ndef project, do: [app: :shop, version: v()]\nend" },
      undefined,
    ],
  ])("has the version %s", async (_, only, version) => {
    const { self } = await bill({ ...only, "elixir_buildpack.config": "release=false\n" })
    expect(self).toEqual({ kind: "application", name: "shop", version })
  })

  it("has no dependencies without a lock", async () => {
    const { launch, build } = await bill({ ...files, "mix.lock": "" })
    expect({ launch, build }).toEqual({ launch: [], build: [] })
  })
})

it.each([
  ["https://github.com/Tailwindlabs/Heroicons.git", "pkg:github/tailwindlabs/heroicons@1"],
  ["https://token:x@github.com/a/b", "pkg:github/a/b@1"],
  ["git@github.com:a/b.git", "pkg:github/a/b@1"],
  ["ssh://git@github.com/a/b.git", "pkg:github/a/b@1"],
  ["git://github.com/a/b/", "pkg:github/a/b@1"],
  [
    "https://me:secret@git.example.com/a/b/c.git",
    "pkg:generic/x@1?vcs_url=git%2Bhttps:%2F%2Fgit.example.com%2Fa%2Fb%2Fc.git%401",
  ],
  [
    "ssh://git@git.example.com:2222/a/b.git",
    "pkg:generic/x@1?vcs_url=git%2Bhttps:%2F%2Fgit.example.com%2Fa%2Fb.git%401",
  ],
  ["/srv/git/x", "x 1"],
  ["../x", "x 1"],
])("a git dependency from %s is %s", async (url, expected) => {
  const lock = `%{"x": {:git, "${url}", "1", []}}`
  const files = { "mix.exs": "", "mix.lock": lock, "elixir_buildpack.config": "release=false\n" }
  expect(names((await bill({ ...files, "_build/prod/lib/x/ebin/x.app": "" })).launch)).toEqual([expected])
})
