/**
 * A task of Mix that brings a release up to date of which only the app's own code and `priv` may have changed: FOLDER, and
 * NAME when `mix release` has to be told.
 * When it finds more than that, it makes the release anew. Mix.Release.from_config!/3 is not in Mix's documentation; it is
 * what `mix release` itself begins with, and the same from Elixir 1.14 to 1.19.
 */
export const refreshTask = `
defmodule Mix.Tasks.Beampack.Refresh do
  use Mix.Task

  @impl true
  def run([folder | args]) do
    name = if args != [], do: String.to_atom(hd(args))

    Mix.Task.run("compile")
    # From Elixir 1.15 on such applications are not on the code path by themselves.
    if function_exported?(Mix, :ensure_application!, 1), do: apply(Mix, :ensure_application!, [:sasl])
    config = Mix.Project.config()
    release = Mix.Release.from_config!(name, config, overwrite: true)
    own = Enum.filter(own_apps(config), &Map.has_key?(release.applications, &1))

    if fits?(release, folder, config) and own != [] and Enum.all?(own, &refresh(release, &1)) do
      consolidated(release, config)
      # They may have files for what was just made anew.
      if File.dir?("rel/overlays"), do: File.cp_r!("rel/overlays", release.path)
      Mix.shell().info("It is that of the last build, with the app's own code as it is now")
    else
      if release.path == Path.expand(folder), do: clear(release.path)
      Mix.Task.run("release", args ++ ["--overwrite"])
    end
  end

  # All that was not fetched.
  defp own_apps(config) do
    children = Map.keys(Mix.Project.apps_paths(config) || %{})
    nearby = for {app, Mix.SCM.Path} <- Mix.Project.deps_scms(), do: app
    Enum.uniq([config[:app] | children ++ nearby])
  end

  defp fits?(release, folder, config) do
    release.steps == [:assemble] and config[:aliases][:release] == nil and
      release.path == Path.expand(folder) and File.regular?(Path.join(release.version_path, "start.boot"))
  end

  # What starts the app is made of these properties: with others it would have to be made anew.
  defp refresh(release, app) do
    file = Path.join([release.path, "lib", "#{app}-#{release.applications[app][:vsn]}", "ebin", "#{app}.app"])
    before = properties(file)
    Mix.Release.copy_app(release, app)
    before != nil and properties(file) == before
  end

  defp properties(file) do
    case :file.consult(file) do
      {:ok, [{:application, _app, properties}]} -> Keyword.delete(properties, :config_mtime)
      _ -> nil
    end
  end

  defp consolidated(release, config) do
    target = Path.join(release.version_path, "consolidated")
    File.rm_rf!(target)

    if config[:consolidate_protocols] do
      Mix.Release.copy_ebin(release, Mix.Project.consolidation_path(config), target)
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
