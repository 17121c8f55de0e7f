defmodule Trellis.Live do
  @moduledoc "Pages that keep a state: a socket with assigns, events that change it, and a template."

  @callback mount(map(), map(), map()) :: {:ok, map()}
  @callback handle_params(map(), binary(), map()) :: {:noreply, map()}
  @callback handle_event(binary(), map(), map()) :: {:noreply, map()}
  @callback render(map()) :: Trellis.Rendered.t()
  @optional_callbacks mount: 3, handle_params: 3, handle_event: 3

  defmacro __using__(options) do
    quote do
      @behaviour Trellis.Live
      use Trellis.Component
      import Trellis.Live, except: [render: 2]
      @live unquote(options)
      Module.register_attribute(__MODULE__, :hooks, accumulate: true)
      @before_compile Trellis.Live
    end
  end

  defmacro on_mount(hook) do
    quote do
      @hooks unquote(hook)
    end
  end

  defmacro __before_compile__(%{module: module}) do
    described = %{hooks: Module.get_attribute(module, :hooks), layout: Module.get_attribute(module, :live)[:layout]}
    has = fn name, arity -> Module.defines?(module, {name, arity}) end

    quote do
      def __live__, do: unquote(Macro.escape(described))
      unquote(unless has.(:mount, 3), do: quote(do: def(mount(_params, _session, socket), do: {:ok, socket})))

      unquote(
        unless has.(:handle_params, 3), do: quote(do: def(handle_params(_params, _uri, socket), do: {:noreply, socket}))
      )

      unquote(
        unless has.(:handle_event, 3),
          do: quote(do: def(handle_event(name, _params, _socket), do: raise("no event is called " <> name)))
      )
    end
  end

  @doc "The page as it is at first."
  def render(conn, module) do
    socket = %{assigns: Map.merge(conn.assigns, %{live_action: conn.action, __changed__: %{}}), redirected: nil}
    {:ok, socket} = module.mount(conn.params, conn.session, socket)
    {:noreply, socket} = module.handle_params(conn.params, "/" <> Enum.join(conn.segments, "/"), socket)
    body = socket.assigns |> module.render() |> Trellis.Rendered.text()
    %{conn | status: 200, body: body, assigns: Map.delete(socket.assigns, :__changed__)}
  end

  def assign(%{assigns: _} = socket, pairs),
    do: Enum.reduce(pairs, socket, fn {key, value}, socket -> assign(socket, key, value) end)

  def assign(%{assigns: assigns} = socket, key, value) do
    case assigns do
      %{^key => ^value} ->
        socket

      %{__changed__: changed} ->
        %{socket | assigns: Map.merge(assigns, %{key => value, :__changed__ => Map.put(changed, key, true)})}
    end
  end

  def stream(socket, name, items), do: assign(socket, name, Enum.map(items, &{"#{name}-#{&1.id}", &1}))

  def stream_delete(socket, name, item),
    do: assign(socket, name, Enum.reject(socket.assigns[name], fn {_, one} -> one == item end))

  def put_flash(socket, kind, text), do: assign(socket, :flash, Map.put(socket.assigns[:flash] || %{}, kind, text))
  def push_navigate(socket, to: to), do: %{socket | redirected: to}
end
