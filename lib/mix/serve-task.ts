/**
 * A task of Mix that does one order after the other, so that each is done where Mix has read mix.exs and the configuration. A
 * task that fails ends it as it would end `mix`, with the same words and exit code. What is used of Mix is in its documentation.
 */
export const serveTask = String.raw`
defmodule Mix.Tasks.Beampack.Serve do
  use Mix.Task

  @impl true
  def run([mark]) do
    if fit?(), do: serve(mark, true), else: tell(mark, "unfit")
  end

  defp serve(mark, first?) do
    with {changes, [task | args]} <- Beampack.Orders.take() do
      tell(mark, "begun")

      unless first? do
        Beampack.Orders.change(changes)
        # It goes on where the task before has ended.
        unless task == "beampack.refresh", do: begin_anew()
      end

      System.argv([task | args])
      before = traits()
      Mix.Task.run(task, args)
      # It was told to end, with an exit code that is about to be known.
      if match?({:stopping, _}, :init.get_status()), do: Process.sleep(:infinity)

      # What the task has left behind later ones are not to find: so this ends as mix does after its task.
      if traits() == before and not started?() do
        tell(mark, "done")
        serve(mark, false)
      end
    end
  end

  # As a Mix of its own, it looks at everything again.
  defp begin_anew do
    Mix.Task.clear()
    forget_consolidated()
    Mix.Task.run("loadconfig")
  end

  # Mix may take another environment or target for a task that it is started for.
  defp fit? do
    project = Mix.Project.get()
    own = if project && function_exported?(project, :cli, 0), do: project.cli(), else: []
    preferred = own[:preferred_targets] || Mix.Project.config()[:preferred_cli_target] || []
    preferred == [] and System.get_env("MIX_ENV") != nil and not asks_arguments?()
  end

  # It was read before it could know that it is read for another task.
  defp asks_arguments? do
    text = File.read(System.get_env("MIX_EXS") || "mix.exs")
    match?({:ok, _}, text) and String.contains?(elem(text, 1), "System.argv")
  end

  # Of what a task may change and not change back. A process that is linked may end this one later.
  defp traits do
    own = Process.info(self(), [:links, :monitors, :trap_exit, :group_leader])
    {Mix.env(), Mix.target(), Mix.shell(), File.cwd!(), System.get_env(), own, at_exit()}
  end

  # What is to be done at the end, which is when the task's own Mix would end. No documented function tells.
  defp at_exit do
    :elixir_config.get(:at_exit)
  rescue
    _ -> nil
  end

  # Mix consolidates protocols when it has compiled, and cannot compile with such: an implementation that is new or
  # changed would have no effect.
  defp forget_consolidated do
    folder = Mix.Project.consolidation_path(Mix.Project.config())

    with {:ok, files} <- File.ls(folder) do
      Code.delete_path(folder)

      for file <- files do
        module = file |> Path.rootname(".beam") |> String.to_atom()
        :code.purge(module)
        :code.delete(module)
        :code.purge(module)
      end
    end
  end

  # An app that runs keeps what it has loaded.
  defp started? do
    own = [Mix.Project.config()[:app] | Map.keys(Mix.Project.apps_paths() || %{})]
    Enum.any?(Application.started_applications(), fn {app, _, _} -> app in own end)
  end

  defp tell(mark, text) do
    # Errors have another writer: what it was given comes first.
    IO.write(:stderr, "")
    IO.write("#{mark} #{text}\n")
  end
end
`
