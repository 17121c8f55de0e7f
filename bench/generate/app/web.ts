import { moduleName } from "../names.ts"
import type { Files } from "../package.ts"
import type { Resource } from "./resources.ts"

/** Where the web begins: macros for its modules as `MyAppWeb` has them, router, server and the first page. */
export function webFiles(resources: readonly Resource[]): Files {
  return {
    "lib/shop/web.ex": web,
    "lib/shop/web/format.ex": format,
    "lib/shop/web/routes.ex": routes,
    "lib/shop/web/router.ex": `defmodule Shop.Web.Router do
  @moduledoc false
  use Shop.Web, :router

  get "/", Shop.Web.HomeController, :index
${resources.map((name) => `  resources "/${name}s", Shop.Web.${moduleName(name)}Controller`).join("\n")}
  otherwise Shop.Web.HomeController, :lost
end
`,
    "lib/shop/web/server.ex": server,
    "lib/shop/web/handler.ex": handler,
    "lib/shop/web/controllers/home_controller.ex": `defmodule Shop.Web.HomeController do
  @moduledoc false
  use Shop.Web, :controller

  def index(_params), do: render("index.html", vendors: Shop.Suppliers.run(3))

  def lost(_params), do: not_found("page")
end
`,
    "lib/shop/web/views/home_view.ex": `defmodule Shop.Web.HomeView do
  @moduledoc false
  use Shop.Web, {:view, "home"}

  def title, do: "Shop"
end
`,
    "lib/shop/web/views/layout_view.ex": `defmodule Shop.Web.LayoutView do
  @moduledoc false
  use Shop.Web, {:view, "layout"}

  def title, do: "Layout"
end
`,
    "lib/shop/web/templates/home/index.html.eex": `<h1 class="text-xl m-4"><%= title() %></h1>
<ul class="grid gap-1">
  <%= for number <- @vendors do %><li class="p-1"><%= number %></li><% end %>
</ul>
`,
    "lib/shop/web/templates/layout/app.html.eex": `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title><%= @title %></title>
<link rel="stylesheet" href="<%= Shop.Assets.url("app.css") %>">
<script type="module" src="<%= Shop.Assets.url("app.js") %>"></script>
</head>
<body class="m-0">
<main class="container p-4"><%= @inner %></main>
</body>
</html>
`,
  }
}

// Phoenix too takes its templates by absolute paths, and compiles again when the list of them reads otherwise.
const web = `defmodule Shop.Web do
  @moduledoc "What the modules of the web have in common."

  defmacro __using__({:view, folder}), do: view(folder)
  defmacro __using__(kind), do: apply(__MODULE__, kind, [])

  @doc false
  def controller do
    quote do
      import Shop.Web.Format
      @view __MODULE__ |> inspect() |> String.replace_suffix("Controller", "View") |> List.wrap() |> Module.concat()

      def render(template, assigns), do: {200, @view.render(template, Map.new(assigns))}
      def not_found(what), do: {404, "There is no such #{what}"}
    end
  end

  @doc false
  def router do
    quote do
      import Shop.Web.Routes
    end
  end

  defp view(folder) do
    quote bind_quoted: [folder: folder] do
      require EEx
      import Shop.Web.Format
      import Shop.Shown, only: [shown: 1], warn: false

      @root Path.join(__DIR__, "../templates/#{folder}")
      @templates @root |> Path.join("*.eex") |> Path.wildcard() |> Enum.sort()
      @title Application.compile_env!(:shop, [Shop.Web, :title])

      for path <- @templates do
        @external_resource path
        EEx.function_from_file(:defp, path |> Path.basename(".eex") |> String.to_atom(), path, [:assigns])
      end

      @doc "The text of a template."
      for path <- @templates do
        name = Path.basename(path, ".eex")
        def render(unquote(name), assigns), do: unquote(String.to_atom(name))(assigns)
      end

      def site, do: @title

      @hash @templates |> Enum.join() |> :erlang.md5()
      def __mix_recompile__? do
        @root |> Path.join("*.eex") |> Path.wildcard() |> Enum.sort() |> Enum.join() |> :erlang.md5() != @hash
      end
    end
  end
end
`

const format = `defmodule Shop.Web.Format do
  @moduledoc "Texts of HTML."

  @doc "A text with nothing in it that HTML would read."
  @spec escape(term()) :: String.t()
  def escape(nil), do: ""

  def escape(text) do
    text
    |> to_string()
    |> String.replace("&", "&amp;")
    |> String.replace("<", "&lt;")
    |> String.replace("\\"", "&quot;")
  end
end
`

const routes = `defmodule Shop.Web.Routes do
  @moduledoc "Words for a router."

  @doc "A page."
  defmacro get(path, controller, action) do
    {segments, names} = segments(path)
    params = {:%{}, [], for(name <- names, do: {Atom.to_string(name), Macro.var(name, nil)})}

    quote do
      def match("GET", unquote(segments)), do: {unquote(controller), unquote(action), unquote(params)}
    end
  end

  @doc "The pages of a resource."
  defmacro resources(path, controller) do
    quote do
      get unquote(path), unquote(controller), :index
      get unquote(path <> "/new"), unquote(controller), :new
      get unquote(path <> "/:id"), unquote(controller), :show
    end
  end

  @doc "What answers when nothing else does."
  defmacro otherwise(controller, action) do
    quote do
      def match(_method, _segments), do: {unquote(controller), unquote(action), %{}}
    end
  end

  defp segments(path) do
    parts = String.split(path, "/", trim: true)
    names = for ":" <> name <- parts, do: String.to_atom(name)

    segments =
      for part <- parts do
        case part do
          ":" <> name -> Macro.var(String.to_atom(name), nil)
          text -> text
        end
      end

    {segments, names}
  end
end
`

const server = `defmodule Shop.Web.Server do
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
`

const handler = `defmodule Shop.Web.Handler do
  @moduledoc false

  def init(request, state) do
    segments = request |> :cowboy_req.path() |> String.split("/", trim: true)
    {controller, action, params} = Shop.Web.Router.match(:cowboy_req.method(request), segments)
    {status, inner} = apply(controller, action, [params])
    page = Shop.Web.LayoutView.render("app.html", %{title: Shop.Web.LayoutView.site(), inner: inner})
    headers = %{"content-type" => "text/html; charset=utf-8"}
    {:ok, :cowboy_req.reply(status, headers, page, request), state}
  end
end
`
