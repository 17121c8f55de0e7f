defmodule Shop.MixProject do
  use Mix.Project

  def project do
    [
      app: :shop,
      version: "0.1.0",
      releases: releases
    ]
  end

  defp releases, do: [
    shop: [include_erts: true]
  ]

  defp aliases, do: []
end
