import { join } from "node:path"
import { type App, readConfig } from "../app/app.ts"
import type { BuildRequest } from "../core/buildpack.ts"
import type { Step, StepContext } from "../core/step.ts"
import { exists, readIfExists, remove, writeAtomic } from "../io/files.ts"
import { run } from "../io/run.ts"

/** Says, in the app's folder, where the app will run, once Mix was told so. */
const pathFile = join(".beampack", "runtime-path")

/** The step that comes last of all when the app is started by Mix, and is somewhere else then. */
export function settleSteps(app: App, { env, runtimePath, purpose }: BuildRequest): readonly Step[] {
  if (purpose === "test") return []
  return [settleStep(readConfig(app, "elixir_buildpack.config", env).get("runtime_path")?.value || runtimePath)]
}

/**
 * Makes Mix take the build for one that was made at `path`. From Elixir 1.15 on it notes the folder in which it compiled
 * and compiles everything again in another one, which would be at boot. https://github.com/elixir-lang/elixir/issues/12771
 */
function settleStep(path: string): Step {
  return {
    name: "settle",
    title: `Telling Mix that the app runs at ${path}`,
    needs: ["compile", "assets", "digest", "release", "post_compile", "tidy"],
    run: async (context) => {
      const { app } = context
      if (app === path || (await readIfExists(join(app, pathFile))) === path) return []
      if (!(await exists(join(app, "_build")))) return []
      await moveBuild(app, path, context)
      await writeAtomic(join(app, pathFile), path)
      return []
    },
  }
}

/** Undoes that for a buildpack which comes after the one that compiled, and runs Mix where the app is now. */
export function returnStep(): Step {
  return {
    name: "return",
    title: "Looking at what the buildpack before has compiled",
    needs: [],
    run: async (context) => {
      const { app } = context
      const path = await readIfExists(join(app, pathFile))
      if (path === undefined) return []
      await moveBuild(path, app, context)
      await remove(join(app, pathFile))
      return []
    },
  }
}

/** A manifest that is of another form than we know is left as it is: then Mix does what it always does. */
async function moveBuild(from: string, to: string, { app, env, output, signal }: StepContext): Promise<void> {
  const result = await run("elixir", ["-e", script, from, to], { cwd: app, env, signal })
  if (result.exitCode === 0) return
  output({
    kind: "warning",
    text: "Mix may compile the app once more when it starts: its manifests could not be changed",
  })
  for (const text of result.lines) output({ kind: "tool", text })
}

// Mix keeps the folder as a plain text in its manifest, among other paths below it. The file's time has a meaning to it.
const script = `
defmodule Move do
  def manifest(file, from, to) do
    text = File.read!(file)
    old = :erlang.binary_to_term(text)
    new = term(old, from, to)
    if new != old do
      %{mtime: mtime} = File.stat!(file, time: :posix)
      File.write!(file <> ".new", :erlang.term_to_binary(new, [:compressed]))
      File.touch!(file <> ".new", mtime)
      File.rename!(file <> ".new", file)
    end
  end

  defp term(from, from, to), do: to
  defp term([head | tail], from, to), do: [term(head, from, to) | term(tail, from, to)]
  defp term(tuple, from, to) when is_tuple(tuple), do: tuple |> Tuple.to_list() |> term(from, to) |> List.to_tuple()
  defp term(map, from, to) when is_map(map), do: map |> :maps.to_list() |> term(from, to) |> :maps.from_list()

  defp term(text, from, to) when is_binary(text) do
    if String.starts_with?(text, from <> "/"), do: String.replace_prefix(text, from, to), else: text
  end

  defp term(other, _from, _to), do: other
end

[from, to] = System.argv()
root = System.get_env("MIX_BUILD_PATH") || Path.join(System.get_env("MIX_BUILD_ROOT", "_build"), System.get_env("MIX_ENV", "prod"))

for file <- Path.wildcard(root <> "/lib/*/.mix/compile.elixir", match_dot: true) do
  Move.manifest(file, from, to)
end
`
