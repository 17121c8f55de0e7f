import { moduleName } from "../names.ts"
import type { Files } from "../package.ts"
import type { Resource } from "./resources.ts"

/** The routes of all resources, as Phoenix's generators tell to add them. */
export function routerFiles(resources: readonly Resource[]): Files {
  return {
    "lib/shop/web/router.ex": `defmodule Shop.Web.Router do
  @moduledoc false
  use Shop.Web, :router

  pipeline :browser do
    plug :accepts, ["html"]
    plug :fetch_session
    plug :fetch_flash
    plug :put_layout, {Shop.Web.Layouts, :root}
    plug :put_secure_headers
  end

  pipeline :api do
    plug :accepts, ["json"]
  end

  scope "/", Shop.Web do
    pipe_through :browser

    get "/", HomeController, :index
${resources.flatMap(routes).join("\n")}
  end

  scope "/api", Shop.Web do
    pipe_through :api

    get "/status", HomeController, :index
  end
end
`,
  }
}

function routes({ name, kind }: Resource): readonly string[] {
  const module = moduleName(name)
  if (kind === "html") return [`    resources "/${name}s", ${module}Controller`]
  const pages = [
    ["", "Index", "index"],
    ["/new", "Form", "new"],
    ["/:id", "Show", "show"],
    ["/:id/edit", "Form", "edit"],
  ]
  return pages.map(([path, page, action]) => `    live "/${name}s${path}", ${module}Live.${page}, :${action}`)
}
