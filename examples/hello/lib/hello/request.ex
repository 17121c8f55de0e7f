defmodule Hello.Request do
  @moduledoc "An HTTP request: header names in lower case, the path without its query."

  @enforce_keys [:method, :path]
  defstruct [:method, :path, version: {1, 1}, headers: %{}, body: ""]

  @type t :: %__MODULE__{
          method: String.t(),
          path: String.t(),
          version: {non_neg_integer(), non_neg_integer()},
          headers: %{String.t() => String.t()},
          body: binary()
        }

  @doc "Whether the client wants to send another request on the same connection."
  @spec keep_alive?(t()) :: boolean()
  def keep_alive?(%__MODULE__{version: version, headers: headers}) do
    version >= {1, 1} and String.downcase(headers["connection"] || "") != "close"
  end
end
