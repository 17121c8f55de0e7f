defmodule Decoy.MixProject do
  use Mix.Project

  @moduledoc """
  def project do
    [app: :wrong, releases: [wrong: []]]
  end
  """

  # releases: [commented: []],
  def project do
    [
      # releases: [commented: []],
      app: :decoy,
      version: "0.1.0",
      description: "has releases: [quoted: []] and a bracket [",
      name: ~s(releases: [sigil: []] #{inspect(elem({"}", ")"}, 0))}),
      source_url: ~S{https://example.com/#{},
      pattern: ~r/["'\/(]/,
      letters: [?", ?[, ?#, ?\]],
      docs: [extras: ["README.md"], main: 'it\'s "releases: ["', releases: [nested: []]],
      # aliases: ["assets.deploy": []]
      deps: [
        {:jason, "~> 1.4"} # {:phoenix, "~> 1.7"}
      ]
    ]
  end
end
