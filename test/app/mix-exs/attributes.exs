defmodule Shop.MixProject do
  use Mix.Project

  @app :shop
  @version "2.0.0-rc.1"
  @releases [shop_web: [version: @version, applications: [{@app, :permanent}]]]
  @default :shop_web

  def project do
    [app: @app, version: @version,
     releases: @releases, default_release: @default]
  end
end
