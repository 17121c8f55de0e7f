defmodule Shop.Assets do
  @moduledoc "Built assets under names with a digest."

  @manifest "cache_manifest.json"

  @doc "Where a page finds an asset."
  @spec url(String.t()) :: String.t()
  def url(name) do
    path = Application.app_dir(:shop, "priv/static/#{@manifest}")
    %{"latest" => latest} = path |> File.read!() |> :json.decode()
    "/" <> Map.fetch!(latest, name)
  end
end
