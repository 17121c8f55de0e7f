defmodule Hello.Client do
  @moduledoc "A socket and the bytes that a test wants to send: nothing is made well-formed here."

  @spec connect(:inet.port_number()) :: :gen_tcp.socket()
  def connect(port) do
    {:ok, socket} = :gen_tcp.connect({127, 0, 0, 1}, port, [:binary, active: false])
    socket
  end

  @spec write(:gen_tcp.socket(), iodata()) :: :ok
  def write(socket, bytes), do: :gen_tcp.send(socket, bytes)

  @doc "Reads one response; the body has the length that was announced, unless `body: false`."
  @spec read(:gen_tcp.socket(), keyword()) :: %{
          status: integer(),
          headers: map(),
          body: binary()
        }
  def read(socket, options \\ []) do
    :ok = :inet.setopts(socket, packet: :http_bin)
    {:ok, {:http_response, _version, status, _reason}} = :gen_tcp.recv(socket, 0, 5_000)
    headers = headers(socket, %{})
    :ok = :inet.setopts(socket, packet: :raw)

    length = String.to_integer(headers["content-length"])
    read? = Keyword.get(options, :body, true) and length > 0
    {:ok, body} = if read?, do: :gen_tcp.recv(socket, length, 5_000), else: {:ok, ""}
    %{status: status, headers: headers, body: body}
  end

  @doc "What one connection answers to these bytes."
  @spec exchange(:inet.port_number(), iodata(), keyword()) :: map()
  def exchange(port, bytes, options \\ []) do
    socket = connect(port)
    :ok = write(socket, bytes)
    response = read(socket, options)
    :ok = :gen_tcp.close(socket)
    response
  end

  @doc "Whether the server has closed the connection, or does so within a second."
  @spec closed?(:gen_tcp.socket()) :: boolean()
  def closed?(socket), do: :gen_tcp.recv(socket, 0, 1_000) == {:error, :closed}

  defp headers(socket, headers) do
    case :gen_tcp.recv(socket, 0, 5_000) do
      {:ok, {:http_header, _, name, _, value}} ->
        headers(socket, Map.put(headers, name |> to_string() |> String.downcase(), value))

      {:ok, :http_eoh} ->
        headers
    end
  end
end
