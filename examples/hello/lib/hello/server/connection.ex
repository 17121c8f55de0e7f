defmodule Hello.Server.Connection do
  @moduledoc "One client: requests are read and answered in turn, until one side has enough."

  require Logger

  alias Hello.{Request, Response}
  alias Hello.Server.Reader

  @enforce_keys [:handler, :idle_timeout, :read_timeout]
  defstruct [:handler, :idle_timeout, :read_timeout]

  @type t :: %__MODULE__{
          handler: (Request.t() -> Response.t()),
          idle_timeout: timeout(),
          read_timeout: pos_integer()
        }

  @doc "Serves the client until the connection ends, then closes it."
  @spec serve(:gen_tcp.socket(), t()) :: :ok
  def serve(socket, %__MODULE__{} = connection) do
    case Reader.read(socket, connection) do
      {:ok, request} -> answer(socket, connection, request)
      {:error, status} -> refuse(socket, Response.error(status))
      :closed -> :gen_tcp.close(socket)
    end
  end

  @doc "Answers and closes, whatever the client still has to say."
  @spec refuse(:gen_tcp.socket(), Response.t()) :: :ok
  def refuse(socket, response) do
    :gen_tcp.send(socket, encode(response, "GET", false))
    :gen_tcp.shutdown(socket, :write)

    # To close with unread bytes resets the connection, and the client may lose the answer.
    :inet.setopts(socket, packet: :raw)
    :gen_tcp.recv(socket, 0, 200)
    :gen_tcp.close(socket)
  end

  defp answer(socket, connection, request) do
    response = handle(connection.handler, request)
    keep_alive? = Request.keep_alive?(request)

    case :gen_tcp.send(socket, encode(response, request.method, keep_alive?)) do
      # By its full name, so that the loop goes on in the new code after a hot upgrade.
      :ok when keep_alive? -> __MODULE__.serve(socket, connection)
      _ -> :gen_tcp.close(socket)
    end
  end

  defp handle(handler, request) do
    handler.(request)
  rescue
    error ->
      Logger.error(Exception.format(:error, error, __STACKTRACE__))
      Response.error(500)
  end

  defp encode(%Response{status: status, headers: headers, body: body}, method, keep_alive?) do
    headers = [
      {"date", Calendar.strftime(DateTime.utc_now(), "%a, %d %b %Y %H:%M:%S GMT")},
      {"connection", if(keep_alive?, do: "keep-alive", else: "close")},
      {"content-length", body |> IO.iodata_length() |> Integer.to_string()},
      {"x-content-type-options", "nosniff"}
      | headers
    ]

    [
      ["HTTP/1.1 ", Integer.to_string(status), " ", Response.reason(status), "\r\n"],
      for({name, value} <- headers, do: [name, ": ", value, "\r\n"]),
      "\r\n",
      if(method == "HEAD", do: [], else: body)
    ]
  end
end
