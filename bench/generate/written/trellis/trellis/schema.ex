defmodule Trellis.Schema do
  @moduledoc "Structs whose fields have types, and functions that tell about them, as Ecto's schemas have them."

  @types [:string, :integer, :boolean, :decimal, :date, :naive_datetime, :utc_datetime, :id, :binary]

  defmacro __using__(_options) do
    quote do
      import Trellis.Schema
      import Trellis.Changeset
      Module.register_attribute(__MODULE__, :fields, accumulate: true)
      Module.register_attribute(__MODULE__, :associations, accumulate: true)
      @primary_key {:id, :id}
    end
  end

  defmacro schema(source, do: block) do
    quote do
      @source unquote(source)
      try do
        @fields {:id, :id, []}
        unquote(block)
      after
        :ok
      end

      Trellis.Schema.__finish__()
    end
  end

  defmacro field(name, type \\ :string, options \\ []) do
    quote bind_quoted: [name: name, type: type, options: options] do
      Trellis.Schema.check!(name, type, options)
      @fields {name, type, options}
    end
  end

  defmacro belongs_to(name, module) do
    quote bind_quoted: [name: name, module: module] do
      @fields {:"#{name}_id", :id, []}
      @associations {name, module}
    end
  end

  defmacro timestamps(options \\ []) do
    quote bind_quoted: [options: options] do
      type = Keyword.get(options, :type, :naive_datetime)
      @fields {:inserted_at, type, autogenerate: true}
      @fields {:updated_at, type, autogenerate: true}
    end
  end

  @doc false
  def check!(name, type, options) do
    if type not in @types and not match?({:enum, _}, type),
      do: raise(ArgumentError, "#{name} has no type #{inspect(type)}")

    unknown = Keyword.keys(options) -- [:default, :virtual, :redact, :values, :source]
    if unknown != [], do: raise(ArgumentError, "fields have no #{inspect(unknown)}")
  end

  @doc false
  defmacro __finish__ do
    quote unquote: false do
      fields = Enum.reverse(@fields)
      stored = for {name, _, options} <- fields, !options[:virtual], do: name

      defaults =
        for({name, _, options} <- fields, do: {name, options[:default]}) ++
          for({name, _} <- @associations, do: {name, nil})

      redacted = for {name, _, options} <- fields, options[:redact], do: name
      generated = for {name, type, options} <- fields, options[:autogenerate], do: {name, type}
      types = Map.new(fields, fn {name, type, _} -> {name, type} end)

      if redacted != [], do: @derive({Inspect, except: redacted})
      defstruct defaults
      @type t :: %__MODULE__{}

      def __changeset__, do: unquote(Macro.escape(types))
      def __schema__(:source), do: @source
      def __schema__(:fields), do: unquote(stored)
      def __schema__(:query_fields), do: unquote(stored -- redacted)
      def __schema__(:primary_key), do: [:id]
      def __schema__(:redact_fields), do: unquote(redacted)
      def __schema__(:associations), do: unquote(Keyword.keys(@associations))
      def __schema__(:autogenerate), do: unquote(Macro.escape(generated))
      def __schema__(:loaded), do: unquote(Macro.escape(Map.new(defaults)))
      def __schema__(:load, row) when is_list(row), do: struct!(__MODULE__, Enum.zip(unquote(stored), row))

      for {name, type, options} <- fields do
        def __schema__(:type, unquote(name)), do: unquote(Macro.escape(type))
        def __schema__(:field_source, unquote(name)), do: unquote(options[:source] || name)
        def __schema__(:virtual?, unquote(name)), do: unquote(!!options[:virtual])
      end

      for {name, module} <- @associations do
        def __schema__(:association, unquote(name)),
          do: %{field: unquote(name), related: unquote(module), owner: __MODULE__, key: unquote(:"#{name}_id")}
      end

      def __schema__(_about, _name), do: nil
    end
  end
end
