defmodule Hello.MixProject do
  use Mix.Project

  def project do
    [
      app: :hello,
      version: "0.1.0",
      elixir: "~> 1.14",
      elixirc_paths: elixirc_paths(Mix.env()),
      start_permanent: Mix.env() == :prod,
      aliases: aliases(),
      deps: [],
      releases: [hello: [include_executables_for: [:unix]]]
    ]
  end

  def application do
    [mod: {Hello.Application, []}, extra_applications: [:logger, :eex]]
  end

  defp elixirc_paths(:test), do: ["lib", "test/support"]
  defp elixirc_paths(_env), do: ["lib"]

  defp aliases do
    [
      "assets.setup": ["cmd --cd assets npm ci"],
      "assets.deploy": ["cmd --cd assets npm run deploy", "hello.digest"]
    ]
  end
end
