defmodule Shop.Web.Gettext do
  @moduledoc "The app's texts."
  use Trellis.Gettext, folder: "../../../priv/gettext"
end
