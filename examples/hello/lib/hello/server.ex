defmodule Hello.Server do
  @moduledoc """
  A small HTTP/1.1 server on nothing but OTP.

      Hello.Server
      ├── Listener         owns the socket
      ├── Task.Supervisor  one task for each connection
      └── Acceptor         hands each new connection to a task

  When the listener dies, all that came after it starts anew; when the acceptor dies, it alone
  does, and open connections stay.

  Options:

    * `:handler` - function from `Hello.Request` to `Hello.Response`; required
    * `:port` - port to listen on, 0 for any free one; required
    * `:name` - default `Hello.Server`
    * `:max_connections` - more are answered 503; default 1000
    * `:idle_timeout` - milliseconds that a connection may wait for a request; default 30 000
    * `:read_timeout` - milliseconds in which a request must arrive; default 10 000
  """
  use Supervisor

  alias Hello.Server.{Acceptor, Connection, Listener}

  @defaults [
    name: __MODULE__,
    max_connections: 1_000,
    idle_timeout: 30_000,
    read_timeout: 10_000
  ]

  @spec start_link(keyword()) :: Supervisor.on_start()
  def start_link(options) do
    options = Keyword.merge(@defaults, options)
    Supervisor.start_link(__MODULE__, options, name: options[:name])
  end

  @doc "The port that the server listens on."
  @spec port(module()) :: :inet.port_number()
  def port(name \\ __MODULE__), do: Listener.port(Module.concat(name, Listener))

  @impl true
  def init(options) do
    listener = Module.concat(options[:name], Listener)
    connections = Module.concat(options[:name], Connections)

    connection =
      struct!(Connection, Keyword.take(options, [:handler, :idle_timeout, :read_timeout]))

    children = [
      {Listener, name: listener, port: options[:port]},
      {Task.Supervisor, name: connections, max_children: options[:max_connections]},
      {Acceptor, listener: listener, connections: connections, connection: connection}
    ]

    Supervisor.init(children, strategy: :rest_for_one)
  end
end
