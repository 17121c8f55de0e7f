defmodule Shop.Web.Layouts do
  @moduledoc "What is around every page."
  use Shop.Web, :html

  embed_templates "../templates/layout"

  @doc "The part that changes with the page."
  attr :flash, :map, default: %{}
  attr :current_scope, :map, default: nil
  slot :inner_block, required: true

  def app(assigns) do
    ~H"""
    <header class="navbar px-4">
      <a href={~p"/"} class="flex gap-2"><span class="text-sm">{site()}</span></a>
      <ul class="flex gap-4">
        <li><a href="https://example.com/docs" class="btn">Docs</a></li>
        <li :if={@current_scope}><a href={~p"/"} class="btn">{@current_scope[:name]}</a></li>
        <li><.theme_toggle /></li>
      </ul>
    </header>
    <main class="px-4 py-8"><div class="container grid gap-4">{render_slot(@inner_block)}</div></main>
    <.flash_group flash={@flash} />
    """
  end

  @doc "Messages, and what is said when the connection is lost."
  attr :flash, :map, required: true
  attr :id, :string, default: "flash-group"

  def flash_group(assigns) do
    ~H"""
    <div id={@id} aria-live="polite">
      <.flash kind={:info} flash={@flash} />
      <.flash kind={:error} flash={@flash} />
      <.flash id="client-error" kind={:error} title={gettext("We can't find the internet")} flash={%{}}>
        {gettext("Attempting to reconnect")} <.icon name="refresh" class="m-1" />
      </.flash>
      <.flash id="server-error" kind={:error} title={gettext("Something went wrong!")} flash={%{}}>
        {gettext("Attempting to reconnect")} <.icon name="refresh" class="m-1" />
      </.flash>
    </div>
    """
  end

  @doc "Light or dark."
  def theme_toggle(assigns) do
    ~H"""
    <div class="card flex border p-1">
      <button class="flex p-2" data-theme="system"><.icon name="computer" class="m-1" /></button>
      <button class="flex p-2" data-theme="light"><.icon name="sun" class="m-1" /></button>
      <button class="flex p-2" data-theme="dark"><.icon name="moon" class="m-1" /></button>
    </div>
    """
  end
end
