import { hexPackageOf, type MadePackage } from "./hex-package.ts"

/** The package `esbuild` of Hex as far as its tasks go: where they look for a program and when they would fetch one. */
export function esbuildPackage(): MadePackage {
  const files = {
    "mix.exs": `defmodule Esbuild.MixProject do
  use Mix.Project
  def project, do: [app: :esbuild, version: "0.10.0", elixir: "~> 1.14"]
  def application, do: [env: [default: []]]
end
`,
    "lib/esbuild.ex": `defmodule Esbuild do
  @latest_version "0.25.0"

  def configured_version, do: Application.get_env(:esbuild, :version, @latest_version)
  def bin_path, do: Path.join(Path.dirname(Mix.Project.build_path()), "esbuild-linux-x64")

  def bin_version do
    with true <- File.exists?(bin_path()), {result, 0} <- System.cmd(bin_path(), ["--version"]) do
      {:ok, String.trim(result)}
    else
      _ -> :error
    end
  end

  def install, do: raise("the BEAM fetches esbuild")

  def install_and_run(profile, args) do
    File.exists?(bin_path()) || install()
    config = Application.get_env(:esbuild, profile)
    options = [cd: config[:cd], into: IO.stream(:stdio, :line), stderr_to_stdout: true]
    bin_path() |> System.cmd(config[:args] ++ args, options) |> elem(1)
  end
end
`,
    "lib/mix/tasks/esbuild.ex": `defmodule Mix.Tasks.Esbuild do
  use Mix.Task

  def run([profile | args]) do
    Mix.Task.run("loadpaths")
    0 = Esbuild.install_and_run(String.to_atom(profile), args)
  end
end
`,
    "lib/mix/tasks/esbuild.install.ex": `defmodule Mix.Tasks.Esbuild.Install do
  use Mix.Task

  def run(["--if-missing"]) do
    Mix.Task.run("loadpaths")
    version = Esbuild.configured_version()
    if match?({:ok, ^version}, Esbuild.bin_version()), do: :ok, else: Esbuild.install()
  end
end
`,
  }
  const content = Object.entries(files).map(([path, text]) => ({ path, content: text }))
  return hexPackageOf("esbuild", { version: "0.10.0", content })
}
