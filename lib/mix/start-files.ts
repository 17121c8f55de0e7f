/**
 * A module of Elixir that makes what a release starts by: its boot scripts, its list of applications and the configuration
 * that it begins with. Mix.Tasks.Release has functions of its own for it, which call those of Mix.Release as this does: they
 * are the same in all versions that are named here. It makes nothing for others, nor what it does not know how to make.
 */
export const startFilesModule = `
defmodule Beampack.StartFiles do
  def make(release, config) do
    with true <- Version.match?(System.version(), ">= 1.14.0 and < 1.21.0-0"),
         {:ok, release} <- with_runtime_config(release, config),
         :ok <- make_boot_scripts(release, config) do
      Mix.Release.make_sys_config(release, start_config(config), {:system, "RELEASE_SYS_CONFIG", ".config"})
    end
  end

  # The file is in the release already.
  defp with_runtime_config(release, config) do
    [current, deprecated] = for name <- ["runtime.exs", "releases.exs"], do: Path.join(Path.dirname(config[:config_path]), name)

    cond do
      Keyword.has_key?(release.options, :runtime_config_path) or File.exists?(deprecated) ->
        :unknown

      File.exists?(current) ->
        path = {:system, "RELEASE_ROOT", "/releases/#{release.version}/runtime.exs"}
        reader = {Config.Reader, [path: path, env: Mix.env(), target: Mix.target(), imports: :disabled]}
        options = Keyword.put_new(release.options, :reboot_system_after_config, false)
        {:ok, %{release | config_providers: [reader | release.config_providers], options: options}}

      true ->
        {:ok, release}
    end
  end

  # Side by side: each prints and reads all that it is made of.
  defp make_boot_scripts(release, config) do
    consolidated = "$RELEASE_LIB/../releases/#{release.version}/consolidated"
    first = if config[:consolidate_protocols], do: [consolidated], else: []

    release.boot_scripts
    |> Task.async_stream(fn {name, modes} -> make_boot_script(release, name, modes, first) end, timeout: :infinity)
    |> Enum.find_value(:ok, fn {:ok, result} -> if result != :ok, do: result end)
  end

  defp make_boot_script(release, name, modes, first) do
    path = Path.join(release.version_path, Atom.to_string(name))

    with :ok <- Mix.Release.make_boot_script(release, path, modes, first) do
      if name == :start,
        do: File.rename!(path <> ".rel", Path.join(release.version_path, "#{release.name}.rel")),
        else: File.rm!(path <> ".rel")

      :ok
    end
  end

  defp start_config(config) do
    path = config[:config_path]
    if File.regular?(path), do: Config.Reader.read!(path, env: Mix.env(), target: Mix.target()), else: []
  end
end
`
