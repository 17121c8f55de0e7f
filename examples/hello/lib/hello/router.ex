defmodule Hello.Router do
  @moduledoc "Which request gets which response."

  alias Hello.{Counter, Page, Request, Response, Static}

  @spec call(Request.t()) :: Response.t()
  def call(%Request{path: "/", method: "GET"}), do: page(Counter.visit())
  def call(%Request{path: "/", method: "HEAD"}), do: page(Counter.read())
  def call(%Request{path: "/"}), do: not_allowed("GET, HEAD")

  def call(%Request{path: "/count", method: "POST"}), do: count(Counter.visit())
  def call(%Request{path: "/count", method: m}) when m in ~w(GET HEAD), do: count(Counter.read())
  def call(%Request{path: "/count"}), do: not_allowed("GET, HEAD, POST")

  def call(%Request{path: "/health", method: m}) when m in ~w(GET HEAD) do
    Response.ok("text/plain; charset=utf-8", "ok\n")
  end

  def call(%Request{path: "/health"}), do: not_allowed("GET, HEAD")

  def call(%Request{path: "/" <> name, method: m}) when m in ~w(GET HEAD) do
    case Static.fetch(name) do
      {:ok, response} -> response
      :error -> Response.error(404)
    end
  end

  def call(%Request{}), do: Response.error(404)

  defp page(reading) do
    response = Response.ok("text/html; charset=utf-8", Page.render(reading))
    policy = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'"
    %{response | headers: [{"content-security-policy", policy} | response.headers]}
  end

  # Two numbers need no JSON library, and Elixir has one of its own only since 1.18.
  defp count(%{visits: visits, uptime: uptime}) do
    Response.ok("application/json", ~s({"visits":#{visits},"uptime":#{uptime}}\n))
  end

  defp not_allowed(methods), do: Response.error(405, [{"allow", methods}])
end
