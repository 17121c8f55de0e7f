defmodule Shop.MixProject do
  use Mix.Project

  def project do
    [
      app: :shop,
      version: "0.1.0",
      releases: releases()
    ]
  end

  defp releases do
    [
      shop: [
        include_executables_for: [:unix],
        steps: [:assemble, &copy_extra_files/1, :tar]
      ],
      shop_worker: [applications: [shop: :permanent], overlays: ["rel/worker"]]
    ]
  end

  defp copy_extra_files(release) do
    File.cp!("VERSION", Path.join(release.path, "VERSION"))
    release
  end
end
