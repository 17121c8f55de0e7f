defmodule Shop.Web.Server do
  @moduledoc "Listens."

  @doc false
  def child_spec(_options) do
    routes = [
      {"/assets/[...]", :cowboy_static, {:priv_dir, :shop, "static/assets"}},
      {:_, Shop.Web.Handler, []}
    ]

    options = %{env: %{dispatch: :cowboy_router.compile([{:_, routes}])}}
    port = Application.fetch_env!(:shop, :port)
    :ranch.child_spec(__MODULE__, :ranch_tcp, [port: port], :cowboy_clear, options)
  end
end
