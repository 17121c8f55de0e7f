defmodule Trellis.Controller do
  @moduledoc "Modules whose functions answer requests, after what plugs do with them."

  defmacro __using__(options) do
    quote do
      use Trellis.Pipeline
      import Trellis.Controller
      import Trellis.Plugs
      @view unquote(options[:view])
      @before_compile Trellis.Controller
      def init(action), do: action
    end
  end

  defmacro __before_compile__(_env) do
    quote do
      def call(conn, action) do
        conn = conn |> Map.put(:view, @view) |> pipeline(action)

        if conn.halted do
          conn
        else
          try do
            action(conn, action)
          rescue
            error in [FunctionClauseError] ->
              Trellis.Controller.refused(conn, error, __STACKTRACE__, {__MODULE__, action})
          end
        end
      end

      def action(conn, action), do: apply(__MODULE__, action, [conn, conn.params])
      defoverridable action: 2, call: 2, init: 1
    end
  end

  @doc false
  def refused(conn, %FunctionClauseError{module: module, function: action, arity: 2}, _stack, {module, action}) do
    %{conn | status: 400, body: "That was not understood", halted: true}
  end

  def refused(_conn, error, stack, _at), do: reraise(error, stack)

  def render(conn, template, pairs \\ []) do
    assigns = conn.assigns |> Map.merge(Map.new(pairs)) |> Map.put(:conn, conn)
    body = conn.view |> apply(template, [assigns]) |> Trellis.Rendered.text()
    %{conn | status: conn.status || 200, body: body, assigns: assigns}
  end

  def redirect(conn, to: to), do: %{conn | status: 302, headers: Map.put(conn.headers, "location", to), body: ""}

  def put_flash(conn, kind, text),
    do: Trellis.Plugs.assign(conn, :flash, Map.put(conn.assigns[:flash] || %{}, kind, text))

  def put_status(conn, status), do: %{conn | status: status}
end
