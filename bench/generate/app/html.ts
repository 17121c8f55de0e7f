import { moduleName } from "../names.ts"
import type { Files } from "../package.ts"
import { randomFrom } from "../random.ts"
import { fieldsOf, inputsOf } from "./fields.ts"

/** The controller, its view and the templates, as phx.gen.html makes them. */
export function htmlFiles(name: string): Files {
  const module = moduleName(name)
  const random = randomFrom(`html ${name}`)
  const fields = fieldsOf(name)
  const templates = `lib/shop/web/templates/${name}`
  return {
    [`lib/shop/web/controllers/${name}_controller.ex`]: controller(name, module),
    [`lib/shop/web/controllers/${name}_html.ex`]: `defmodule Shop.Web.${module}HTML do
  @moduledoc false
  use Shop.Web, :html

  embed_templates "../templates/${name}"

  @doc "The form of a ${name}."
  attr :changeset, :map, required: true
  attr :action, :string, required: true
  attr :return_to, :string, default: nil

  def ${name}_form(assigns) do
    assigns = Map.put(assigns, :form, to_form(assigns.changeset, as: "${name}"))

    ~H"""
    <.simple_form for={@form} action={@action}>
      <p :if={@changeset.action} class="text-red mb-2">{gettext("Something is wrong, see below")}</p>
${inputsOf(fields, "      ")}
      <:actions><.button variant="primary">Save the ${name}</.button></:actions>
      <:actions><.button :if={@return_to} href={@return_to}>Cancel</.button></:actions>
    </.simple_form>
    """
  end
end
`,
    [`${templates}/index.html.heex`]: `<.header>
  All ${name}s
  <:actions><.button href={~p"/${name}s/new"}><.icon name="plus" class="m-${random.below(9)}" /> New</.button></:actions>
</.header>
<.table id="${name}s" rows={@${name}s} row_click={fn ${name} -> ~p"/${name}s/#{${name}}" end}>
${fields.map((field) => `  <:col :let={${name}} label="${field.name}">{${name}.${field.name}}</:col>`).join("\n")}
  <:action :let={${name}}><a class="sr-only" href={~p"/${name}s/#{${name}}"}>Show</a></:action>
  <:action :let={${name}}><a class="link p-${random.below(9)}" href={~p"/${name}s/#{${name}}/edit"}>Edit</a></:action>
  <:action :let={${name}}><a class="link" href={~p"/${name}s/#{${name}}"} data-method="delete">Delete</a></:action>
</.table>
`,
    [`${templates}/show.html.heex`]: `<.header>
  {shown(@${name})}
  <:subtitle>This is a ${name} of the shop.</:subtitle>
  <:actions><.button href={~p"/${name}s"}><.icon name="arrow-left" class="m-${random.below(9)}" /></.button></:actions>
  <:actions><.button variant="primary" href={~p"/${name}s/#{@${name}}/edit"}><.icon name="pencil" /> Edit</.button></:actions>
</.header>
<.list>
${fields.map((field) => `  <:item title="${field.name}">{@${name}.${field.name}}</:item>`).join("\n")}
</.list>
`,
    [`${templates}/new.html.heex`]: `<.header>
  New ${name}
  <:subtitle>Fill in what is known of it.</:subtitle>
</.header>
<.${name}_form changeset={@changeset} action={~p"/${name}s"} return_to={~p"/${name}s"} />
`,
    [`${templates}/edit.html.heex`]: `<.header>
  Edit {shown(@${name})}
  <:subtitle>Change what is known of it.</:subtitle>
</.header>
<.${name}_form changeset={@changeset} action={~p"/${name}s/#{@${name}}"} return_to={~p"/${name}s/#{@${name}}"} />
`,
  }
}

function controller(name: string, module: string): string {
  return `defmodule Shop.Web.${module}Controller do
  @moduledoc false
  use Shop.Web, :controller
  alias Shop.${module}s
  alias Shop.${module}s.${module}

  plug :put_layout, {Shop.Web.Layouts, :form} when action in [:new, :edit]

  def index(conn, _params), do: render(conn, :index, ${name}s: ${module}s.list_${name}s())

  def new(conn, _params), do: render(conn, :new, changeset: ${module}s.change_${name}(%${module}{}))

  def create(conn, %{"${name}" => params}) do
    case ${module}s.create_${name}(params) do
      {:ok, ${name}} ->
        conn
        |> put_flash(:info, gettext("It was made."))
        |> redirect(to: ~p"/${name}s/#{${name}}")

      {:error, changeset} ->
        render(conn, :new, changeset: changeset)
    end
  end

  def show(conn, %{"id" => id}), do: render(conn, :show, ${name}: ${module}s.get_${name}!(id))

  def edit(conn, %{"id" => id}) do
    ${name} = ${module}s.get_${name}!(id)
    render(conn, :edit, ${name}: ${name}, changeset: ${module}s.change_${name}(${name}))
  end

  def update(conn, %{"id" => id, "${name}" => params}) do
    ${name} = ${module}s.get_${name}!(id)

    case ${module}s.update_${name}(${name}, params) do
      {:ok, ${name}} ->
        conn
        |> put_flash(:info, gettext("It was changed."))
        |> redirect(to: ~p"/${name}s/#{${name}}")

      {:error, changeset} ->
        render(conn, :edit, ${name}: ${name}, changeset: changeset)
    end
  end

  def delete(conn, %{"id" => id}) do
    {:ok, _} = id |> ${module}s.get_${name}!() |> ${module}s.delete_${name}()

    conn
    |> put_flash(:info, gettext("It was taken away."))
    |> redirect(to: ~p"/${name}s")
  end
end
`
}
