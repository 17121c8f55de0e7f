/**
 * A module of Elixir that waits for the first order, before anything of the app is read, and lets a task take it and those
 * that follow. They come on file descriptor 3, one when the one before is done: stdin is as empty as it is for Mix.
 */
export const ordersScript = `
defmodule Beampack.Orders do
  # MODULES is a file for the names of modules, and \`keep\` writes one.
  def await(modules, keep) do
    load(modules) || warm_up(modules, keep)
    Process.register(spawn(fn -> listen(open(), "", nil, nil) end), __MODULE__)
    {changes, _task} = ask(:peek)
    change(changes)
  end

  # Modules are loaded when they are first called. Here those are that the first order calls, while nobody waits for it: all at
  # once, which takes half the time, when an earlier build has found out which they are.
  defp load(path) do
    with {:ok, binary} <- File.read(path) do
      :code.ensure_modules_loaded(:erlang.binary_to_term(binary))
      true
    else
      _ -> false
    end
  rescue
    _ -> false
  end

  defp warm_up(path, keep) do
    for {module, _} <- Code.compile_string("defmodule Beampack.Nothing, do: def(run(x), do: to_string(x))", "nofile") do
      :code.purge(module)
      :code.delete(module)
    end

    Config.Reader.eval!("nofile", "import Config\nconfig :beampack, nothing: config_env()", env: :prod)
    _ = Application.load(:mix)
    {:ok, modules} = :application.get_key(:mix, :modules)
    for module <- modules, wanted?(inspect(module)), do: Code.ensure_loaded(module)
    keep.(path, :erlang.term_to_binary(loaded()))
  end

  # But what the BEAM comes with, and our own.
  defp loaded do
    for {module, file} <- :code.all_loaded(), is_list(file), file != [], not own?(inspect(module)), do: module
  end

  defp own?(name), do: String.starts_with?(name, ["Beampack.", "Mix.Tasks.Beampack."])

  # Most tasks are for people.
  defp wanted?("Mix.Tasks." <> task), do: String.starts_with?(task, ["Compile", "Deps.Loadpaths", "Load"])
  defp wanted?(_), do: true

  def take, do: ask(:take)

  # Of the environment.
  def change(changes) do
    for change <- changes do
      case String.split(change, "=", parts: 2) do
        [name, value] -> System.put_env(name, value)
        [name] -> System.delete_env(name)
      end
    end
  end

  defp ask(how) do
    send(__MODULE__, {how, self()})

    receive do
      {__MODULE__, answer} -> answer
    end
  end

  defp open, do: Port.open({:fd, 3, 3}, [:in, :eof, :binary, line: 65_536])

  # Without anybody to give orders nobody waits for what is under way. A long line comes in pieces.
  defp listen(port, so_far, order, asked) do
    receive do
      {^port, {:data, {:noeol, piece}}} -> listen(port, so_far <> piece, order, asked)
      {^port, {:data, {:eol, piece}}} -> answer(port, "", read(so_far <> piece), asked)
      {^port, :eof} -> if asked, do: tell_end(asked), else: System.halt(0)
      {how, from} when how in [:peek, :take] -> answer(port, so_far, order, {how, from})
    end
  end

  defp answer(port, so_far, order, asked) when order == nil or asked == nil, do: listen(port, so_far, order, asked)

  defp answer(port, so_far, order, {how, from}) do
    send(from, {__MODULE__, order})
    listen(port, so_far, if(how == :peek, do: order), nil)
  end

  defp tell_end({:peek, _}), do: System.halt(0)
  defp tell_end({:take, from}), do: send(from, {__MODULE__, :over})

  defp read(line) do
    [changes, task] = String.split(line, "\\t")
    {words(changes), words(task)}
  end

  defp words(text), do: text |> String.split(" ", trim: true) |> Enum.map(&URI.decode/1)
end
`
