defmodule Hello.Static do
  @moduledoc "Files of `priv/static`, with the type and the caching that they deserve."

  alias Hello.{Assets, Response}

  @types %{
    ".css" => "text/css; charset=utf-8",
    ".js" => "text/javascript; charset=utf-8",
    ".svg" => "image/svg+xml"
  }

  @doc "The file of this name, for example `assets/app.css`; only files of a known type are served."
  @spec fetch(String.t(), Path.t()) :: {:ok, Response.t()} | :error
  def fetch(name, root \\ Assets.root()) do
    with true <- safe?(name),
         {:ok, type} <- Map.fetch(@types, Path.extname(name)),
         {:ok, body} <- File.read(Path.join(root, name)) do
      headers = [{"content-type", type}, {"cache-control", cache_control(name)}]
      {:ok, %Response{status: 200, headers: headers, body: body}}
    else
      _ -> :error
    end
  end

  # No segment starts with a dot, so none leads out of the root.
  defp safe?(name), do: name =~ ~r"\A\w[\w.-]*(/\w[\w.-]*)*\z"

  defp cache_control(name) do
    if Assets.digested?(name), do: "public, max-age=31536000, immutable", else: "no-cache"
  end
end
