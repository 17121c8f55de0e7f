defmodule Trellis.Plugs do
  @moduledoc "What requests go through."

  @headers [
    {"x-frame-options", "SAMEORIGIN"},
    {"x-content-type-options", "nosniff"},
    {"referrer-policy", "same-origin"}
  ]

  def accepts(conn, formats), do: Map.put_new(conn, :format, hd(formats))
  def put_secure_headers(conn, _options), do: Map.update!(conn, :headers, &Map.merge(&1, Map.new(@headers)))
  def fetch_flash(conn, _options), do: assign(conn, :flash, %{})
  def fetch_session(conn, options), do: Map.put_new(conn, :session, %{key: options[:key]})
  def request_id(conn, _options), do: assign(conn, :request_id, :erlang.unique_integer([:positive]))
  def put_layout(conn, layout), do: Map.put(conn, :layout, layout)

  def head(conn, _options),
    do: Map.update!(conn, :method, fn method -> if method == "HEAD", do: "GET", else: method end)

  def put_scheme(conn, options), do: Map.put(conn, :scheme, Keyword.fetch!(options, :scheme))
  def parsers(conn, options), do: Map.put(conn, :parsers, Keyword.fetch!(options, :parsers))

  def assign(conn, key, value), do: Map.update!(conn, :assigns, &Map.put(&1, key, value))
end
