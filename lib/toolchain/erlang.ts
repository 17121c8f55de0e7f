import { readdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { BuildpackError } from "../core/error.ts"
import type { Layer } from "../core/layer.ts"
import { prose } from "../core/prose.ts"
import { unpack } from "../io/archive.ts"
import { diskFullIn } from "../io/disk-error.ts"
import { lastWords } from "../io/ending.ts"
import { readIfExists } from "../io/files.ts"
import { run } from "../io/run.ts"
import { relocatable } from "./relocatable.ts"
import { type FillContext, onPath, type Runtime } from "./runtime.ts"

/** Erlang/OTP: unpacked, installed where it lies, then made fit to be copied elsewhere. */
export const erlang: Runtime = {
  fill: async (download, layer, context) => {
    await unpack(download, layer.path, { strip: 1, signal: context.signal })
    await install(layer, context)
    await relocate(layer.path)
  },
  changes: (layer) => ({ PATH: onPath(join(layer.path, "bin")) }),
}

async function install(layer: Layer, { env, signal }: FillContext): Promise<void> {
  const result = await run("./Install", ["-minimal", layer.path], { cwd: layer.path, env, signal })
  if (result.exitCode === 0) return
  throw diskFullIn(result.lines) ?? installFailed(result.lines)
}

async function relocate(root: string): Promise<void> {
  const erts = (await readdir(root)).filter((name) => name.startsWith("erts-"))
  for (const folder of ["bin", ...erts.map((name) => join(name, "bin"))]) {
    for (const name of ["erl", "start", "start_erl"]) {
      await relocateScript(join(root, folder, name), root, folder.split("/").length)
    }
  }
}

async function relocateScript(file: string, root: string, depth: number): Promise<void> {
  const script = await readIfExists(file)
  if (script === undefined) return
  const moved = relocatable(script, root, depth)
  // Writing over the file keeps its mode.
  if (moved !== script) await writeFile(file, moved)
}

function installFailed(lines: readonly string[]): BuildpackError {
  return new BuildpackError("erlang/install-failed", "The Install script of Erlang/OTP failed", {
    help: prose`
      It was downloaded and verified, but could not be set up. Its last words:

          ${lastWords(lines)}

      It needs sh, sed and cp. If they are there, take another version with ERLANG_VERSION.
    `,
  })
}
