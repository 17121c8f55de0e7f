defmodule Mix.Tasks.Hello.Digest do
  @shortdoc "Digests the built assets"
  @moduledoc """
  Copies every file of a folder to a name with its hash and writes `cache_manifest.json`.

      $ mix hello.digest [FOLDER]

  `FOLDER` is `priv/static` unless given. Digested files of earlier runs stay, for the sake of
  pages that are still open.
  """
  use Mix.Task

  @impl true
  def run(args) do
    root = List.first(args, "priv/static")

    if not File.dir?(root) do
      Mix.raise("#{root} does not exist: build the assets first (npm run deploy, in assets)")
    end

    latest = Hello.Assets.digest(root)

    # Links priv into _build when the first compilation found no priv to link.
    Mix.Project.build_structure()
    Mix.shell().info("Digested #{map_size(latest)} files in #{root}")
  end
end
