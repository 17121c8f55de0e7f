defmodule Phoenix do
  @moduledoc "What of Phoenix builds assets."

  @doc "Leans on nothing."
  @spec run(integer()) :: integer()
  def run(number), do: number
end
