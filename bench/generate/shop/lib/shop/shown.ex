defprotocol Shop.Shown do
  @moduledoc "A text for people."
  @fallback_to_any true

  @doc "The text."
  @spec shown(t()) :: String.t()
  def shown(value)
end

defimpl Shop.Shown, for: Any do
  def shown(value), do: inspect(value)
end
