import { readdir } from "node:fs/promises"
import { join } from "node:path"
import type { Buildpack, BuildRequest } from "../core/buildpack.ts"
import type { LaunchSpec } from "../core/launch.ts"
import type { Output } from "../core/output.ts"
import { describeOrigin } from "../core/setting.ts"
import { remove, writeAtomic } from "../io/files.ts"
import { pathsToTrim, removePaths } from "../io/trim.ts"
import { launchToml, processesOf } from "./launch-toml.ts"
import type { CnbPlatform } from "./platform.ts"

/** Leaves in the app's folder what the running app needs of it, and tells the lifecycle how the app is started. */
export async function writeLaunch(
  buildpack: Buildpack,
  request: BuildRequest,
  { layersDir }: CnbPlatform,
  labels: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { app, output } = request
  const launch = await buildpack.launch(request)
  if (launch.files !== undefined) await keepOnly(request, launch.files)
  // What git keeps of the sources is no part of an image, and may have a token in it.
  else await remove(join(app, ".git"))
  const processes = processesOf(launch, app)
  await writeAtomic(join(layersDir, "launch.toml"), launchToml({ processes, slices: launch.slices ?? [], labels }))
  tellProcesses(launch, output)
}

async function keepOnly({ app, env, output, signal }: BuildRequest, files: readonly string[]): Promise<void> {
  output({ kind: "step", text: "Removing the sources" })
  // A buildpack that comes after ours may read the Procfile.
  await removePaths(app, await pathsToTrim(app, await readdir(app), [...files, "Procfile"]), { env, signal })
  output({ kind: "detail", text: `What stays: ${(await readdir(app)).toSorted().join(", ")}` })
}

function tellProcesses({ processes }: LaunchSpec, output: Output): void {
  output({ kind: "step", text: "Process types" })
  for (const [type, { value, origin }] of Object.entries(processes)) {
    const ours = origin.kind !== "file"
    const text = ours
      ? `${type}: ${value} (${describeOrigin(origin)})`
      : `${type}: left to the buildpack that reads ${origin.file}`
    output({ kind: "detail", text })
  }
  if (processes.web?.origin.kind !== "file") return
  output({
    kind: "detail",
    text: "Without that one the image starts nothing, and some platforms do not take it: --buildpack heroku/procfile",
  })
}
