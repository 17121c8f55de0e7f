defmodule Hello.Server.Acceptor do
  @moduledoc "Accepts connections and hands each to a task of its own."
  use Task, restart: :permanent

  require Logger

  alias Hello.Response
  alias Hello.Server.{Connection, Listener}

  @spec start_link(keyword()) :: {:ok, pid()}
  def start_link(options), do: Task.start_link(__MODULE__, :run, [Map.new(options)])

  @doc false
  def run(%{listener: listener} = options), do: accept(Listener.socket(listener), options)

  @doc false
  def accept(listening, options) do
    case :gen_tcp.accept(listening) do
      {:ok, socket} ->
        hand_over(socket, options)

      {:error, reason} when reason in [:emfile, :enfile] ->
        Logger.warning("Cannot accept a connection: #{:inet.format_error(reason)}")
        Process.sleep(100)

      {:error, :econnaborted} ->
        :ok

      {:error, reason} ->
        exit(reason)
    end

    # By its full name, so that the loop goes on in the new code after a hot upgrade.
    __MODULE__.accept(listening, options)
  end

  defp hand_over(socket, %{connections: connections, connection: connection}) do
    with {:ok, pid} <-
           Task.Supervisor.start_child(connections, Connection, :serve, [socket, connection]),
         :ok <- :gen_tcp.controlling_process(socket, pid) do
      :ok
    else
      {:error, :max_children} ->
        # In a process of its own: a slow client must not keep the next one waiting.
        Task.start(Connection, :refuse, [socket, Response.error(503, [{"retry-after", "1"}])])

      {:error, _gone_already} ->
        :gen_tcp.close(socket)
    end
  end
end
