defmodule Tiny.MixProject do
  use Mix.Project
  def project, do: [app: :tiny, version: "1.0.0", deps: [{:plug, "~> 1.0"}]]
  def application(), do: [applications: [:plug]]
end
