import { mkdir } from "node:fs/promises"
import { dirname, join } from "node:path"
import { BuildpackError } from "../core/error.ts"
import type { UpstreamVersions } from "../core/mirror-request.ts"
import { momentaryMemory } from "../core/momentary-memory.ts"
import { type Artifact, type RuntimeName, type RuntimeRequest, runtimeTitles } from "../core/runtime.ts"
import { download } from "../io/download.ts"
import { findArtifacts } from "../toolchain/find.ts"
import type { FindContext } from "../toolchain/finding.ts"
import { originsFrom } from "../toolchain/origins.ts"
import { hasFile } from "./folder.ts"
import type { PartContext } from "./part.ts"
import { together } from "./together.ts"
import { listFromUpstream } from "./upstream-index.ts"

/**
 * Copies the runtimes, and Hex and rebar3 for them, from upstream or from the mirror in its place. Files that are there
 * with the right digest are not downloaded again.
 */
export async function mirrorUpstream(versions: UpstreamVersions, context: PartContext): Promise<void> {
  // One after the other, so that what the first search has read and trusted does for the others.
  const finding: FindContext = { ...context, indexes: momentaryMemory(), news: "never" }
  const artifacts = [
    ...(await findArtifacts(requests(["erlang", "elixir", "node"], versions), finding)),
    ...(await findTool("hex", versions, finding)),
    ...(await findTool("rebar3", versions, finding)),
  ]
  await together(
    artifacts.map((artifact) => (signal) => mirrorArtifact(artifact, { ...context, signal })),
    context.signal,
  )
}

/** Apps without Hex packages do without them, and so do mirrors that a distribution's packages were made into. */
async function findTool(
  tool: "hex" | "rebar3",
  versions: UpstreamVersions,
  context: FindContext,
): Promise<readonly Artifact[]> {
  try {
    // Whose builds are taken was said when Erlang/OTP itself was looked for.
    const found = await findArtifacts(requests(["erlang", "elixir", tool], versions), { ...context, output: () => {} })
    return found.filter(({ name }) => name === tool)
  } catch (error) {
    if (!(error instanceof BuildpackError) || error.id !== "index/missing") throw error
    context.output({
      kind: "warning",
      text: `${runtimeTitles[tool]} is left out: there is none where this is copied from`,
    })
    return []
  }
}

function requests(names: readonly RuntimeName[], versions: UpstreamVersions): readonly RuntimeRequest[] {
  const given = new Map(Object.entries(versions))
  return names.map((name) => {
    const value = given.get(name)
    const wishes = value === undefined ? [] : [{ value, origin: { kind: "env", name: `--${name}` } as const }]
    return { name, wishes, requirements: [] }
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
