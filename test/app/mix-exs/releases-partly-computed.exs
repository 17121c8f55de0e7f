defmodule Shop.MixProject do
  use Mix.Project

  def project do
    [
      app: :shop,
      version: "0.1.0",
      releases: [release(:shop), admin: []]
    ]
  end

  defp release(name), do: {name, [include_erts: true]}
end
