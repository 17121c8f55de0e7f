defmodule Hello.Response do
  @moduledoc "An HTTP response, and the constructors that the router uses."

  @enforce_keys [:status]
  defstruct [:status, headers: [], body: ""]

  @type t :: %__MODULE__{
          status: pos_integer(),
          headers: [{String.t(), String.t()}],
          body: iodata()
        }

  @reasons %{
    200 => "OK",
    400 => "Bad Request",
    404 => "Not Found",
    405 => "Method Not Allowed",
    408 => "Request Timeout",
    411 => "Length Required",
    413 => "Content Too Large",
    431 => "Request Header Fields Too Large",
    500 => "Internal Server Error",
    503 => "Service Unavailable"
  }

  @doc "A response with a body that no cache keeps."
  @spec ok(String.t(), iodata()) :: t()
  def ok(content_type, body) do
    headers = [{"content-type", content_type}, {"cache-control", "no-store"}]
    %__MODULE__{status: 200, headers: headers, body: body}
  end

  @doc "A response that says its status, as plain text."
  @spec error(pos_integer(), [{String.t(), String.t()}]) :: t()
  def error(status, headers \\ []) do
    response = ok("text/plain; charset=utf-8", [reason(status), "\n"])
    %{response | status: status, headers: response.headers ++ headers}
  end

  @doc "The words that go with a status."
  @spec reason(pos_integer()) :: String.t()
  def reason(status), do: Map.fetch!(@reasons, status)
end
