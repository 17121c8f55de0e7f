defmodule Shop.Repo do
  use Trellis.Repo
end
