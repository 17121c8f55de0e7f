import type { Env } from "../core/env.ts"
import type { Output } from "../core/output.ts"
import { type Artifact, runtimeTitles } from "../core/runtime.ts"
import type { Target } from "../core/target.ts"
import { contentLength } from "../io/download.ts"
import type { Lock, LockedFile, LockedRuntime } from "../versions/lock.ts"
import { lockChanges, republished } from "../versions/lock-change.ts"
import { parseLock } from "../versions/lock-parse.ts"
import { lockText } from "../versions/lock-text.ts"
import { fromOrigin, type ReadIndex } from "./index-text.ts"
import { loadNodeIndex } from "./indexes.ts"
import { isBranch, lockedFrom } from "./lock-memory.ts"
import { urlFor } from "./lock-place.ts"
import { filesElsewhere, type PlacedFile } from "./lock-platforms.ts"
import { searchFor } from "./platform-search.ts"
import { once } from "./reading.ts"
import type { Search } from "./search.ts"

/** What is to be locked. */
export interface LockRequest {
  /** What a build for the target takes. */
  readonly artifacts: readonly Artifact[]
  /** The text of the lock that the app has. */
  readonly former?: string | undefined
  /** Whether runtimes that only the former lock has stay in it: this tree may not be the one that asks for them. */
  readonly keepOthers: boolean
  readonly target: Target
  /** For BEAMPACK_MIRROR and the proxy. */
  readonly env: Env
  readonly output: Output
  readonly signal: AbortSignal
}

/** A lock that is not written yet. */
export interface MadeLock {
  readonly text: string
  /** For each runtime what has become of it: `Elixir 1.18.3 -> 1.18.4`. */
  readonly changes: readonly string[]
}

/** Makes a lock of what was found: the same versions for every platform that has them. */
export async function makeLock(request: LockRequest): Promise<MadeLock> {
  const { artifacts, env, output, signal } = request
  const search = searchFor(
    artifacts.flatMap((artifact) => artifact.request ?? []),
    { ...request, output: () => {} },
  )
  const read = once(fromOrigin({ env, output, signal }))
  const former = await readFormer(request.former)
  const found = await Promise.all(
    artifacts.map((artifact) => lockRuntime(artifact, search, former, { ...request, read })),
  )
  const names = new Set(found.map(({ name }) => name))
  const lock = [...found, ...(request.keepOthers ? former.filter(({ name }) => !names.has(name)) : [])]
  for (const text of [...republished(former, lock), ...moving(found)]) output({ kind: "warning", text })
  return { text: lockText(lock), changes: lockChanges(former, lock) }
}

/** One that cannot be read is about to be replaced. */
async function readFormer(text: string | undefined): Promise<Lock> {
  return text === undefined ? [] : parseLock(text).catch(() => [])
}

function moving(lock: Lock): readonly string[] {
  const branches = lock.filter(({ version }) => isBranch(version))
  return branches.map(({ name, version }) => {
    const title = `${runtimeTitles[name]} ${version}`
    return `${title} moves on: once upstream has built it anew, builds fail until you lock again`
  })
}

type Context = LockRequest & { readonly read: ReadIndex }

async function lockRuntime(artifact: Artifact, search: Search, former: Lock, context: Context): Promise<LockedRuntime> {
  const { name, version } = artifact
  const own = lockedFrom(artifact, search)
  const others = await filesElsewhere(artifact, search, context)
  const known = former.find((locked) => locked.name === name && locked.version === version.value)?.files ?? {}
  const files = [...Object.entries(own.files).map(([platform, file]) => ({ platform, file })), ...others]
  const sized = await Promise.all(
    files.map((placed) => withSize(placed, name, known[placed.platform], search, context)),
  )
  const lts = name === "node" ? await ltsOf(artifact, search, context) : undefined
  return {
    ...own,
    passedOver: undefined,
    lts,
    files: Object.fromEntries(sized.map(({ platform, file }) => [platform, file])),
  }
}

/** A server that does not tell how large a file is does not have to. */
async function withSize(
  { platform, file }: PlacedFile,
  name: Artifact["name"],
  known: LockedFile | undefined,
  { origins }: Search,
  { env, signal }: Context,
): Promise<PlacedFile> {
  if (file.size !== undefined) return { platform, file }
  if (known?.size !== undefined && known.digest.hex === file.digest.hex) {
    return { platform, file: { ...file, size: known.size } }
  }
  const size = await contentLength(urlFor(name, file.url, origins), { env, signal, seconds: 5 }).catch(() => undefined)
  signal.throwIfAborted()
  return { platform, file: { ...file, size } }
}

async function ltsOf({ version }: Artifact, { origins }: Search, { read }: Context): Promise<string | undefined> {
  const { releases } = await loadNodeIndex(origins, read)
  return releases.find((release) => release.version === version.value)?.lts || undefined
}
