defmodule Shop.Web.CoreComponents do
  @moduledoc "What pages are made of."
  use Trellis.Component
  import Shop.Web.Gettext

  @doc "A message."
  attr :id, :string, default: nil
  attr :flash, :map, default: %{}
  attr :title, :string, default: nil
  attr :kind, :atom, values: [:info, :error], doc: "how it looks"
  attr :rest, :global, include: ["phx-connected", "phx-disconnected"]
  slot :inner_block

  def flash(assigns) do
    assigns = Map.put_new(assigns, :message, Map.get(assigns.flash, assigns.kind))

    ~H"""
    <div :if={@message || @inner_block != []} id={@id || "flash-#{@kind}"} role="alert" class="toast m-4" {@rest}>
      <div class={["alert p-2", @kind == :info && "alert-info", @kind == :error && "alert-error"]}>
        <.icon :if={@kind == :info} name="information-circle" class="m-1" />
        <.icon :if={@kind == :error} name="exclamation-circle" class="m-1" />
        <div>
          <p :if={@title} class="mb-1">{@title}</p>
          <p>{@message}</p>
          {render_slot(@inner_block)}
        </div>
        <button type="button" class="p-1" aria-label={gettext("close")}><.icon name="x-mark" class="m-2" /></button>
      </div>
    </div>
    """
  end

  @doc "A button, or a link that looks like one."
  attr :rest, :global, include: ["href", "navigate", "patch", "method", "download", "name", "value", "disabled"]
  attr :class, :any, default: nil
  attr :variant, :string, values: ["primary"], default: nil
  slot :inner_block, required: true

  def button(%{rest: rest} = assigns) do
    variants = %{"primary" => "btn-primary", nil => "btn-soft"}
    assigns = Map.put(assigns, :class, ["btn p-2", Map.fetch!(variants, assigns.variant), assigns.class])

    if rest[:href] || rest[:navigate] || rest[:patch] do
      ~H"""
      <a class={@class} href={@rest[:navigate] || @rest[:patch]} {@rest}>{render_slot(@inner_block)}</a>
      """
    else
      ~H"""
      <button class={@class} {@rest}>{render_slot(@inner_block)}</button>
      """
    end
  end

  @doc "A field of a form, with its label and what is wrong with it."
  attr :id, :any, default: nil
  attr :name, :any, default: nil
  attr :label, :string, default: nil
  attr :value, :any, default: nil

  attr :type, :string,
    default: "text",
    values: ["checkbox", "date", "email", "hidden", "number", "password", "select", "text", "textarea"]

  attr :field, :map, doc: "one of a form's fields", default: nil
  attr :errors, :list, default: []
  attr :checked, :boolean, default: false
  attr :prompt, :string, default: nil
  attr :options, :list, default: []
  attr :multiple, :boolean, default: false
  attr :class, :any, default: nil
  attr :error_class, :any, default: nil

  attr :rest, :global,
    include: [
      "autocomplete",
      "cols",
      "disabled",
      "form",
      "list",
      "max",
      "maxlength",
      "min",
      "minlength",
      "multiple",
      "pattern",
      "placeholder",
      "readonly",
      "required",
      "rows",
      "size",
      "step"
    ]

  def input(%{field: %{} = field} = assigns) do
    assigns
    |> Map.merge(%{field: nil, id: assigns.id || field.id})
    |> Map.put(:errors, Enum.map(field.errors, &translate_error/1))
    |> Map.put(:name, if(assigns.multiple, do: field.name <> "[]", else: field.name))
    |> Map.put(:value, field.value)
    |> input()
  end

  def input(%{type: "hidden"} = assigns) do
    ~H"""
    <input type="hidden" id={@id} name={@name} value={@value} {@rest} />
    """
  end

  def input(%{type: "checkbox"} = assigns) do
    assigns = Map.put(assigns, :checked, assigns.value in [true, "true"])

    ~H"""
    <div class="fieldset mb-2">
      <label for={@id}>
        <input type="hidden" name={@name} value="false" disabled={@rest[:disabled]} form={@rest[:form]} />
        <span class="label">
          <input type="checkbox" id={@id} name={@name} value="true" checked={@checked} class={@class || "checkbox m-1"} {@rest} />{@label}
        </span>
      </label>
      <.error :for={message <- @errors}>{message}</.error>
    </div>
    """
  end

  def input(%{type: "select"} = assigns) do
    ~H"""
    <div class="fieldset mb-2">
      <label for={@id}>
        <span :if={@label} class="label mb-1">{@label}</span>
        <select id={@id} name={@name} class={[@class || "select", @errors != [] && (@error_class || "select-error")]} multiple={@multiple} {@rest}>
          <option :if={@prompt} value="">{@prompt}</option>
          <option :for={option <- @options} value={option} selected={option == @value}>{option}</option>
        </select>
      </label>
      <.error :for={message <- @errors}>{message}</.error>
    </div>
    """
  end

  def input(%{type: "textarea"} = assigns) do
    ~H"""
    <div class="fieldset mb-2">
      <label for={@id}>
        <span :if={@label} class="label mb-1">{@label}</span>
        <textarea id={@id} name={@name} class={[@class || "textarea", @errors != [] && (@error_class || "textarea-error")]} {@rest}>{@value}</textarea>
      </label>
      <.error :for={message <- @errors}>{message}</.error>
    </div>
    """
  end

  def input(assigns) do
    ~H"""
    <div class="fieldset mb-2">
      <label for={@id}>
        <span :if={@label} class="label mb-1">{@label}</span>
        <input type={@type} name={@name} id={@id} value={@value} class={[@class || "input", @errors != [] && (@error_class || "input-error")]} {@rest} />
      </label>
      <.error :for={message <- @errors}>{message}</.error>
    </div>
    """
  end

  slot :inner_block, required: true

  defp error(assigns) do
    ~H"""
    <p class="text-red mt-1 flex gap-2"><.icon name="exclamation-circle" class="m-1" />{render_slot(@inner_block)}</p>
    """
  end

  @doc "A form, whose fields are in the block."
  attr :for, :map, required: true
  attr :rest, :global
  slot :inner_block, required: true
  slot :actions

  def simple_form(assigns) do
    ~H"""
    <form class="grid m-4" method="post" {@rest}>
      {render_slot(@inner_block, @for)}
      <div :for={action <- @actions} class="mt-2 flex gap-6">{render_slot([action], @for)}</div>
    </form>
    """
  end

  @doc "The head of a page."
  slot :inner_block, required: true
  slot :subtitle
  slot :actions

  def header(assigns) do
    ~H"""
    <header class={[@actions != [] && "flex gap-6", "pb-4"]}>
      <div>
        <h1 class="text-lg">{render_slot(@inner_block)}</h1>
        <p :if={@subtitle != []} class="text-sm">{render_slot(@subtitle)}</p>
      </div>
      <div class="flex">{render_slot(@actions)}</div>
    </header>
    """
  end

  @doc "Rows with columns that the caller names."
  attr :id, :string, required: true
  attr :rows, :list, required: true
  attr :row_id, :any, default: nil
  attr :row_click, :any, default: nil
  attr :row_item, :any, default: nil
  slot :col, required: true
  slot :action

  def table(assigns) do
    assigns = Map.update!(assigns, :row_item, &(&1 || fn row -> row end))

    ~H"""
    <table class="table m-2">
      <thead>
        <tr>
          <th :for={col <- @col} class="p-1">{col[:label]}</th>
          <th :if={@action != []}><span class="sr-only">{gettext("Actions")}</span></th>
        </tr>
      </thead>
      <tbody id={@id}>
        <tr :for={row <- @rows} id={@row_id && @row_id.(row)}>
          <td :for={col <- @col} data-click={@row_click && @row_click.(row)} class={@row_click && "p-1"}>{render_slot([col], @row_item.(row))}</td>
          <td :if={@action != []} class="p-2"><div class="flex gap-4"><span :for={action <- @action}>{render_slot([action], @row_item.(row))}</span></div></td>
        </tr>
      </tbody>
    </table>
    """
  end

  @doc "Titles with what belongs to them."
  slot :item, required: true

  def list(assigns) do
    ~H"""
    <ul class="list m-2">
      <li :for={item <- @item} class="list-row p-1"><div><div class="mb-1">{item.title}</div><div>{render_slot([item])}</div></div></li>
    </ul>
    """
  end

  @doc "A dialog."
  attr :id, :string, required: true
  attr :show, :boolean, default: false
  attr :on_cancel, :string, default: nil
  slot :inner_block, required: true

  def modal(assigns) do
    ~H"""
    <div id={@id} class={["modal m-4", @show && "open"]} data-cancel={@on_cancel} role="dialog" aria-modal="true">
      <div id={"#{@id}-bg"} class="p-4" aria-hidden="true"></div>
      <div aria-labelledby={"#{@id}-title"} aria-describedby={"#{@id}-description"} tabindex="0">
        <button type="button" class="p-3" aria-label={gettext("close")}><.icon name="x-mark" class="m-5" /></button>
        <div id={"#{@id}-content"}>{render_slot(@inner_block)}</div>
      </div>
    </div>
    """
  end

  @doc "A way back."
  attr :navigate, :any, required: true
  slot :inner_block, required: true

  def back(assigns) do
    ~H"""
    <div class="mt-8"><a href={@navigate} class="link text-sm"><.icon name="arrow-left" class="m-1" />{render_slot(@inner_block)}</a></div>
    """
  end

  @doc "A picture by its name."
  attr :name, :string, required: true
  attr :class, :any, default: "size-4"

  def icon(assigns) do
    ~H"""
    <span class={[@name, @class]}></span>
    """
  end

  @doc "What is wrong, in the reader's language."
  @spec translate_error(String.t()) :: String.t()
  def translate_error(text), do: translate(text)
end
