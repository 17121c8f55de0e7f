defmodule Trellis.Changeset do
  @moduledoc "Changes to a struct that are looked at before they are made."
  defstruct [:data, changes: %{}, errors: [], valid?: true, action: nil, params: %{}]

  def cast(%kind{} = data, params, permitted) do
    types = kind.__changeset__()

    Enum.reduce(permitted, %__MODULE__{data: data, params: params}, fn name, changeset ->
      case Map.fetch(params, to_string(name)) do
        {:ok, value} -> change(changeset, name, typed(types[name], value))
        :error -> changeset
      end
    end)
  end

  defp change(changeset, name, {:ok, value}), do: %{changeset | changes: Map.put(changeset.changes, name, value)}
  defp change(changeset, name, :error), do: add_error(changeset, name, "is invalid")

  defp typed(:integer, text) when is_binary(text) do
    case Integer.parse(text) do
      {number, ""} -> {:ok, number}
      _ -> :error
    end
  end

  defp typed(:boolean, text), do: {:ok, text in [true, "true", "on"]}
  defp typed(_type, value), do: {:ok, value}

  def validate_required(changeset, names) do
    Enum.reduce(names, changeset, fn name, changeset ->
      if get_field(changeset, name) in [nil, ""], do: add_error(changeset, name, "can't be blank"), else: changeset
    end)
  end

  def validate_length(changeset, name, options) do
    validate_change(changeset, name, fn value ->
      if String.length(value) > Keyword.get(options, :max, 10_000), do: "is too long"
    end)
  end

  def validate_format(changeset, name, pattern),
    do: validate_change(changeset, name, fn value -> unless value =~ pattern, do: "has invalid format" end)

  def validate_number(changeset, name, options),
    do: validate_change(changeset, name, fn value -> unless value > options[:greater_than], do: "is too small" end)

  def unique_constraint(changeset, _name), do: changeset

  defp validate_change(changeset, name, check) do
    with {:ok, value} when not is_nil(value) <- Map.fetch(changeset.changes, name),
         text when is_binary(text) <- check.(value) do
      add_error(changeset, name, text)
    else
      _ -> changeset
    end
  end

  def add_error(changeset, name, text), do: %{changeset | errors: [{name, text} | changeset.errors], valid?: false}
  def get_field(changeset, name), do: Map.get(changeset.changes, name, Map.get(changeset.data, name))
  def apply_changes(changeset), do: struct!(changeset.data, changeset.changes)

  @doc "What a form shows of it."
  def to_form(%__MODULE__{data: %kind{}} = changeset, options) do
    fields = for name <- kind.__schema__(:fields), into: %{}, do: {name, field(changeset, name, options[:as])}
    %{name: options[:as], fields: fields, source: changeset}
  end

  defp field(changeset, name, form),
    do: %{
      id: "#{form}_#{name}",
      name: "#{form}[#{name}]",
      value: get_field(changeset, name),
      errors: Keyword.get_values(changeset.errors, name)
    }
end
