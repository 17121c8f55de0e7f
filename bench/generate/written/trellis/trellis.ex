defmodule Trellis do
  @moduledoc "A small framework whose macros make about the code that Phoenix's and Ecto's make."

  @doc "Leans on nothing."
  @spec run(integer()) :: integer()
  def run(number), do: number
end
