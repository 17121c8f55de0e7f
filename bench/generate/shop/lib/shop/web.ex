defmodule Shop.Web do
  @moduledoc "What the modules of the web have in common."

  defmacro __using__(kind) when is_atom(kind), do: apply(__MODULE__, kind, [])

  @doc false
  def router do
    quote do
      use Trellis.Router
    end
  end

  @doc false
  def controller do
    quote do
      use Trellis.Controller,
        view: __MODULE__ |> inspect() |> String.replace_suffix("Controller", "HTML") |> List.wrap() |> Module.concat()

      import Shop.Web.Gettext
      unquote(paths())
    end
  end

  @doc false
  def live do
    quote do
      use Trellis.Live, layout: {Shop.Web.Layouts, :app}
      unquote(helpers())
    end
  end

  @doc false
  def html do
    quote do
      use Trellis.Component
      unquote(helpers())
    end
  end

  defp helpers do
    quote do
      import Shop.Web.Gettext, warn: false
      import Shop.Web.CoreComponents, warn: false
      import Shop.Shown, only: [shown: 1], warn: false
      import Trellis.Changeset, only: [to_form: 2], warn: false
      alias Shop.Web.Layouts, warn: false
      @title Application.compile_env!(:shop, [Shop.Web, :title])
      def site, do: @title
      unquote(paths())
    end
  end

  defp paths do
    quote do
      use Trellis.Paths, router: Shop.Web.Router
    end
  end
end
