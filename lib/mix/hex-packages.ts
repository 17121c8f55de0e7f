import { readFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import type { Output } from "../core/output.ts"
import type { StepContext } from "../core/step.ts"
import { exists } from "../io/files.ts"
import { eachOf } from "../io/workers.ts"
import type { fetchPackage, Unfetched } from "./hex-fetch.ts"
import { hexFetches } from "./hex-fetches.ts"
import { isManifestOf, MANIFEST } from "./hex-manifest.ts"
import type { HexPackage } from "./hex-package.ts"
import { type HexStore, hexStore } from "./hex-store.ts"
import { unpackPackage } from "./hex-tarball.ts"
import { DEPS } from "./kept-place.ts"
import { readNeeded } from "./lock-reading.ts"
import { removeStaleBuilds } from "./stale-builds.ts"

/** How the dependencies are after packages were put in place. */
export interface Placed {
  /** How many packages are there as mix.lock has them. */
  readonly count: number
  /** Why Mix has to look at the dependencies too; empty when it need not. */
  readonly why: readonly string[]
}

/** Puts the packages that mix.lock names into the app, without Mix. */
export interface HexPackages {
  /** Fetches what is new in mix.lock, while it is not known yet what is in place. Throws `hex/...` and `archive/...` errors. */
  fetchAhead(context: StepContext): Promise<void>
  /** Those that are there already take no time. Throws `hex/...` and `archive/...` errors. */
  place(context: StepContext): Promise<Placed>
}

/** As many requests as Hex itself has under way at once. */
const AT_ONCE = 8

/** `noted`: Mix wants a note in what was fetched, as it did up to Elixir 1.16. */
export function hexPackages({ noted }: { readonly noted: boolean }): HexPackages {
  // Why packages are not to be had, by digest: nobody is asked for them twice.
  const failures = new Map<string, string>()
  const fetch = hexFetches()
  // Fetched ahead, of which nothing was said yet.
  const news = new Set<string>()
  let opened: HexStore | undefined
  const openStore = async (packages: readonly HexPackage[], { layers }: StepContext): Promise<HexStore> => {
    if (opened !== undefined) return opened
    opened = await hexStore(layers)
    await opened.tidy(packages.map(({ outer }) => outer))
    return opened
  }
  return {
    fetchAhead: async (context) => {
      const { packages } = await readNeeded(context)
      if (packages.length === 0) return
      const store = await openStore(packages, context)
      // Whether it is whole is looked at when it is put in place.
      const unknown = await without(packages, ({ outer }) => exists(store.file(outer)))
      // A store with none of them is a new one, and `deps` may still come back with all of them.
      if (unknown.length === packages.length) return
      const bring = async (one: HexPackage): Promise<void> => {
        news.add(one.outer)
        await fetch(one, store.file(one.outer), context)
      }
      await eachOf(unknown, bring, AT_ONCE)
    },
    place: async (context) => {
      const { app, env } = context
      const { packages, why, lock } = await readNeeded(context)
      if (packages.length === 0) return { count: 0, why }
      const deps = resolve(app, env.MIX_DEPS_PATH || DEPS)
      const absent = await without(packages, (one) => isThere(deps, one))
      const store = await openStore(packages, context)
      const due = absent.filter(({ outer }) => !failures.has(outer))
      if (due.length > 0) {
        // Comes first: whoever ends this build in between has nothing left that was compiled of other sources.
        await removeStaleBuilds(
          due.map((one) => one.app),
          lock,
          context,
        )
        await bringAll(due, { fetch, news, store, deps, noted, failures }, context)
      }
      const failed = packages.flatMap(({ outer }) => failures.get(outer) ?? [])
      return { count: packages.length - failed.length, why: [...why, ...new Set(failed)] }
    },
  }
}

async function isThere(deps: string, wanted: HexPackage): Promise<boolean> {
  const manifest = await readFile(join(deps, wanted.app, MANIFEST)).catch(() => undefined)
  return manifest !== undefined && isManifestOf(manifest, wanted)
}

interface Places {
  readonly fetch: typeof fetchPackage
  readonly news: Set<string>
  readonly store: HexStore
  readonly deps: string
  readonly noted: boolean
  readonly failures: Map<string, string>
}

/** Fetches those that no earlier build has, and unpacks all of them, side by side. */
async function bringAll(
  packages: readonly HexPackage[],
  { fetch, news, store, deps, noted, failures }: Places,
  context: StepContext,
): Promise<void> {
  const { output, signal } = context
  const unknown = new Set(await without(packages, ({ outer }) => store.has(outer)))
  const absent = packages.filter((one) => news.delete(one.outer) || unknown.has(one)).length
  announce(packages.length - absent, absent, output)
  let outage: Unfetched | undefined
  const bring = async (wanted: HexPackage): Promise<void> => {
    signal.throwIfAborted()
    const file = store.file(wanted.outer)
    const unfetched = unknown.has(wanted) ? await fetch(wanted, file, context) : undefined
    if (unfetched === undefined) return unpackPackage(file, wanted, join(deps, wanted.app), { noted, signal })
    failures.set(wanted.outer, unfetched.why)
    // One warning is enough for an outage.
    if (unfetched.warning !== undefined && outage === undefined) output({ kind: "warning", text: unfetched.warning })
    if (unfetched.isOutage) outage ??= unfetched
  }
  await eachOf(packages, bring, AT_ONCE)
}

function announce(cached: number, absent: number, output: Output): void {
  if (cached > 0) output({ kind: "detail", text: `Using ${counted(cached)} from the cache` })
  if (absent > 0) output({ kind: "detail", text: `Fetching ${counted(absent)} of mix.lock` })
}

/** As in `27 packages`. */
function counted(count: number): string {
  return count === 1 ? "1 package" : `${count} packages`
}

/** Those of which it is not true. */
async function without<T>(all: readonly T[], isTrue: (one: T) => Promise<boolean>): Promise<readonly T[]> {
  const answers = await Promise.all(all.map(isTrue))
  return all.filter((_, at) => !answers[at])
}
