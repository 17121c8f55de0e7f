defmodule Hello.Application do
  @moduledoc false
  use Application

  @impl true
  def start(_type, _args) do
    port = Application.fetch_env!(:hello, :port)

    children = [
      Hello.Counter,
      {Hello.Server, port: port, handler: &Hello.Router.call/1}
    ]

    Supervisor.start_link(children, strategy: :one_for_one, name: Hello.Supervisor)
  end
end
