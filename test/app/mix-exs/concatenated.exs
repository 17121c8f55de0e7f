defmodule Shop.MixProject do
  use Mix.Project

  def project do
    [
      app: :shop,
      version: "0.1.0",
      aliases: aliases(),
      deps: deps()
    ] ++ delivery()
  end

  defp delivery, do: [releases: [shop: []], default_release: :shop]

  defp aliases do
    [setup: ["deps.get"]] ++ checks() ++ Shop.Aliases.more()
  end

  defp checks, do: [lint: ["credo"]]

  defp deps do
    base = [{:phoenix, "~> 1.7"}]

    if System.get_env("CI") do
      base ++ [{:credo, "~> 1.7", only: :test}]
    else
      base ++ local()
    end
  end

  defp local, do: [{:shop_core, path: "../core", env: [{"A", "b"}]}]
end
