import { mkdir } from "node:fs/promises"
import { dirname, join } from "node:path"
import { type Artifact, type RuntimeRequest, runtimeNames, runtimeTitles } from "../core/runtime.ts"
import { download } from "../io/download.ts"
import { findArtifacts } from "../toolchain/find.ts"
import { originsFrom } from "../toolchain/origins.ts"
import { hasFile } from "./folder.ts"
import type { PartContext } from "./part.ts"
import { together } from "./together.ts"
import { listFromUpstream } from "./upstream-index.ts"

/** Exact versions; one that is not given is the newest that fits the others. */
export interface UpstreamVersions {
  readonly erlang?: string | undefined
  readonly elixir?: string | undefined
  readonly node?: string | undefined
}

/**
 * Copies the runtimes, and Hex and rebar3 for them, from upstream or from the mirror in its place. Files that are there
 * with the right digest are not downloaded again.
 */
export async function mirrorUpstream(versions: UpstreamVersions, context: PartContext): Promise<void> {
  const artifacts = await findArtifacts(requests(versions), context)
  await together(
    artifacts.map((artifact) => (signal) => mirrorArtifact(artifact, { ...context, signal })),
    context.signal,
  )
}

function requests(versions: UpstreamVersions): readonly RuntimeRequest[] {
  const given = new Map(Object.entries(versions))
  return runtimeNames.map((name) => {
    const value = given.get(name)
    return value === undefined
      ? { name }
      : { name, version: { value, origin: { kind: "default", why: "as asked for" } } }
  })
}

async function mirrorArtifact(artifact: Artifact, context: PartContext): Promise<void> {
  const { dir, env, output } = context
  const origins = originsFrom(env)
  const origin = artifact.name === "node" ? origins.node : origins.hex
  const path = artifact.url.slice(origin.length + 1)
  const title = `${runtimeTitles[artifact.name]} ${artifact.version.value}`
  if (await hasFile(dir, path, artifact.digest)) {
    output({ kind: "detail", text: `${title} is there already` })
  } else {
    output({ kind: "detail", text: `Fetching ${title}` })
    await mkdir(dirname(join(dir, path)), { recursive: true })
    await download(artifact.url, join(dir, path), artifact.digest, context)
  }
  // Listed last, so that no index names a file that is not there.
  await listFromUpstream[artifact.name]({ origin, path, sha: artifact.digest.hex }, context)
}
