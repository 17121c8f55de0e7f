defmodule Mix.Tasks.Phx.Digest do
  @shortdoc "Digests the built assets"
  @moduledoc "Digests the files of priv/static."
  use Mix.Task

  @impl true
  def run(_args) do
    Mix.Task.run("compile")
    count = Phoenix.Digester.digest("priv/static")
    Mix.Project.build_structure()
    Mix.shell().info("Digested #{count} files in \"priv/static\"")
  end
end
