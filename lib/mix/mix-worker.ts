import { markedLine, type PrintedLine } from "./marked-line.ts"

/** What a worker tells. */
export type WorkerLine =
  /** A dependency that is to be compiled. */
  | { readonly kind: "waiting"; readonly app: string; readonly needs: readonly string[] }
  /** It has told all of them, or that Mix has to do it all. */
  | { readonly kind: "ready" }
  | { readonly kind: "unfit" }
  /** What it was told to compile. */
  | { readonly kind: "done" }
  | { readonly kind: "failed" }
  | PrintedLine

/** The command that runs a worker in the folder of an app; `mark` begins what it tells, and nothing else. */
export function workerCommand(mark: string): readonly [command: string, ...args: string[]] {
  return ["elixir", "-e", program, "-S", "mix", "beampack.worker", mark]
}

/** Reads a line of what a worker prints. */
export function workerLines(line: string, mark: string): readonly WorkerLine[] {
  return markedLine(line, mark, (text): WorkerLine | undefined => {
    const [kind, app = "", needs = ""] = text.split(" ")
    switch (kind) {
      case "waiting":
        return { kind, app, needs: needs === "" ? [] : needs.split(",") }
      case "ready":
      case "unfit":
      case "done":
      case "failed":
        return { kind }
      default:
        return undefined
    }
  })
}

// A task of Mix, so that it is run where Mix has read mix.exs and the configuration. Orders come on file descriptor 3:
// stdin is as empty as it is for Mix. Mix.Dep and Mix.Tasks.Deps.Compile.compile/1 are not in Mix's documentation; they
// are the same from Elixir 1.14 to 1.18.
const program = String.raw`
defmodule Mix.Tasks.Beampack.Worker do
  use Mix.Task

  @own ~w(archive.check loadpaths deps.loadpaths deps.precompile deps.compile compile compile.all will_recompile)a

  @impl true
  def run([mark]) do
    main = self()
    spawn(fn -> take_orders(Port.open({:fd, 3, 3}, [:in, :eof, :binary, line: 1000]), main) end)
    deps = Enum.map(Mix.Dep.load_and_cache(), &Mix.Dep.check_lock/1)

    if fit?(Mix.Project.config(), deps) do
      waiting = Enum.filter(deps, &(Mix.Dep.compilable?(&1) and not Keyword.get(&1.opts, :from_umbrella, false)))

      for dep <- waiting do
        tell(mark, "waiting #{dep.app} #{Enum.map_join(dep.deps, ",", & &1.app)}")
      end

      tell(mark, "ready")
      work(mark, waiting)
    else
      tell(mark, "unfit")
    end
  end

  # What Mix checks before it compiles dependencies. What the app does in its own way is left to it.
  defp fit?(config, deps) do
    Enum.all?(deps, &(Mix.Dep.ok?(&1) or Mix.Dep.compilable?(&1))) and
      not Enum.any?(@own, &Keyword.has_key?(config[:aliases] || [], &1)) and
      (config[:elixir] == nil or Version.match?(System.version(), config[:elixir]))
  end

  defp work(mark, deps) do
    receive do
      {:compile, app} ->
        dep = Enum.find(deps, &(Atom.to_string(&1.app) == app))
        tell(mark, compile(dep))
        work(mark, deps)
    end
  end

  defp compile(dep) do
    # Up to Elixir 1.14 this is what finds the dependencies that other workers have compiled.
    Mix.Task.reenable("deps.precompile")
    Mix.Tasks.Deps.Compile.compile([dep])
    "done"
  catch
    kind, reason ->
      IO.puts(:stderr, Exception.format_banner(kind, reason, __STACKTRACE__))
      "failed"
  end

  # Without anybody to give orders there is nothing to be done any more.
  defp take_orders(port, main) do
    receive do
      {^port, {:data, {:eol, app}}} ->
        send(main, {:compile, app})
        take_orders(port, main)

      {^port, :eof} ->
        System.halt(0)
    end
  end

  defp tell(mark, text), do: IO.write("#{mark} #{text}\n")
end
`
