defmodule Shop.Web.HomeHTML do
  @moduledoc false
  use Shop.Web, :html

  embed_templates "../templates/home"
end
