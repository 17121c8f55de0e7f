defmodule Trellis.Repo do
  @moduledoc "Keeps structs in memory."

  defmacro __using__(_options) do
    calls = [
      all: [:kind],
      get: [:kind, :id],
      get!: [:kind, :id],
      insert: [:changeset],
      update: [:changeset],
      delete: [:one]
    ]

    more = [
      insert!: :insert,
      update!: :update,
      delete!: :delete,
      insert_or_update: :insert,
      one: :get,
      one!: :get!,
      reload: :get,
      exists?: :get
    ]

    plain =
      for {name, arguments} <- calls ++ for({name, like} <- more, do: {name, calls[like]}) do
        given = for argument <- arguments, do: Macro.var(argument, __MODULE__)

        quote do
          @doc "As the framework does it, with what is configured."
          def unquote(name)(unquote_splicing(given), options \\ []) do
            options = Keyword.merge(default_options(unquote(name)), options)
            Trellis.Repo.call(__MODULE__, unquote(Keyword.get(more, name, name)), [unquote_splicing(given)], options)
          end
        end
      end

    quote do
      @before_compile Trellis.Repo
      def child_spec(options), do: %{id: __MODULE__, start: {__MODULE__, :start_link, [options]}, type: :worker}
      def start_link(_options \\ []), do: Agent.start_link(fn -> %{} end, name: __MODULE__)
      def default_options(_name), do: []
      defoverridable default_options: 1, child_spec: 1
      unquote_splicing(plain)

      def transaction(work, options \\ []) when is_function(work, 0) do
        {:ok, work.()}
      catch
        {:rollback, value} when options == [] -> {:error, value}
      end

      def rollback(value), do: throw({:rollback, value})
      def stream(kind, options \\ []), do: kind |> all(options) |> Stream.map(& &1)
      def aggregate(kind, :count, options \\ []), do: kind |> all(options) |> length()
      def preload(structs, _names, _options \\ []), do: structs
    end
  end

  defmacro __before_compile__(_env) do
    quote do
      def __adapter__, do: Agent
    end
  end

  @doc false
  def call(repo, :all, [kind], _options), do: Agent.get(repo, fn kept -> for {{^kind, _id}, one} <- kept, do: one end)
  def call(repo, :get, [kind, id], _options), do: Agent.get(repo, &Map.get(&1, {kind, to_string(id)}))

  def call(repo, :get!, [kind, id], options),
    do: call(repo, :get, [kind, id], options) || raise(KeyError, "no #{inspect(kind)} #{id}")

  def call(_repo, name, [%{valid?: false} = changeset], _options), do: {:error, %{changeset | action: name}}

  def call(repo, :delete, [%kind{id: id} = one], _options) do
    Agent.update(repo, &Map.delete(&1, {kind, id}))
    {:ok, one}
  end

  def call(repo, _name, [changeset], _options) do
    %kind{} = one = Trellis.Changeset.apply_changes(changeset)

    Agent.get_and_update(repo, fn kept ->
      one = %{one | id: one.id || Integer.to_string(map_size(kept) + 1)}
      {{:ok, one}, Map.put(kept, {kind, one.id}, one)}
    end)
  end
end
