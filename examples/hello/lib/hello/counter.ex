defmodule Hello.Counter do
  @moduledoc """
  Counts visits, in memory, for as long as the node lives.

  The state is a struct, and `code_change/3` carries it over to whatever fields the next
  version has: a hot upgrade keeps the count.
  """
  use GenServer

  @enforce_keys [:started_at]
  defstruct [:started_at, visits: 0]

  @type t :: %__MODULE__{started_at: DateTime.t(), visits: non_neg_integer()}

  @typedoc "What the outside sees. `uptime` is in seconds."
  @type reading :: %{visits: non_neg_integer(), uptime: non_neg_integer()}

  @spec start_link(GenServer.options()) :: GenServer.on_start()
  def start_link(options \\ []) do
    GenServer.start_link(__MODULE__, [], Keyword.put_new(options, :name, __MODULE__))
  end

  @doc "Adds one visit."
  @spec visit(GenServer.server()) :: reading()
  def visit(counter \\ __MODULE__), do: GenServer.call(counter, :visit)

  @doc "Reads without counting."
  @spec read(GenServer.server()) :: reading()
  def read(counter \\ __MODULE__), do: GenServer.call(counter, :read)

  @impl true
  def init([]), do: {:ok, %__MODULE__{started_at: DateTime.utc_now()}}

  @impl true
  def handle_call(:visit, _from, %__MODULE__{} = state) do
    state = %{state | visits: state.visits + 1}
    {:reply, reading(state), state}
  end

  def handle_call(:read, _from, %__MODULE__{} = state) do
    {:reply, reading(state), state}
  end

  # Fields that are new get their default, fields that are gone are dropped.
  @impl true
  def code_change(_old_vsn, state, _extra) do
    {:ok, struct(__MODULE__, Map.delete(state, :__struct__))}
  end

  defp reading(state) do
    # The wall clock may be set back; an uptime never is negative.
    uptime = max(DateTime.diff(DateTime.utc_now(), state.started_at), 0)
    %{visits: state.visits, uptime: uptime}
  end
end
