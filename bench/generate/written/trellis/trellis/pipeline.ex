defmodule Trellis.Pipeline do
  @moduledoc "Plugs: functions and modules that a request goes through one after the other, compiled into one function."

  defmacro __using__(_options) do
    quote do
      import Trellis.Pipeline, only: [plug: 1, plug: 2]
      Module.register_attribute(__MODULE__, :plugs, accumulate: true)
      @before_compile Trellis.Pipeline
    end
  end

  defmacro plug(name, options \\ []) do
    {options, guard} =
      case options do
        {:when, _, [options, guard]} -> {options, guard}
        options -> {options, true}
      end

    quote do
      @plugs {unquote(Macro.expand(name, __CALLER__)), unquote(options), unquote(Macro.escape(guard))}
    end
  end

  defmacro __before_compile__(%{module: module} = env) do
    plugs = Module.get_attribute(module, :plugs)

    quote do
      @doc false
      def pipeline(unquote(conn()), _options), do: unquote(compile(plugs, env))
    end
  end

  @doc "The code of plugs, the last one first, for a variable that is called conn."
  def compile(plugs, env) do
    Enum.reduce(plugs, conn(), fn {name, options, guard}, rest ->
      failure = "#{inspect(name)} has to return a conn, as all plugs do"

      quote do
        case unquote(name |> call(Macro.escape(options), env) |> guarded(guard)) do
          %{halted: true} = conn -> conn
          %{status: _} = unquote(conn()) -> unquote(rest)
          other -> raise unquote(failure) <> ", and not " <> inspect(other)
        end
      end
    end)
  end

  defp call(name, options, env) do
    case Atom.to_string(name) do
      "Elixir." <> _ -> quote(do: unquote(name).call(unquote(conn()), unquote(name).init(unquote(options))))
      _ when env.function == nil -> quote(do: unquote(name)(unquote(conn()), unquote(options)))
    end
  end

  defp guarded(call, true), do: call

  defp guarded(call, guard) do
    quote do
      case unquote(conn()) do
        %{action: var!(action)} when unquote(guard) -> unquote(call)
        unquote(conn()) -> unquote(conn())
      end
    end
  end

  defp conn, do: Macro.var(:conn, nil)
end
