defmodule Mix.Tasks.Phx.Digest do
  @shortdoc "Digests the built assets"
  @moduledoc "As Phoenix does: copies every file of priv/static to a name with its digest, compresses both, and writes a manifest."
  use Mix.Task

  @impl true
  def run(_args) do
    Mix.Task.run("compile")
    count = Shop.Assets.digest("priv/static")
    Mix.Project.build_structure()
    Mix.shell().info("Digested #{count} files in \"priv/static\"")
  end
end
