import { moduleName } from "../names.ts"
import type { Files } from "../package.ts"
import { randomFrom } from "../random.ts"
import { type Field, fieldsOf, inputsOf } from "./fields.ts"

/** The three live pages of a resource, as phx.gen.live makes them. */
export function liveFiles(name: string): Files {
  const module = moduleName(name)
  const fields = fieldsOf(name)
  const folder = `lib/shop/web/live/${name}_live`
  return {
    [`${folder}/index.ex`]: index(name, module, fields),
    [`${folder}/show.ex`]: show(name, module, fields),
    [`${folder}/form.ex`]: form(name, module, fields),
  }
}

function head(module: string, page: string): string {
  return `defmodule Shop.Web.${module}Live.${page} do
  @moduledoc false
  use Shop.Web, :live
  alias Shop.${module}s
`
}

function index(name: string, module: string, fields: readonly Field[]): string {
  const random = randomFrom(`live ${name}`)
  return `${head(module, "Index")}
  @impl true
  def render(assigns) do
    ~H"""
    <Layouts.app flash={@flash} current_scope={%{name: "shop"}}>
      <.header>
        All ${name}s
        <:actions><.button variant="primary" navigate={~p"/${name}s/new"}><.icon name="plus" class="m-${random.below(9)}" /> New</.button></:actions>
      </.header>
      <.table id="${name}s" rows={@${name}s} row_click={fn {_id, ${name}} -> ~p"/${name}s/#{${name}}" end}>
${fields.map((field) => `        <:col :let={{_id, ${name}}} label="${field.name}">{${name}.${field.name}}</:col>`).join("\n")}
        <:action :let={{_id, ${name}}}><a class="sr-only" href={~p"/${name}s/#{${name}}"}>Show</a></:action>
        <:action :let={{_id, ${name}}}><a class="link p-${random.below(9)}" href={~p"/${name}s/#{${name}}/edit"}>Edit</a></:action>
        <:action :let={{id, ${name}}}><a class="link" phx-click="delete" phx-value={${name}.id} data-row={id}>Delete</a></:action>
      </.table>
    </Layouts.app>
    """
  end

  @impl true
  def mount(_params, _session, socket) do
    {:ok,
     socket
     |> assign(flash: %{}, page_title: gettext("All ${name}s"))
     |> stream(:${name}s, ${module}s.list_${name}s())}
  end

  @impl true
  def handle_event("delete", %{"id" => id}, socket) do
    ${name} = ${module}s.get_${name}!(id)
    {:ok, _} = ${module}s.delete_${name}(${name})
    {:noreply, stream_delete(socket, :${name}s, ${name})}
  end
end
`
}

function show(name: string, module: string, fields: readonly Field[]): string {
  return `${head(module, "Show")}
  @impl true
  def render(assigns) do
    ~H"""
    <Layouts.app flash={@flash} current_scope={%{name: "shop"}}>
      <.header>
        {shown(@${name})}
        <:subtitle>This is a ${name} of the shop.</:subtitle>
        <:actions><.button navigate={~p"/${name}s"}><.icon name="arrow-left" /></.button></:actions>
        <:actions><.button variant="primary" navigate={~p"/${name}s/#{@${name}}/edit"}><.icon name="pencil" /> Edit</.button></:actions>
      </.header>
      <.list>
${fields.map((field) => `        <:item title="${field.name}">{@${name}.${field.name}}</:item>`).join("\n")}
      </.list>
    </Layouts.app>
    """
  end

  @impl true
  def mount(%{"id" => id}, _session, socket) do
    {:ok,
     socket
     |> assign(flash: %{}, page_title: gettext("Show ${name}"))
     |> assign(:${name}, ${module}s.get_${name}!(id))}
  end
end
`
}

function form(name: string, module: string, fields: readonly Field[]): string {
  return `${head(module, "Form")}  alias Shop.${module}s.${module}

  @impl true
  def render(assigns) do
    ~H"""
    <Layouts.app flash={@flash} current_scope={%{name: "shop"}}>
      <.header>
        {@page_title}
        <:subtitle>Fill in what is known of the ${name}.</:subtitle>
      </.header>
      <.simple_form for={@form} id="${name}-form" phx-change="validate" phx-submit="save">
${inputsOf(fields, "        ")}
        <:actions><.button variant="primary" phx-disable-with="Saving">Save the ${name}</.button></:actions>
        <:actions><.button navigate={back(@return_to, @${name})}>Cancel</.button></:actions>
      </.simple_form>
    </Layouts.app>
    """
  end

  @impl true
  def mount(params, _session, socket) do
    {:ok,
     socket
     |> assign(flash: %{}, return_to: return_to(params["return_to"]))
     |> begin(socket.assigns.live_action, params)}
  end

  defp return_to("show"), do: "show"
  defp return_to(_), do: "index"

  defp begin(socket, :edit, %{"id" => id}), do: prepare(socket, gettext("Edit ${name}"), ${module}s.get_${name}!(id))
  defp begin(socket, :new, _params), do: prepare(socket, gettext("New ${name}"), %${module}{})

  defp prepare(socket, title, ${name}) do
    socket
    |> assign(page_title: title, ${name}: ${name})
    |> assign(:form, to_form(${module}s.change_${name}(${name}), as: "${name}"))
  end

  @impl true
  def handle_event("validate", %{"${name}" => params}, socket) do
    changeset = ${module}s.change_${name}(socket.assigns.${name}, params)
    {:noreply, assign(socket, :form, to_form(%{changeset | action: :validate}, as: "${name}"))}
  end

  def handle_event("save", %{"${name}" => params}, socket), do: save(socket, socket.assigns.live_action, params)

  defp save(socket, :edit, params), do: saved(socket, ${module}s.update_${name}(socket.assigns.${name}, params), gettext("It was changed."))
  defp save(socket, :new, params), do: saved(socket, ${module}s.create_${name}(params), gettext("It was made."))

  defp saved(socket, {:ok, ${name}}, text) do
    {:noreply,
     socket
     |> put_flash(:info, text)
     |> push_navigate(to: back(socket.assigns.return_to, ${name}))}
  end

  defp saved(socket, {:error, changeset}, _text), do: {:noreply, assign(socket, :form, to_form(changeset, as: "${name}"))}

  defp back("index", _${name}), do: ~p"/${name}s"
  defp back("show", ${name}), do: ~p"/${name}s/#{${name}}"
end
`
}
