defmodule Shop.Web.Handler do
  @moduledoc false

  def init(request, state) do
    segments = request |> :cowboy_req.path() |> String.split("/", trim: true)
    conn = Shop.Web.Endpoint.call(%{method: :cowboy_req.method(request), segments: segments})

    page =
      Trellis.Rendered.text(Shop.Web.Layouts.root(Map.merge(conn.assigns, %{inner: {:safe, conn.body}, title: "Shop"})))

    headers = Map.merge(%{"content-type" => "text/html; charset=utf-8"}, conn.headers)
    {:ok, :cowboy_req.reply(conn.status || 500, headers, page, request), state}
  end
end
