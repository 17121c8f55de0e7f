/**
 * Two things at once: a script that waits for the first order before anything of the app is read, and a task of Mix that
 * does it and those that follow, so that each is run where Mix has read mix.exs and the configuration. A task that fails
 * ends it as it would end `mix`, with the same words and exit code. Orders come on file descriptor 3: stdin is as empty
 * as it is for Mix. What is used of Mix is in its documentation.
 */
export const serveTask = String.raw`
defmodule Mix.Tasks.Beampack.Serve do
  use Mix.Task

  def await do
    Process.register(spawn(fn -> listen(open(), :queue.new(), nil) end), __MODULE__)
    {changes, _task} = ask(:peek)
    change(changes)
  end

  @impl true
  def run([mark]) do
    if fit?(), do: serve(mark, true), else: tell(mark, "unfit")
  end

  defp serve(mark, first?) do
    with {changes, [task | args]} <- ask(:take) do
      tell(mark, "begun")

      unless first? do
        change(changes)
        # As a Mix of its own, it looks at everything again.
        Mix.Task.clear()
        forget_consolidated()
        Mix.Task.run("loadconfig")
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

  defp change(changes) do
    for change <- changes do
      case String.split(change, "=", parts: 2) do
        [name, value] -> System.put_env(name, value)
        [name] -> System.delete_env(name)
      end
    end
  end

  defp tell(mark, text) do
    # Errors have another writer: what it was given comes first.
    IO.write(:stderr, "")
    IO.write("#{mark} #{text}\n")
  end

  defp ask(how) do
    send(__MODULE__, {how, self()})

    receive do
      {__MODULE__, answer} -> answer
    end
  end

  defp open, do: Port.open({:fd, 3, 3}, [:in, :eof, :binary, line: 1_000_000])

  # Without anybody to give orders nobody waits for what is under way.
  defp listen(port, orders, asked) do
    receive do
      {^port, {:data, {:eol, line}}} -> answer(port, :queue.in(order(line), orders), asked)
      {^port, :eof} -> if asked, do: tell_end(asked), else: System.halt(0)
      {how, from} when how in [:peek, :take] -> answer(port, orders, {how, from})
    end
  end

  defp answer(port, orders, nil), do: listen(port, orders, nil)

  defp answer(port, orders, {how, from}) do
    case {:queue.out(orders), how} do
      {{:empty, _}, _} ->
        listen(port, orders, {how, from})

      {{{:value, order}, rest}, _} ->
        send(from, {__MODULE__, order})
        listen(port, if(how == :take, do: rest, else: orders), nil)
    end
  end

  defp tell_end({:peek, _}), do: System.halt(0)
  defp tell_end({:take, from}), do: send(from, {__MODULE__, :over})

  defp order(line) do
    [changes, task] = String.split(line, "\t")
    {words(changes), words(task)}
  end

  defp words(text), do: text |> String.split(" ", trim: true) |> Enum.map(&URI.decode/1)
end

Mix.Tasks.Beampack.Serve.await()
`
