defmodule Shop.Web.HomeController do
  @moduledoc false
  use Shop.Web, :controller

  def index(conn, _params), do: render(conn, :index, vendors: Shop.Suppliers.run(3))
end
