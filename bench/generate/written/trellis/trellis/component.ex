defmodule Trellis.Component do
  @moduledoc "Components: functions with declared attributes and slots, and a sigil for their templates."

  defmacro __using__(_options) do
    quote do
      import Trellis.Component
      import Trellis.Rendered, only: [render_slot: 1, render_slot: 2], warn: false
      Module.register_attribute(__MODULE__, :trellis_calls, accumulate: true)
      Module.register_attribute(__MODULE__, :attr, accumulate: true)
      Module.register_attribute(__MODULE__, :slots, accumulate: true)
      Module.register_attribute(__MODULE__, :components, accumulate: true)
      @on_definition Trellis.Component
      @before_compile Trellis.Component
      @after_verify Trellis.Component
    end
  end

  @doc "A template in a module."
  defmacro sigil_H({:<<>>, meta, [source]}, _modifiers) do
    Trellis.Template.compile(source, __CALLER__, (meta[:line] || __CALLER__.line) + 1)
  end

  @doc "Compiles the templates of a folder into functions."
  defmacro embed_templates(folder) do
    quote bind_quoted: [folder: folder] do
      @root Path.expand(folder, __DIR__)
      @templates @root |> Path.join("*.heex") |> Path.wildcard() |> Enum.sort()

      for path <- @templates do
        @external_resource path
        name = path |> Path.basename(".html.heex") |> String.to_atom()
        body = Trellis.Template.compile(File.read!(path), __ENV__, 1)
        def unquote(name)(var!(assigns)), do: unquote(body)
      end

      @hash @templates |> Enum.join() |> :erlang.md5()
      def __mix_recompile__? do
        @root |> Path.join("*.heex") |> Path.wildcard() |> Enum.sort() |> Enum.join() |> :erlang.md5() != @hash
      end
    end
  end

  @doc "Declares an attribute of the component that comes next."
  defmacro attr(name, type, options \\ []) do
    quote bind_quoted: [name: name, type: type, options: options] do
      types = [:any, :string, :atom, :boolean, :integer, :list, :map, :global]
      if type not in types and not is_tuple(type), do: raise(ArgumentError, "no type is called #{inspect(type)}")
      {known, unknown} = Keyword.split(options, [:default, :required, :values, :doc, :include])
      if unknown != [], do: raise(ArgumentError, "attributes have no #{inspect(Keyword.keys(unknown))}")
      @attr {name, type, known}
    end
  end

  @doc "Declares a slot of the component that comes next."
  defmacro slot(name, options \\ []) do
    quote do
      @slots {unquote(name), unquote(options)}
    end
  end

  @doc false
  def __on_definition__(%{module: module}, kind, name, [_], _guards, _body) do
    case {Module.delete_attribute(module, :attr), Module.delete_attribute(module, :slots)} do
      {[], []} ->
        :ok

      {attributes, slots} ->
        Module.put_attribute(module, :components, {kind, name, Enum.reverse(attributes), Enum.reverse(slots)})
    end
  end

  def __on_definition__(_env, _kind, _name, _arguments, _guards, _body), do: :ok

  defmacro __before_compile__(%{module: module}) do
    components = Module.get_attribute(module, :components)
    calls = module |> Module.get_attribute(:trellis_calls) |> Enum.uniq()
    described = for {_, name, attributes, slots} <- components, into: %{}, do: {name, {attributes, slots}}

    overrides =
      for {kind, name, attributes, slots} <- components do
        pairs =
          for({key, _, options} <- attributes, Keyword.has_key?(options, :default), do: {key, options[:default]}) ++
            for({key, _} <- slots, do: {key, []})

        globals = for {key, :global, options} <- attributes, do: {key, Keyword.get(options, :include, [])}
        known = for({key, _, _} <- attributes, do: key) ++ Keyword.keys(slots) ++ [:inner_block, :__changed__]

        quote do
          defoverridable [{unquote(name), 1}]

          unquote(kind)(unquote(name)(assigns)) do
            case assigns do
              %{} ->
                super(
                  Trellis.Component.complete(
                    assigns,
                    unquote(Macro.escape(Map.new(pairs))),
                    unquote(known),
                    unquote(globals)
                  )
                )

              other ->
                raise ArgumentError, "#{unquote(name)} takes a map, and not #{inspect(other)}"
            end
          end
        end
      end

    quote do
      unquote_splicing(overrides)
      def __components__, do: unquote(Macro.escape(described))
      def __calls__, do: unquote(Macro.escape(calls))
    end
  end

  @doc false
  def complete(assigns, defaults, known, globals) do
    {_, others} = Map.split(assigns, known)
    given = for {key, _} <- globals, into: %{}, do: {key, others}
    defaults |> Map.merge(given) |> Map.merge(assigns)
  end

  @doc false
  def __after_verify__(module) do
    own = module.__components__()

    for {name, keys, line} <- module.__calls__(), {attributes, _slots} <- List.wrap(own[name]) do
      names = for {key, _, _} <- attributes, do: key
      missing = for {key, _, options} <- attributes, options[:required], key not in keys, do: key
      global? = Enum.any?(attributes, fn {_, type, _} -> type == :global end)
      if missing != [], do: IO.warn("#{inspect(module)}:#{line}: #{name} needs #{inspect(missing)}", [])

      if not global? and keys -- names != [],
        do: IO.warn("#{inspect(module)}:#{line}: #{name} has no #{inspect(keys -- names)}", [])
    end
  end
end
