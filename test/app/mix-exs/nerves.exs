defmodule Weather.MixProject do
  use Mix.Project

  @app :weather
  @version "0.1.0"
  @all_targets [:rpi0, :rpi3]

  def project do
    [
      app: @app,
      version: @version,
      elixir: "~> 1.13",
      archives: [nerves_bootstrap: "~> 1.11"],
      deps: deps(),
      releases: [{@app, release()}],
      aliases: [loadconfig: [&bootstrap/1]]
    ]
  end

  def bootstrap(args) do
    Application.start(:nerves_bootstrap)
    Mix.Task.run("loadconfig", args)
  end

  defp deps do
    [
      {:nerves, "~> 1.10", runtime: false},
      {:shoehorn, "~> 0.9.1"},
      {:nerves_system_rpi0, "~> 1.22", runtime: false, targets: :rpi0}
    ] ++ deps(Mix.target())
  end

  defp deps(:host), do: []
  defp deps(_), do: []

  def release do
    [overwrite: true, cookie: "#{@app}_cookie", strip_beams: [keep: ["Docs"]]]
  end
end
