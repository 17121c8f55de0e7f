import type { Env } from "../core/env.ts"
import type { Purpose } from "../core/purpose.ts"
import type { Artifact } from "../core/runtime.ts"
import type { Target } from "../core/target.ts"
import { digestOf } from "../io/tree-content.ts"
import { type AppEntry, digestOfEntries } from "./app-tree.ts"

/** All that the result of a build depends on, when it can be repeated. */
export interface ResultInputs {
  /** The buildpack that runs: its id and version, and the digest of its program, which may change without them. */
  readonly buildpack: { readonly id: string; readonly version: string; readonly program: string }
  /** Ids of the buildpacks that take part, in order. */
  readonly group: readonly string[]
  readonly purpose: Purpose
  readonly runtimePath: string
  /** Whether BUILD_DIR is that folder. */
  readonly inPlace: boolean
  readonly target: Target
  /** The digest of what the machine has of its distribution: compilers, libraries. */
  readonly packages: string
  readonly runtimes: readonly Pick<Artifact, "name" | "version" | "digest">[]
  /** The variables that count, wherever the build's folders are. */
  readonly env: Env
  /** The app as the build found it. */
  readonly entries: readonly AppEntry[]
}

/** What stands for the inputs. */
export interface ResultKey {
  /** For all of them: equal when they are equal, and only then. */
  readonly key: string
  /** For all but the app's files. */
  readonly surroundings: string
}

/** Digests, which tell no value of a variable. */
export function resultKey(inputs: ResultInputs): ResultKey {
  const { buildpack, group, purpose, runtimePath, inPlace, target, packages, runtimes, env, entries } = inputs
  const { os, arch, distro, stack } = target
  const rows = [
    [buildpack.id, buildpack.version, buildpack.program, ...group],
    [purpose, runtimePath, inPlace],
    [os, arch, distro.name, distro.version, stack, packages],
    runtimes.map(({ name, version, digest }) => [name, version.value, digest.algorithm, digest.hex]),
    Object.entries(env)
      .filter(([, value]) => value !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ]
  const surroundings = digestOf(JSON.stringify(rows))
  return { key: digestOf(`${surroundings} ${digestOfEntries(entries)}`), surroundings }
}
