defmodule Shop.Web.Endpoint do
  @moduledoc "What every request goes through before the router."
  use Trellis.Pipeline
  import Trellis.Plugs

  @session [store: :cookie, key: "_shop_key", signing_salt: "0m0Ey1x2", same_site: "Lax"]

  plug :request_id, []
  plug :telemetry, event: [:shop, :endpoint]
  plug :put_scheme, scheme: :https
  plug :parsers, parsers: [:urlencoded, :multipart, :json], pass: ["*/*"]
  plug :head, []
  plug :fetch_session, @session
  plug :put_secure_headers, []
  plug :put_layout, {Shop.Web.Layouts, :root}
  plug :route, []

  @doc "Answers a request."
  @spec call(map()) :: map()
  def call(request) do
    defaults = %{status: nil, halted: false, headers: %{}, assigns: %{}, body: "", action: nil, params: %{}}
    defaults |> Map.merge(request) |> pipeline([])
  end

  defp telemetry(conn, options), do: assign(conn, :event, options[:event])
  defp route(conn, _options), do: Shop.Web.Router.call(conn)

  for {name, value} <- [url: "https://shop.example", host: "shop.example", static_url: "https://static.shop.example"] do
    @doc "Its #{name}."
    def unquote(name)(), do: unquote(value)
  end

  @doc "Where a file of priv/static is."
  @spec static_path(String.t()) :: String.t()
  def static_path(path), do: Shop.Assets.url(path)
end
