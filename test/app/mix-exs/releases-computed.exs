defmodule Shop.MixProject do
  use Mix.Project

  def project do
    [
      app: :shop,
      version: "0.1.0",
      releases: for(region <- [:eu, :us], do: {:"shop_#{region}", [include_erts: true]})
    ]
  end
end
