defmodule Trellis.Router do
  @moduledoc "Routes, which become clauses: one that matches, one for links and one that describes it."

  defmacro __using__(_options) do
    quote do
      import Trellis.Router
      import Trellis.Plugs
      Module.register_attribute(__MODULE__, :routes, accumulate: true)
      Module.register_attribute(__MODULE__, :pipe, accumulate: true)
      @scope []
      @through []
      @before_compile Trellis.Router
    end
  end

  defmacro pipeline(name, do: block) do
    # What was plugged is known only when the module's body runs.
    piped =
      quote unquote: false do
        body = Trellis.Pipeline.compile(@pipe, __ENV__)
        def unquote(@pipe_name)(unquote({:conn, [], nil}), _options), do: unquote(body)
      end

    quote do
      Module.delete_attribute(__MODULE__, :pipe)
      unquote(block)
      @pipe_name unquote(name)
      unquote(piped)
    end
  end

  defmacro plug(name, options \\ []) do
    quote do
      @pipe {unquote(name), unquote(options), true}
    end
  end

  defmacro scope(path, module, do: block) do
    quote do
      @scope [{unquote(path), unquote(module)} | @scope]
      unquote(block)
      @scope tl(@scope)
      @through []
    end
  end

  defmacro pipe_through(names) do
    quote do
      @through List.wrap(unquote(names))
    end
  end

  for method <- [:get, :post, :put, :patch, :delete] do
    defmacro unquote(method)(path, module, action),
      do: added(unquote(method |> to_string() |> String.upcase()), path, module, action, :page)
  end

  defmacro live(path, module, action), do: added("GET", path, module, action, :live)

  defmacro resources(path, module) do
    all = [get: "", get: "/:id/edit", get: "/new", get: "/:id", post: "", patch: "/:id", put: "/:id", delete: "/:id"]
    actions = [:index, :edit, :new, :show, :create, :update, :update, :delete]

    for {{method, more}, action} <- Enum.zip(all, actions) do
      added(method |> to_string() |> String.upcase(), path <> more, module, action, :page)
    end
  end

  defp added(method, path, module, action, kind) do
    quote do
      @routes Trellis.Router.route(
                @scope,
                @through,
                {unquote(method), unquote(path), unquote(module), unquote(action), unquote(kind)},
                __ENV__.line
              )
    end
  end

  @doc false
  def route(scope, through, {method, path, module, action, kind}, line) do
    prefix = scope |> Enum.reverse() |> Enum.map_join(fn {path, _} -> String.trim_trailing(path, "/") end)
    inside = scope |> Enum.map(&elem(&1, 1)) |> Enum.find(& &1)

    %{
      method: method,
      path: prefix <> path,
      module: Module.concat(inside, module),
      action: action,
      kind: kind,
      through: through,
      line: line
    }
  end

  defmacro __before_compile__(%{module: module}) do
    routes = module |> Module.get_attribute(:routes) |> Enum.reverse()
    matches = for route <- routes, do: matched(route)
    pipes = for through <- routes |> Enum.map(& &1.through) |> Enum.uniq(), do: piped(through)
    links = for {_, [route | _]} <- Enum.group_by(routes, &{&1.module, &1.action, &1.method}), do: link(route)

    verified =
      for pattern <- routes |> Enum.map(&pattern(segments(&1.path), :any)) |> Enum.uniq(),
          do: quote(do: def(__known__(unquote(pattern)), do: true))

    quote do
      @doc false
      def call(conn) do
        case match(conn.method, conn.segments) do
          :none ->
            %{conn | status: 404, body: "There is no such page"}

          {through, params, module, action, kind} ->
            conn
            |> Map.merge(%{params: Map.merge(conn.params, params), action: action})
            |> through(through)
            |> dispatch(module, kind)
        end
      end

      defp dispatch(%{halted: true} = conn, _module, _kind), do: conn
      defp dispatch(conn, module, :page), do: module.call(conn, module.init(conn.action))
      defp dispatch(conn, module, :live), do: Trellis.Live.render(conn, module)

      unquote_splicing(matches)
      def match(_method, _segments), do: :none
      unquote_splicing(pipes)
      unquote_splicing(links)
      def link_to(module, action, _params), do: raise(ArgumentError, "no link to #{inspect(module)} #{action}")
      unquote_splicing(verified)
      def __known__(_segments), do: false
      def __routes__, do: unquote(Macro.escape(routes))
    end
  end

  defp matched(%{method: method, path: path, module: module, action: action, kind: kind, through: through}) do
    segments = segments(path)
    params = {:%{}, [], for(":" <> name <- segments, do: {name, quote(do: URI.decode(unquote(variable(name))))})}

    quote do
      def match(unquote(method), unquote(pattern(segments, :bound))) do
        {unquote(through), unquote(params), unquote(module), unquote(action), unquote(kind)}
      end
    end
  end

  defp piped(names) do
    calls = Enum.reduce(names, quote(do: conn), fn name, conn -> quote(do: unquote(name)(unquote(conn), [])) end)
    quote(do: defp(through(conn, unquote(names)), do: unquote(calls)))
  end

  defp link(%{path: path, module: module, action: action}) do
    segments = segments(path)
    parts = for segment <- segments, do: part(segment)
    given = for ":" <> name <- segments, do: variable(name)

    quote do
      def link_to(unquote(module), unquote(action), unquote(given)),
        do: IO.iodata_to_binary(["/" | Enum.intersperse(unquote(parts), "/")])
    end
  end

  defp part(":" <> name), do: quote(do: URI.encode(to_string(unquote(variable(name)))))
  defp part(text), do: text

  @doc false
  def segments(path), do: String.split(path, "/", trim: true)

  defp pattern(segments, how) do
    for segment <- segments do
      case segment do
        ":" <> _ when how == :any -> quote(do: _)
        ":" <> name -> variable(name)
        text -> text
      end
    end
  end

  defp variable(name), do: Macro.var(String.to_atom(name), __MODULE__)
end
