defmodule Trellis.Rendered do
  @moduledoc "What a template gives, and what its code needs while it runs."
  defstruct [:static, :dynamic, :fingerprint]

  @type t :: %__MODULE__{static: [binary()], dynamic: (boolean() -> list()), fingerprint: integer()}

  @doc "All of it."
  @spec text(t() | iodata()) :: iodata()
  def text(%__MODULE__{static: static, dynamic: dynamic}), do: woven(static, dynamic.(false))
  def text(list) when is_list(list), do: Enum.map(list, &text/1)
  def text(other), do: other

  defp woven([first | static], [part | dynamic]), do: [first, text(part) | woven(static, dynamic)]
  defp woven([last], []), do: [last]

  @doc "What a template calls by its name with an at sign."
  @spec fetch!(map(), atom()) :: term()
  def fetch!(assigns, name) do
    case assigns do
      %{^name => value} -> value
      _ -> raise KeyError, "no assign @#{name}, there are #{inspect(Map.keys(assigns))}"
    end
  end

  @spec changed?(map() | nil, map(), atom()) :: boolean()
  def changed?(nil, _assigns, _name), do: true
  def changed?(changed, assigns, name), do: is_map_key(changed, name) or not is_map_key(assigns, name)

  @doc "Calls a component."
  @spec component((map() -> t()), map(), integer()) :: t()
  def component(component, assigns, _line), do: component.(assigns)

  @doc "What is between the tags of a component, or in its slots."
  @spec render_slot([map()], term()) :: [t()]
  def render_slot(entries, argument \\ nil), do: for(%{inner: inner} <- entries, do: inner.(argument))

  @spec attributes(map() | keyword()) :: iodata()
  def attributes(pairs) do
    for {name, value} <- pairs, value not in [nil, false], do: [" ", to_string(name), "=\"", escape(value), "\""]
  end

  @spec escape(term()) :: binary()
  def escape(value) when is_list(value), do: value |> Enum.filter(& &1) |> Enum.map_join(" ", &escape/1)

  def escape(value) do
    value
    |> to_string()
    |> String.replace("&", "&amp;")
    |> String.replace("<", "&lt;")
    |> String.replace("\"", "&quot;")
  end

  @spec shown(term()) :: iodata() | [t()]
  def shown(list) when is_list(list), do: list
  def shown(other), do: escape(other)
end
