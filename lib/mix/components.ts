import { posix } from "node:path"
import type { App } from "../app/app.ts"
import { type BuiltApplication, builtApplications, releasedApplications } from "../app/built-applications.ts"
import { list, readText } from "../app/folder.ts"
import { type LockedSource, lockedSources } from "../app/locked-sources.ts"
import { buildFolder } from "../app/releases.ts"
import type { BuildRequest } from "../core/buildpack.ts"
import type { AppBill, Component } from "../core/component.ts"
import { runtimeComponent } from "../core/runtime-component.ts"
import { appComponent } from "./app-component.ts"
import { mixEnvironment } from "./environment.ts"
import { findReleases } from "./launch.ts"
import { lockedComponent } from "./locked-component.ts"
import { platformComponent } from "./platform-component.ts"
import { planRelease, runsOnMix } from "./release.ts"

type Sources = ReadonlyMap<string, LockedSource>

/**
 * What a built app consists of: its dependencies, and what its releases bring of Erlang/OTP and Elixir. `erlang`: the
 * version of OTP, which a release does not tell. Throws `release/not-found` and `release/no-erts`.
 */
export async function mixComponents(app: App, request: BuildRequest, erlang: string | undefined): Promise<AppBill> {
  const { env } = request
  const build = buildFolder({ project: "", mixEnv: mixEnvironment(request), env })
  const plan = await planRelease(app, request)
  const releases = plan.kind === "none" ? [] : await findReleases(app, plan, request)
  const released = (await Promise.all(releases.map(({ root }) => releasedApplications(app.folder, root)))).flat()
  const built = await builtApplications(app.folder, posix.join(build, "lib"))
  const running = runsOnMix(app, plan) ? [...released, ...built] : released
  const sources = new Map(lockedSources((await readText(app.folder, "mix.lock")) ?? "").map((one) => [one.app, one]))
  return {
    self: await appComponent(app, releases[0], build),
    launch: [...platform(released, erlang), ...running.flatMap((each) => component(each, sources) ?? [])],
    build: remaining([...built, ...(await fetched(app, env.MIX_DEPS_PATH))], running, sources),
  }
}

/** Erlang/OTP and Elixir as a whole: most advisories are about them. */
function platform(released: readonly BuiltApplication[], erlang: string | undefined): readonly Component[] {
  const { version: elixir } = released.find(({ name }) => name === "elixir") ?? {}
  return [
    ...(released.length === 0 || erlang === undefined ? [] : [runtimeComponent("erlang", erlang)]),
    ...(elixir === undefined ? [] : [runtimeComponent("elixir", elixir)]),
  ]
}

/** Undefined for what is neither in the lock nor the platform's: it is the app's own, wherever it lies. */
function component(built: BuiltApplication, sources: Sources): Component | undefined {
  const source = sources.get(built.name)
  if (source === undefined) return platformComponent(built)
  const { name, version } = built
  // The lock still has what a folder of the app has taken the place of.
  if (source.kind === "hex" && version !== undefined && version !== source.version) {
    return { kind: "library", name, version }
  }
  return { ...lockedComponent(source), ...(version !== undefined && { version }) }
}

/** Without any code of their own, such as icons, dependencies are fetched and not built. */
async function fetched(
  { folder }: App,
  depsPath: string | undefined,
): Promise<readonly Pick<BuiltApplication, "name">[]> {
  return ((await list(folder, depsPath || "deps")) ?? []).map((name) => ({ name }))
}

/** What was there for the build, such as a compiler of assets, and does not run. */
function remaining(
  there: readonly Pick<BuiltApplication, "name">[],
  running: readonly BuiltApplication[],
  sources: Sources,
): readonly Component[] {
  const runs = new Set(running.map(({ name }) => name))
  return there.flatMap(({ name }) => {
    const source = runs.has(name) ? undefined : sources.get(name)
    return source === undefined ? [] : [lockedComponent(source)]
  })
}
