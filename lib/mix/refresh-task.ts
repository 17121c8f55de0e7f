/**
 * A task of Mix that brings a release up to date of which only some applications may have changed: FOLDER, WHICH, OTHERS, and NAME
 * when `mix release` has to be told. WHICH is a `Refreshing`; OTHERS names the files that were compiled since the release was
 * made, as the lines of `RestoredChanges`, or is `*` when nobody knows.
 * When it finds more than that, it makes the release anew. Mix.Release.from_config!/3 is not in Mix's documentation; it is
 * what `mix release` itself begins with, and the same from Elixir 1.14 to 1.20.
 */
export const refreshTask = `
defmodule Mix.Tasks.Beampack.Refresh do
  use Mix.Task

  @words %{
    "own" => "the app's own code as it is now",
    "all" => "the app's own code and its dependencies as they are now"
  }

  @impl true
  def run([folder, which, others | args]) do
    name = if args != [], do: String.to_atom(hd(args))

    # After a task that was nothing else it does nothing. What it compiles now is none of the others.
    others = if Mix.Task.run("compile") == :noop, do: others, else: "*"
    # From Elixir 1.15 on such applications are not on the code path by themselves.
    if function_exported?(Mix, :ensure_application!, 1), do: apply(Mix, :ensure_application!, [:sasl])
    config = Mix.Project.config()
    release = Mix.Release.from_config!(name, config, overwrite: true)

    if fits?(release, folder, config) and refresh(release, config, which, others(others)) do
      # They may have files for what was just made anew.
      if File.dir?("rel/overlays"), do: File.cp_r!("rel/overlays", release.path)
      Mix.shell().info("It is that of the last build, with #{@words[which]}")
    else
      if release.path == Path.expand(folder), do: clear(release.path)
      Mix.Task.run("release", args ++ ["--overwrite"])
    end
  end

  defp fits?(release, folder, config) do
    release.steps == [:assemble] and config[:aliases][:release] == nil and
      release.path == Path.expand(folder) and File.regular?(Path.join(release.version_path, "start.boot"))
  end

  defp refresh(release, config, which, others) do
    folders = folders(release)
    lib = Path.join(release.path, "lib")
    gone = Enum.map(File.ls!(lib), &Path.join(lib, &1)) -- Map.values(folders)
    own = own_apps(config)
    fetched = Mix.Project.deps_apps()

    due? = fn {app, folder} ->
      cond do
        app in own or not File.dir?(folder) -> true
        # With the same lock a fetched one is as it was, but where it was compiled anew.
        app in fetched and (which == "all" or others.(ebin(release, app)) != []) -> not same?(release, app, folder, others)
        # Erlang's and Elixir's are as they were.
        true -> false
      end
    end

    due = for {one, true} <- side_by_side(folders, &{&1, due?.(&1)}), do: one
    before = Enum.map(due, &properties/1)
    side_by_side(due, &copy(release, &1, others))
    Enum.each(gone, &File.rm_rf!/1)
    consolidated(release, config, others)
    # What starts the app is made of these properties, and of configuration, which may ask dependencies.
    starts_alike = which == "own" and gone == [] and Enum.map(due, &properties/1) == before
    starts_alike or Beampack.StartFiles.make(release, config) == :ok
  end

  # Tells which names in a folder of what was compiled are of other files than before; :any when nobody knows.
  defp others("*"), do: fn _ -> :any end

  defp others(lines) do
    [libs | paths] = String.split(lines, "\n")
    names = Enum.group_by(paths, &Path.dirname/1, &Path.basename/1)

    fn folder ->
      found = Map.get(names, Path.relative_to(folder, libs), [])
      if "*" in found or not String.starts_with?(folder, libs <> "/"), do: :any, else: found
    end
  end

  defp side_by_side(all, work) do
    all |> Task.async_stream(work, ordered: false, timeout: :infinity) |> Enum.map(fn {:ok, result} -> result end)
  end

  # Of all applications that a release carries: without an emulator of its own it has none of Erlang's.
  defp folders(release) do
    for {app, properties} <- release.applications, release.erts_source != nil or not properties[:otp_app?], into: %{} do
      {app, Path.join([release.path, "lib", "#{app}-#{properties[:vsn]}"])}
    end
  end

  # All that was not fetched.
  defp own_apps(config) do
    children = Map.keys(Mix.Project.apps_paths(config) || %{})
    nearby = for {app, Mix.SCM.Path} <- Mix.Project.deps_scms(), do: app
    Enum.uniq([config[:app] | children ++ nearby])
  end

  # Whether the folder has what copy_app/2 would put there. A dependency may be compiled to something else though its version
  # is the same: by macros of another one, or from git. What is copied besides modules is not looked at.
  defp same?(release, app, folder, others) do
    source = release.applications[app][:path]
    uncompiled = for name <- ["priv", "include"], parent <- [source, folder], do: Path.join(parent, name)

    with false <- Enum.any?(uncompiled, &File.exists?/1),
         :any <- others.(ebin(release, app)),
         {:ok, names} <- File.ls(ebin(release, app)),
         {:ok, present} <- File.ls(Path.join(folder, "ebin")) do
      Enum.sort(names) == Enum.sort(present) and
        Enum.all?(names, fn name ->
          File.read!(Path.join([folder, "ebin", name])) in copies(release, Path.join([source, "ebin", name]))
        end)
    else
      names -> names == []
    end
  end

  defp ebin(release, app), do: Path.join(release.applications[app][:path], "ebin")

  # What Mix may write for a file: of properties their text, or from Elixir 1.18 on what is read from it.
  defp copies(release, file) do
    text = File.read!(file)

    case Path.extname(file) do
      ".beam" -> [stripped(text, release.options[:strip_beams])]
      ".app" -> [text | formatted(file)]
      _ -> []
    end
  end

  defp stripped(beam, false), do: beam
  defp stripped(beam, true), do: stripped(beam, [])

  defp stripped(beam, options) do
    case Mix.Release.strip_beam(beam, options) do
      {:ok, stripped} -> stripped
      _ -> beam
    end
  end

  defp formatted(file) do
    case :file.consult(file) do
      {:ok, [term]} -> [to_string(:io_lib.format("~tp.~n", [term]))]
      _ -> []
    end
  end

  defp properties({app, folder}) do
    case :file.consult(Path.join([folder, "ebin", "#{app}.app"])) do
      {:ok, [{:application, _app, properties}]} -> Keyword.delete(properties, :config_mtime)
      _ -> nil
    end
  end

  # As copy_app/2 does it, but for modules that are in the folder already.
  defp copy(release, {app, folder}, others) do
    source = release.applications[app][:path]

    with_others(ebin(release, app), Path.join(folder, "ebin"), others, fn
      :any ->
        Mix.Release.copy_app(release, app)

      ebin ->
        staged = Path.dirname(ebin)
        for name <- File.ls!(source), name != "ebin", do: File.ln_s!(Path.join(source, name), Path.join(staged, name))
        Mix.Release.copy_app(put_in(release.applications[app][:path], staged), app)
    end)
  end

  defp consolidated(release, config, others) do
    target = Path.join(release.version_path, "consolidated")

    if config[:consolidate_protocols] do
      source = Mix.Project.consolidation_path(config)

      with_others(source, target, others, fn staged ->
        File.rm_rf!(target)
        Mix.Release.copy_ebin(release, if(staged == :any, do: source, else: staged), target)
      end)
    else
      File.rm_rf!(target)
    end
  end

  # Has a folder made anew from one that has only what it lacks, and puts what it had before beside that; from all, :any, when
  # nobody knows what it lacks.
  defp with_others(source, target, others, make) do
    with names when is_list(names) <- others.(source),
         {:ok, present} <- File.ls(source),
         {:ok, before} <- File.ls(target) do
      kept = present |> MapSet.new() |> MapSet.intersection(MapSet.new(before)) |> MapSet.difference(MapSet.new(names))
      aside = Path.expand("../.beampack-#{System.unique_integer([:positive])}", Mix.Project.build_path())
      staged = Path.join(aside, "ebin")
      File.mkdir_p!(staged)
      had = Path.join(aside, "had")
      File.rename!(target, had)
      for name <- present, name not in kept, do: File.ln_s!(Path.join(source, name), Path.join(staged, name))
      make.(staged)
      if MapSet.size(kept) > 0, do: File.mkdir_p!(target)
      for name <- kept, do: File.rename!(Path.join(had, name), Path.join(target, name))
      File.rm_rf!(aside)
    else
      _ -> make.(:any)
    end
  end

  # But for the cookie, which is to stay what it was.
  defp clear(path) do
    file = Path.join(path, "releases/COOKIE")
    cookie = File.read(file)
    File.rm_rf!(path)

    with {:ok, text} <- cookie do
      File.mkdir_p!(Path.dirname(file))
      File.write!(file, text)
    end
  end
end
`
