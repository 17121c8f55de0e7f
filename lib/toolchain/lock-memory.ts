import type { IndexMemory } from "../core/index-memory.ts"
import type { Artifact, RuntimeName } from "../core/runtime.ts"
import type { Lock, LockedRuntime } from "../versions/lock.ts"
import { readings } from "../versions/lock.ts"
import { readsAsLocked } from "../versions/lock-fit.ts"
import { parseLock } from "../versions/lock-parse.ts"
import { lockText } from "../versions/lock-text.ts"
import { canonicalUrl, platformOf } from "./lock-place.ts"
import { artifactOf } from "./lock-read.ts"
import { requestFor, type Search } from "./search.ts"

/** What the last build resolved, by runtime. */
export type Recalled = ReadonlyMap<RuntimeName, Artifact>

/**
 * The runtimes of a search as the last build resolved them, where the same is asked for and the platform is the same. Hex
 * and rebar3 alone may be new: when Erlang/OTP or Elixir is not as it was, nothing is recalled, since all follow these.
 */
export async function recallLock(search: Search, part: string, memory: IndexMemory): Promise<Recalled> {
  const lock = await readLock(await memory.lock(part))
  const recalled = new Map<RuntimeName, Artifact>()
  for (const request of search.requests) {
    const { name } = request
    const locked = lock.find((one) => one.name === name && readsAsLocked(one, request))
    const file = locked?.files[platformOf(name, search.platform)]
    if (locked === undefined || file === undefined) {
      if (name === "erlang" || name === "elixir") return new Map()
      continue
    }
    const asked = request.wishes[0] ?? request.requirements[0]
    const origin = asked?.origin ?? { kind: "default", why: locked.why ?? "as in the last build" }
    const { passedOver } = locked
    recalled.set(name, { ...artifactOf(locked, file, origin, search), asked: asked?.value, passedOver })
  }
  return recalled
}

/** One that is damaged, or of another version of beampack, is as good as none. */
async function readLock(text: string | undefined): Promise<Lock> {
  return text === undefined ? [] : parseLock(text).catch(() => [])
}

/** Keeps what was resolved for the next build. Branches move on, so that nothing of a search with one is kept. */
export async function keepLock(
  artifacts: readonly Artifact[],
  search: Search,
  part: string,
  memory: IndexMemory,
): Promise<void> {
  const hasBranch = artifacts.some(({ version }) => isBranch(version.value))
  const text = lockText(hasBranch ? [] : artifacts.map((artifact) => lockedFrom(artifact, search)))
  if (text !== (await memory.lock(part))) memory.keepLock(part, text)
}

/** Whether what was found is no version, but the head of a branch. */
export function isBranch(version: string): boolean {
  return !/^\d/.test(version)
}

/** What a lock says of an artifact, with its file for the one platform that is searched for. */
export function lockedFrom({ name, version, passedOver, url, digest, size }: Artifact, search: Search): LockedRuntime {
  const request = requestFor(name, search)
  const { origin } = version
  return {
    name,
    version: version.value,
    asked: request === undefined ? [] : readings(request),
    why: origin.kind === "default" ? origin.why : undefined,
    passedOver,
    files: { [platformOf(name, search.platform)]: { url: canonicalUrl(name, url, search.origins), digest, size } },
  }
}
