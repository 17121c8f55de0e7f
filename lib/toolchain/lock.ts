import type { LockRequest, MadeLock } from "../core/lock-file.ts"
import { type Artifact, runtimeTitles } from "../core/runtime.ts"
import { contentLength } from "../io/download.ts"
import type { Lock, LockedFile, LockedRuntime } from "../versions/lock.ts"
import { lockChanges, republished } from "../versions/lock-change.ts"
import { parseLockOrNothing } from "../versions/lock-parse.ts"
import { lockText } from "../versions/lock-text.ts"
import { fromOrigin, once, type ReadIndex, whereThere } from "./index-text.ts"
import { loadNodeIndex } from "./indexes.ts"
import { coverOf } from "./lock-cover.ts"
import { filesElsewhere, type PlacedFile } from "./lock-platforms.ts"
import { lockedFrom } from "./locked-from.ts"
import { urlFor } from "./origins.ts"
import { readRepacks, repackDigest } from "./repacks.ts"
import { type Search, searchFor } from "./search.ts"

/** Makes a lock of what was found: the same versions for every platform that has them. */
export async function makeLock(request: LockRequest): Promise<MadeLock> {
  const { artifacts, env, output, signal } = request
  const search = searchFor(
    artifacts.flatMap((artifact) => artifact.request ?? []),
    { ...request, output: () => {} },
  )
  const read = once(fromOrigin({ env, output, signal }))
  // One that cannot be read is about to be replaced.
  const former = await parseLockOrNothing(request.former)
  const found = await Promise.all(
    artifacts.map((artifact) => lockRuntime(artifact, search, former, { ...request, read })),
  )
  const names = new Set(found.map(({ name }) => name))
  const lock = [...found, ...(request.keepOthers ? former.filter(({ name }) => !names.has(name)) : [])]
  const repacks = await repackedIn(lock, search, read)
  for (const text of [...republished(former, lock), ...moving(found), ...repacks]) output({ kind: "warning", text })
  return { text: lockText(lock), changes: lockChanges(former, lock), cover: coverOf(lock) }
}

function moving(lock: Lock): readonly string[] {
  const branches = lock.filter(({ branch }) => branch !== undefined)
  return branches.map(({ name, version }) => {
    const title = `${runtimeTitles[name]} ${version}`
    return `${title} moves on: once upstream has built it anew, builds fail until you lock again`
  })
}

/** A mirror's own files are not upstream's, though they stand at the same URLs. */
async function repackedIn(lock: Lock, { origins }: Search, read: ReadIndex): Promise<readonly string[]> {
  const repacks = new Set((await readRepacks(origins, read)).map(repackDigest))
  const those = lock.filter(({ files }) => Object.values(files).some(({ digest }) => repacks.has(digest.hex)))
  if (those.length === 0) return []
  const titles = those.map(({ name, version }) => `${runtimeTitles[name]} ${version}`).join(", ")
  return [
    `This lock fits only builds with this mirror, which has packed files of its own from a distribution (--from-apt): ${titles}. With upstream, or another mirror, builds end with lock/digest`,
  ]
}

type Context = LockRequest & { readonly read: ReadIndex }

async function lockRuntime(artifact: Artifact, search: Search, former: Lock, context: Context): Promise<LockedRuntime> {
  const { name, version } = artifact
  const own = lockedFrom(artifact, search)
  const others = await filesElsewhere(artifact, search, { ...context, read: whereThere(context.read) })
  const known = former.find((locked) => locked.name === name && locked.version === version.value)?.files ?? {}
  const files = [...Object.entries(own.files).map(([platform, file]) => ({ platform, file })), ...others]
  const sized = await Promise.all(
    files.map((placed) => withSize(placed, name, known[placed.platform], search, context)),
  )
  const lts = name === "node" ? await ltsOf(artifact, search, context) : undefined
  return {
    ...own,
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
