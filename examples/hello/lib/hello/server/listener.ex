defmodule Hello.Server.Listener do
  @moduledoc "Owns the listening socket: it stays open while acceptors come and go."
  use GenServer

  require Logger

  @options [
    :binary,
    active: false,
    packet: :http_bin,
    # The longest request line or header.
    packet_size: 8_192,
    # A line that is too long would close the socket before it can be refused.
    exit_on_close: false,
    backlog: 1_024,
    nodelay: true,
    reuseaddr: true,
    send_timeout: 10_000,
    send_timeout_close: true
  ]

  # IPv6 with IPv4 inside; hosts without IPv6 take the second.
  @families [
    [:inet6, ip: {0, 0, 0, 0, 0, 0, 0, 0}, ipv6_v6only: false],
    [:inet, ip: {0, 0, 0, 0}]
  ]

  @spec start_link(keyword()) :: GenServer.on_start()
  def start_link(options) do
    GenServer.start_link(__MODULE__, options[:port], name: options[:name])
  end

  @spec socket(GenServer.server()) :: :gen_tcp.socket()
  def socket(listener), do: GenServer.call(listener, :socket)

  @spec port(GenServer.server()) :: :inet.port_number()
  def port(listener) do
    {:ok, port} = :inet.port(socket(listener))
    port
  end

  @impl true
  def init(port) do
    case listen(port, @families) do
      {:ok, socket} ->
        {:ok, port} = :inet.port(socket)
        Logger.info("Listening on http://localhost:#{port} (all interfaces)")
        {:ok, socket}

      {:error, reason} ->
        {:stop, "cannot listen on port #{port}: #{:inet.format_error(reason)}"}
    end
  end

  @impl true
  def handle_call(:socket, _from, socket), do: {:reply, socket, socket}

  defp listen(port, [family | others]) do
    case :gen_tcp.listen(port, family ++ @options) do
      {:error, reason} when reason in [:eafnosupport, :eaddrnotavail] and others != [] ->
        listen(port, others)

      result ->
        result
    end
  end
end
