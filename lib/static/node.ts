import type { BuildRequest, Facts } from "../core/buildpack.ts"
import type { Artifact } from "../core/runtime.ts"
import type { Step } from "../core/step.ts"
import { findArtifacts } from "../toolchain/find.ts"
import type { FindContext } from "../toolchain/finding.ts"
import { installRuntimes } from "../toolchain/install.ts"
import { requestRuntime, sourceWarnings, type VersionSource } from "../versions/source.ts"
import { settingDeltas } from "./manager-command.ts"
import { managerCache, managers } from "./managers.ts"
import { findNeighbourNode, whyUnused } from "./neighbour-node.ts"

/** The Node of a build. */
export interface NodePlan {
  /** What is installed; nothing when an earlier buildpack's Node is used. */
  readonly artifacts: readonly Artifact[]
  readonly facts: Facts
}

/** Decides which Node the build takes, and says so when an earlier buildpack has brought one. */
export async function planNode(
  versions: readonly VersionSource[],
  request: BuildRequest & Pick<FindContext, "freshCache">,
): Promise<NodePlan> {
  const wanted = requestRuntime("node", versions)
  for (const text of sourceWarnings(["node"], versions)) request.output({ kind: "warning", text })
  const neighbour = await findNeighbourNode(request)
  const why = neighbour && whyUnused(neighbour, wanted)
  const told = neighbour && `Node.js ${neighbour.version ?? ""} of an earlier buildpack (${neighbour.path})`
  if (neighbour?.version !== undefined && why === undefined) {
    request.output({ kind: "detail", text: `Using ${told}` })
    return { artifacts: [], facts: { node_version: neighbour.version, node_version_origin: neighbour.path } }
  }
  if (neighbour !== undefined) request.output({ kind: "detail", text: `Not using ${told}: ${why}` })
  return { artifacts: await findArtifacts([wanted], request), facts: {} }
}

/** Puts Node on PATH, unless it is there already. `launch`: the running app has it as well. */
export function nodeStep({ artifacts }: NodePlan, options: { readonly launch: boolean }): Step {
  return {
    name: "node",
    title: artifacts.length > 0 ? "Installing Node" : "Setting up npm",
    needs: [],
    run: async (context) => {
      const installed = await installRuntimes(artifacts, context, options)
      const npm = settingDeltas(managers.npm, await managerCache("npm", context.layers))
      return [...installed.flatMap(({ deltas }) => deltas), ...npm]
    },
  }
}
