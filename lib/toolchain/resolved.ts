import type { BuildMemory } from "../core/build-memory.ts"
import type { Artifact, RuntimeName } from "../core/runtime.ts"
import { readsAsLocked } from "../versions/lock-fit.ts"
import { artifactOf } from "./lock-read.ts"
import { lockedFrom } from "./locked-from.ts"
import { platformOf } from "./platform.ts"
import { parseResolved, type Remark, resolvedText } from "./resolved-text.ts"
import type { Search } from "./search.ts"

/** What the last build resolved, by runtime. */
export type Recalled = ReadonlyMap<RuntimeName, Artifact>

/**
 * The runtimes of a search as the last build resolved them, where the same is asked for and the platform is the same. Hex
 * and rebar3 alone may be new: when Erlang/OTP or Elixir is not as it was, nothing is recalled, since all follow these.
 */
export async function recall(search: Search, part: string, memory: BuildMemory): Promise<Recalled> {
  const { lock, remarks } = await parseResolved(await memory.resolved(part))
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
    const { why = "as in the last build", passedOver } = remarks[name] ?? {}
    const origin = asked?.origin ?? { kind: "default", why }
    recalled.set(name, { ...artifactOf(locked, file, origin, search), asked: asked?.value, passedOver })
  }
  return recalled
}

/** Keeps what was resolved for the next build. Branches move on, so that nothing of a search with one is kept. */
export async function keep(
  artifacts: readonly Artifact[],
  search: Search,
  part: string,
  memory: BuildMemory,
): Promise<void> {
  const kept = artifacts.some(({ branch }) => branch !== undefined) ? [] : artifacts
  const text = resolvedText({
    lock: kept.map((artifact) => lockedFrom(artifact, search)),
    remarks: Object.fromEntries(kept.map((artifact) => [artifact.name, remarkOn(artifact)])),
  })
  if (text !== (await memory.resolved(part))) memory.keepResolved(part, text)
}

function remarkOn({ version: { origin }, passedOver }: Artifact): Remark {
  return { why: origin.kind === "default" ? origin.why : undefined, passedOver }
}
