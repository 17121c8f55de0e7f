import { elixirFunctions } from "../functions.ts"
import { moduleName, nouns } from "../names.ts"
import type { Files } from "../package.ts"
import { randomFrom } from "../random.ts"

/** What people see and change in the app, by name: a basket, an order. */
export type Resource = string

const MODULES_EACH = 5

/** The resources of an app with so many modules, and how many modules are left for workers. */
export function planResources(modules: number, base: number): { resources: readonly Resource[]; workers: number } {
  const count = Math.max(1, Math.floor((modules - base) / MODULES_EACH) - 1)
  const resources = Array.from({ length: count }, (_, at) => {
    const turn = Math.floor(at / nouns.length)
    return `${nouns[at % nouns.length]}${turn === 0 ? "" : `_${turn + 1}`}`
  })
  return { resources, workers: Math.max(0, modules - base - count * MODULES_EACH) }
}

/** Its schema, context, policy, controller, view and templates. */
export function resourceFiles(resource: Resource): Files {
  const module = moduleName(resource)
  const random = randomFrom(`resource ${resource}`)
  const fields = random.some(nouns, 5)
  const context = `Shop.${module}s`
  const templates = `lib/shop/web/templates/${resource}`
  return {
    [`lib/shop/${resource}s/${resource}.ex`]: `defmodule ${context}.${module} do
  @moduledoc "A ${resource}."
  use Shop.Schema, fields: [${fields.map((field) => `${field}: ""`).join(", ")}], required: [:${fields[0]}]

  defimpl Shop.Shown, for: __MODULE__ do
    def shown(%{id: id, ${fields[0]}: text}), do: "${resource} #{id}: #{text}"
  end
${elixirFunctions(3, random)}end
`,
    [`lib/shop/${resource}s.ex`]: `defmodule ${context} do
  @moduledoc "Keeps and finds ${resource}s."
  alias Shop.Repo
  alias ${context}.{${module}, Policy}

  @doc "All of them."
  @spec list() :: [${module}.t()]
  def list, do: Repo.all(${module})

  @doc "The one with an id."
  @spec get(String.t()) :: {:ok, ${module}.t()} | :error
  def get(id), do: Repo.fetch(${module}, id)

  @doc "Makes one, when its maker may."
  @spec create(map(), map()) :: {:ok, ${module}.t()} | {:error, term()}
  def create(maker, fields) do
    with :ok <- Policy.check(:create, maker), {:ok, made} <- ${module}.cast(fields) do
      Repo.put(made)
    end
  end
${elixirFunctions(6, random)}end
`,
    [`lib/shop/${resource}s/policy.ex`]: `defmodule ${context}.Policy do
  @moduledoc "Who may do what with ${resource}s."

  @doc "Says why not."
  @spec check(atom(), map()) :: :ok | {:error, atom()}
  def check(:create, %{role: role}) when role in [:admin, :editor], do: :ok
  def check(:show, _maker), do: :ok
  def check(_action, _maker), do: {:error, :forbidden}
${elixirFunctions(2, random)}end
`,
    [`lib/shop/web/controllers/${resource}_controller.ex`]: `defmodule Shop.Web.${module}Controller do
  @moduledoc false
  use Shop.Web, :controller
  alias ${context}

  def index(params), do: render("index.html", items: ${module}s.list(), params: params)

  def show(%{"id" => id}) do
    case ${module}s.get(id) do
      {:ok, item} -> render("show.html", item: item)
      :error -> not_found("${resource}")
    end
  end

  def new(params), do: render("form.html", params: params, errors: [])
${elixirFunctions(2, random)}end
`,
    [`lib/shop/web/views/${resource}_view.ex`]: `defmodule Shop.Web.${module}View do
  @moduledoc false
  use Shop.Web, {:view, "${resource}"}

  def title, do: "${module}s"
${elixirFunctions(1, random)}end
`,
    [`${templates}/index.html.eex`]: `<section class="m-${random.below(9)} p-4 grid gap-${random.below(9)}">
  <h1 class="text-xl mb-2"><%= title() %></h1>
  <%= for item <- @items do %>
    <article class="p-${random.below(9)} border rounded">
      <a class="link text-blue" href="/${resource}s/<%= item.id %>"><%= shown(item) %></a>
      <dl class="flex gap-2">
${fields.map((field) => `        <dt class="mr-1">${field}</dt><dd><%= escape(item.${field}) %></dd>`).join("\n")}
      </dl>
    </article>
  <% end %>
  <p class="mt-${random.below(9)}"><%= length(@items) %> in all, <a class="link" href="/${resource}s/new">add one</a></p>
</section>
`,
    [`${templates}/show.html.eex`]: `<article class="m-4 p-${random.below(9)} border">
  <h1 class="text-xl"><%= shown(@item) %></h1>
${fields.map((field) => `  <%= if @item.${field} != "" do %><p class="mb-${random.below(9)}">${field}: <%= escape(@item.${field}) %></p><% end %>`).join("\n")}
  <a class="link" href="/${resource}s">all ${resource}s</a>
</article>
`,
    [`${templates}/form.html.eex`]: `<form class="m-4 grid" method="post" action="/${resource}s">
  <%= for {field, error} <- @errors do %><p class="text-red"><%= field %> <%= escape(error) %></p><% end %>
${fields.map((field) => `  <label class="mb-1">${field} <input class="border p-1" name="${field}" value="<%= escape(@params["${field}"]) %>"></label>`).join("\n")}
  <button class="rounded p-2">Save</button>
</form>
`,
  }
}

/** Modules that work by themselves. */
export function workerFiles(count: number): Files {
  const files = Array.from({ length: count }, (_, at): [string, string] => {
    const name = `worker_${at + 1}`
    return [
      `lib/shop/workers/${name}.ex`,
      `defmodule Shop.Workers.${moduleName(name)} do
  @moduledoc "Does something in the background."
${elixirFunctions(6, randomFrom(name))}end
`,
    ]
  })
  return Object.fromEntries(files)
}
