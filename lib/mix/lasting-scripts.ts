import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import type { Foresight } from "../core/foresight.ts"
import type { Layer, LayerSpec, LayerStore } from "../core/layer.ts"
import { digestOf } from "../io/tree-content.ts"
import { nameAtoms } from "./name-atoms.ts"
import { ordersScript } from "./orders-script.ts"
import { refreshTask } from "./refresh-task.ts"
import { serveTask } from "./serve-task.ts"
import { startFilesModule } from "./start-files.ts"

/** What makes a Mix a lasting one, by the names of modules: each after those that it uses. */
const scripts = {
  "Elixir.Beampack.Orders": ordersScript,
  "Elixir.Mix.Tasks.Beampack.Serve": serveTask,
  "Elixir.Beampack.StartFiles": startFilesModule,
  "Elixir.Mix.Tasks.Beampack.Refresh": refreshTask,
} as const

/** The layer with the scripts, and with what is compiled of them: another version of ours has one of its own. */
const scriptsLayer: LayerSpec = {
  name: "lasting-mix",
  scope: "cache",
  shared: true,
  metadata: { program: digestOf(JSON.stringify([scripts, nameAtoms])) },
}

/** Opens the layer, and fills it with the scripts when there is none. */
export async function openScripts(layers: LayerStore): Promise<Layer> {
  const layer = await layers.open(scriptsLayer)
  if (layer.restored) return layer
  await layers.fill(layer, async ({ path }) => {
    for (const [name, text] of Object.entries(scripts)) await writeFile(join(path, `${name}.ex`), text)
  })
  return layer
}

/** The folder of the layer, when the last build has left these scripts. */
export async function foreseenScripts({ held }: Pick<Foresight, "held">): Promise<string | undefined> {
  const layer = await held(scriptsLayer.name)
  return isDeepStrictEqual(layer?.metadata, scriptsLayer.metadata) ? layer?.path : undefined
}

/**
 * Elixir that loads them from the layer's folder, and has `Beampack.Orders` wait. To compile them is a quarter of the time until the
 * first order, so it is done once for each Elixir and BEAM, and again when a file is damaged. Other builds may do the same at that
 * time: each file is renamed to where it is looked for, and either's serves both.
 */
export function loadScripts(folder: string): string {
  return `
folder = ${elixirText(folder)}
compiled = Path.join(folder, "#{System.version()} #{:erlang.system_info(:version)}")
File.mkdir_p(compiled)

keep = fn path, content ->
  part = path <> "." <> System.pid()
  with :ok <- File.write(part, content), do: File.rename(part, path)
end
${nameAtoms}
for name <- ~w(${Object.keys(scripts).join(" ")}) do
  path = Path.join(compiled, name)

  with {:error, _} <- :code.load_abs(String.to_charlist(path)) do
    [{_module, binary}] = Code.compile_file(Path.join(folder, name <> ".ex"))
    keep.(path <> ".beam", binary)
  end
end

Beampack.Orders.await(Path.join(compiled, "modules"), keep)
`
}

/** As Elixir reads it: like JSON, but for what it would put into a text. */
function elixirText(text: string): string {
  return JSON.stringify(text).replaceAll("#{", "\\#{")
}
