import type { LaunchSpec, Processes } from "../core/launch.ts"
import type { Origin, Setting } from "../core/setting.ts"
import type { Release } from "./releases.ts"

/** What decides how an app is started. */
export interface LaunchFacts {
  readonly procfile: Processes
  readonly phoenix: boolean
  readonly mixEnv: string
  /** The release to start; without one Mix starts the app. */
  readonly release?: Release | undefined
  /** Other releases of the app; each becomes a process type of its own name. */
  readonly otherReleases?: readonly Release[] | undefined
}

/** How the app is started. A process type of the Procfile goes before ours; both buildpacks give this same answer. */
export function launchSpec(facts: LaunchFacts): LaunchSpec {
  const { procfile, release, otherReleases = [] } = facts
  const own = release === undefined ? mixProcesses(facts) : releaseProcesses(release, facts.phoenix)
  return { processes: { ...own, ...workers(otherReleases), ...procfile } }
}

function releaseProcesses(release: Release, phoenix: boolean): Processes {
  const { root, name, overlays } = release
  // herokuish starts the line's first word without a shell, which alone would heed a variable in front of it.
  const start = `${phoenix ? "env PHX_SERVER=true " : ""}${root}/bin/${name} start`
  const origin = releaseOrigin(release)
  return {
    web: { value: overlays.server ? `${root}/bin/server` : start, origin },
    ...(overlays.migrate ? { release: { value: `${root}/bin/migrate`, origin } } : {}),
    // Not `remote`: a one-off dyno has no running node to attach to.
    console: { value: `${root}/bin/${name} start_iex`, origin },
  }
}

/** These never compile and never check dependencies: what the build left is what runs. */
function mixProcesses({ phoenix, mixEnv }: LaunchFacts): Processes {
  const flags = "--no-compile --no-deps-check"
  // Mix checks and compiles all dependencies while it looks for the task phx.server, whatever the flags, unless the task
  // is on the code path from the start. https://hexdocs.pm/phoenix/Mix.Tasks.Phx.Server.html
  const server = `elixir -pa _build/${mixEnv}/lib/phoenix/ebin -S mix phx.server ${flags}`
  const origin: Origin = { kind: "default", why: phoenix ? "Phoenix without a release" : "no release" }
  return {
    web: { value: phoenix ? server : `mix run --no-halt ${flags}`, origin },
    console: { value: `iex -S mix run ${flags}`, origin },
  }
}

/** Heroku and `launchSpec` give these types a meaning, so no worker may take them. */
const reserved = ["web", "release", "console"]

function workers(releases: readonly Release[]): Processes {
  const named = releases.filter(({ name }) => !reserved.includes(name))
  return Object.fromEntries(
    named.map((release): [string, Setting<string>] => [
      release.name,
      { value: `${release.root}/bin/${release.name} start`, origin: releaseOrigin(release) },
    ]),
  )
}

function releaseOrigin(release: Release): Origin {
  return { kind: "default", why: `release ${release.name}` }
}
