import type { OutputEvent } from "../core/output.ts"
import type { StepContext } from "../core/step.ts"
import { run } from "../io/run.ts"

/** `there`: what was compiled in the app's folder is to count as compiled at a path; `back`: the other way round. */
export type Move = "there" | "back"

/** What to tell when the script found nothing that it could change, by its exit code. */
const endings: Readonly<Record<number, OutputEvent>> = {
  3: {
    kind: "warning",
    text: "Mix may compile the app once more when it starts: nothing was found that it has compiled",
  },
  4: { kind: "detail", text: "Mix has compiled nothing, or not below the app's folder" },
}

/**
 * Changes the folder in what Mix's compiler has noted about the app and its path dependencies. A note of a form that
 * we do not know is left as it is: then Mix does what it always does.
 */
export async function moveManifests(
  move: Move,
  path: string,
  { app, env, output, signal }: StepContext,
): Promise<void> {
  const { exitCode, lines } = await run("elixir", ["-e", script, move, path], { cwd: app, env, signal })
  // What was not moved back is compiled once more in this build, and nobody has to do anything about it.
  if (exitCode === 0 || move === "back") return
  const ending = endings[exitCode ?? 1]
  if (ending !== undefined) return output(ending)
  output({
    kind: "warning",
    text: "Mix may compile the app once more when it starts: its manifests could not be changed",
  })
  for (const text of lines) output({ kind: "tool", text })
}

// Mix keeps the folder as a plain text in its manifest, among other paths below it. A file's time has a meaning to Mix.
// Its other compilers, such as the one for Erlang, compile nothing again elsewhere. Where it builds is told by variables
// (https://hexdocs.pm/mix/Mix.html#module-environment-variables) or by `build_path:` in mix.exs.
const script = `
defmodule Manifest do
  def move(file, from, to) do
    old = file |> File.read!() |> :erlang.binary_to_term()
    new = moved(old, from, to)
    if new != old do
      %{mtime: mtime} = File.stat!(file, time: :posix)
      beside = Path.join(Path.dirname(file), "beampack")
      File.write!(beside, :erlang.term_to_binary(new, [:compressed]))
      File.touch!(beside, mtime)
      File.rename!(beside, file)
    end
  end

  defp moved(from, from, to), do: to
  defp moved([head | tail], from, to), do: [moved(head, from, to) | moved(tail, from, to)]
  defp moved(tuple, from, to) when is_tuple(tuple), do: tuple |> Tuple.to_list() |> moved(from, to) |> List.to_tuple()
  defp moved(map, from, to) when is_map(map), do: map |> :maps.to_list() |> moved(from, to) |> :maps.from_list()

  defp moved(text, from, to) when is_binary(text) do
    if String.starts_with?(text, from <> "/"), do: String.replace_prefix(text, from, to), else: text
  end

  defp moved(other, _from, _to), do: other
end

below = fn folder, libs ->
  wildcard = fn -> Path.wildcard(libs <> "/*/.mix/compile.*", match_dot: true) end
  if File.dir?(folder), do: for(file <- File.cd!(folder, wildcard), do: Path.join(folder, file)), else: []
end

files =
  cond do
    path = System.get_env("MIX_BUILD_PATH") -> below.(path, "lib")
    root = System.get_env("MIX_BUILD_ROOT") -> below.(root, "*/lib")
    true -> with [] <- below.("_build", "*/lib"), do: below.(".", "**/lib")
  end

[move, path] = System.argv()
here = File.cwd!()
{from, to} = if move == "there", do: {here, path}, else: {path, here}
for file <- files, Path.basename(file) == "compile.elixir", do: Manifest.move(file, from, to)
if files == [], do: System.halt(if Version.match?(System.version(), "< 1.15.0-dev"), do: 4, else: 3)
`
