defmodule Shop.Helpers do
  def name, do: "shop"
end

defmodule Shop.MixProject do
  use Mix.Project

  def project() do
    config = [
      app: :shop,
      version: "0.1.0",
      name: "#{Shop.Helpers.name()}",
      elixir: elixir_requirement(System.otp_release()),
      deps: [{:phoenix, "~> 1.7"}]
    ]

    Keyword.merge(config, docs: [main: "readme"])
  end

  defp elixir_requirement("2" <> _), do: "~> 1.14"
end
