import { describe, expect, it } from "vitest"
import type { MixProject } from "../../lib/app/mix-project.ts"
import { plannedRelease, type ReleaseWish } from "../../lib/app/release-plan.ts"
import type { Script } from "../../lib/app/scripts.ts"
import { describeOrigin, type Setting } from "../../lib/core/setting.ts"
import { failure } from "../support/failure.ts"

const mixExs = { kind: "file", file: "mix.exs", line: 9 } as const
const none: MixProject = { app: "shop", releases: { kind: "none" }, aliases: [], dependencies: [] }
const umbrella: MixProject = { ...none, app: undefined, appsPath: "apps" }
const computed: MixProject = { ...none, releases: { kind: "computed", origin: mixExs } }
const asked: Setting<string> = { value: "admin", origin: { kind: "env", name: "BEAMPACK_RELEASE" } }

function named(...names: readonly string[]): MixProject {
  return { ...none, releases: { kind: "named", names, origin: mixExs } }
}

function withDefault(project: MixProject, value: string): MixProject {
  return { ...project, defaultRelease: { value, origin: { ...mixExs, line: 12 } } }
}

function wanted(value: boolean): Setting<boolean> {
  return { value, origin: { kind: "file", file: "elixir_buildpack.config", line: 3 } }
}

/** A Procfile with these lines. */
function procfile(...lines: readonly string[]): readonly Script[] {
  return lines.map((value, at) => ({ value, origin: { kind: "file", file: "Procfile", line: at + 1 }, names: [] }))
}

function decided(wish: Partial<ReleaseWish>): string {
  const plan = plannedRelease({ project: none, hasRelFolder: false, scripts: [], ...wish })
  const why = describeOrigin(plan.origin)
  if (plan.kind === "none") return `none (${why})`
  const name = plan.name === undefined ? "?" : `${plan.name.value} by ${describeOrigin(plan.name.origin)}`
  const then = plan.others.map((other) => `, then ${other}`).join("")
  return `mix ${["release", ...plan.args].join(" ")}${then} -> ${name} (${why})`
}

async function refused(wish: Partial<ReleaseWish>): Promise<string> {
  const error = await failure(
    (async () => plannedRelease({ project: none, hasRelFolder: false, scripts: [], ...wish }))(),
  )
  return `${error.id}\n${error.title}\n\n${error.help}`
}

describe("plannedRelease", () => {
  it.each<[what: string, wish: Partial<ReleaseWish>, expected: string]>([
    ["nothing asks for one", {}, "none (mix.exs defines no releases)"],
    ["mix.exs defines one", { project: named("shop") }, "mix release shop -> shop by mix.exs:9 (mix.exs:9)"],
    ["there is a rel folder", { hasRelFolder: true }, "mix release -> shop by named after the app (rel)"],
    [
      "an umbrella has a rel folder only",
      { project: umbrella, hasRelFolder: true },
      "none (mix.exs defines no releases)",
    ],
    [
      "the user says yes",
      { wanted: wanted(true) },
      "mix release -> shop by named after the app (elixir_buildpack.config:3)",
    ],
    [
      "the user says yes to an umbrella",
      { project: umbrella, wanted: wanted(true) },
      "mix release -> ? (elixir_buildpack.config:3)",
    ],
    [
      "the user says no",
      { project: named("shop"), name: asked, wanted: wanted(false) },
      "none (elixir_buildpack.config:3)",
    ],
    [
      "the user names several",
      { project: named("shop", "admin"), name: { ...asked, value: "admin shop" } },
      "mix release admin, then shop -> admin by BEAMPACK_RELEASE (mix.exs:9)",
    ],
    [
      "the user names one of several",
      { project: withDefault(named("shop", "admin"), "shop"), name: asked },
      "mix release admin -> admin by BEAMPACK_RELEASE (mix.exs:9)",
    ],
    [
      "mix.exs names a default",
      { project: withDefault(named("shop", "admin"), "shop") },
      "mix release shop -> shop by mix.exs:12 (mix.exs:9)",
    ],
    ["code makes the releases", { project: computed }, "mix release -> ? (mix.exs:9)"],
    [
      "code makes the releases and the user names one",
      { project: computed, name: asked },
      "mix release admin -> admin by BEAMPACK_RELEASE (mix.exs:9)",
    ],
    [
      "the user names the app",
      { project: { ...none, app: "admin" }, name: asked },
      "mix release -> admin by BEAMPACK_RELEASE (BEAMPACK_RELEASE)",
    ],
    [
      "the Procfile runs Mix",
      { project: named("shop"), scripts: procfile("bin/x", "mix ecto.migrate") },
      "none (Procfile:2)",
    ],
    [
      "the Procfile runs Mix, but the user says yes",
      { wanted: wanted(true), scripts: procfile("mix run") },
      "mix release -> shop by named after the app (elixir_buildpack.config:3)",
    ],
    [
      "the Procfile runs Mix, but the user names a release",
      { project: named("shop", "admin"), name: asked, scripts: procfile("mix run") },
      "mix release admin -> admin by BEAMPACK_RELEASE (mix.exs:9)",
    ],
    [
      "the Procfile runs Mix and the release",
      { project: named("shop"), scripts: procfile("_build/prod/rel/shop/bin/shop start", "mix x") },
      "mix release shop -> shop by mix.exs:9 (mix.exs:9)",
    ],
  ])("decides when %s", (_, wish, expected) => {
    expect(decided(wish)).toBe(expected)
  })

  it.each([
    [none, "shop admin", "admin"],
    [named("shop", "admin"), "shop amin", "amin"],
  ])("refuses another release that there is not: %#", async (project, value, unknown) => {
    const text = await refused({ project, name: { ...asked, value } })
    expect(text).toContain(`There is no release "${unknown}", which BEAMPACK_RELEASE asks for`)
  })

  it("asks which of several", async () => {
    expect(await refused({ project: named("shop", "mailer") })).toMatchInlineSnapshot(`
      "release/ambiguous
      mix.exs defines 2 releases and none is chosen

      The releases are:
        shop
        mailer

      Choose one in mix.exs, beside "releases:": default_release: :shop
      or in project.toml, in the table [com.beampack]: release = "shop"
      or with a variable:
        heroku config:set BEAMPACK_RELEASE=shop
        pack build --env BEAMPACK_RELEASE=shop"
    `)
  })

  it("refuses a name that is not among them", async () => {
    expect(await refused({ project: named("shop", "mailer"), name: asked })).toMatchInlineSnapshot(`
      "release/unknown-name
      There is no release "admin", which BEAMPACK_RELEASE asks for

      The releases of mix.exs are:
        shop
        mailer

      Put one of them in BEAMPACK_RELEASE, or add "admin: [...]" to "releases:" in mix.exs."
    `)
  })

  it("refuses a default that is not among them", async () => {
    expect(await refused({ project: withDefault(named("shop"), "shopp") })).toMatchInlineSnapshot(`
      "release/unknown-name
      There is no release "shopp", which mix.exs:12 asks for

      The releases of mix.exs are:
        shop

      Put one of them in mix.exs:12, or add "shopp: [...]" to "releases:" in mix.exs."
    `)
  })

  it("refuses a name when there are none", async () => {
    expect(await refused({ name: asked })).toMatchInlineSnapshot(`
      "release/unknown-name
      There is no release "admin", which BEAMPACK_RELEASE asks for

      mix.exs has no "releases:", so Mix makes one release, named after the app.
      Drop the name from BEAMPACK_RELEASE, or add to the project in mix.exs: releases: [admin: []]"
    `)
  })
})
