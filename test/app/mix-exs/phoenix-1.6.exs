defmodule Shop.MixProject do
  use Mix.Project

  def project do
    [
      app: :shop,
      version: "0.1.0",
      elixir: "~> 1.12",
      compilers: [:gettext] ++ Mix.compilers(),
      aliases: aliases(),
      deps: deps()
    ]
  end

  defp deps do
    [{:phoenix, "~> 1.6.16"}, {:esbuild, "~> 0.4", runtime: Mix.env() == :dev}]
  end

  defp aliases do
    [
      setup: ["deps.get"],
      "assets.deploy": ["esbuild default --minify", "phx.digest"]
    ]
  end
end
