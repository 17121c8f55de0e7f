defmodule Trellis.Paths do
  @moduledoc "Paths that the router has to know."

  defmacro __using__(options) do
    quote do
      import Trellis.Paths
      @router unquote(options[:router])
      Module.register_attribute(__MODULE__, :paths, accumulate: true)
      @before_compile Trellis.Paths
      @after_verify Trellis.Paths
    end
  end

  @doc "A path, whose parts are encoded."
  defmacro sigil_p({:<<>>, _meta, parts}, _modifiers) do
    plain = Enum.map_join(parts, fn part -> if is_binary(part), do: part, else: "x" end)
    segments = plain |> String.split("?") |> hd() |> String.split("/", trim: true)
    Module.put_attribute(__CALLER__.module, :paths, {segments, __CALLER__.line})
    encoded = for part <- parts, do: encoded(part)
    quote(do: IO.iodata_to_binary(unquote(encoded)))
  end

  defp encoded(part) when is_binary(part), do: part

  defp encoded({:"::", _, [{{:., _, [Kernel, :to_string]}, _, [value]}, _]}) do
    quote do
      case unquote(value) do
        %{id: id} -> id |> to_string() |> URI.encode(&URI.char_unreserved?/1)
        text when is_binary(text) -> URI.encode(text, &URI.char_unreserved?/1)
        other -> other |> to_string() |> URI.encode(&URI.char_unreserved?/1)
      end
    end
  end

  defmacro __before_compile__(%{module: module}) do
    paths = module |> Module.get_attribute(:paths) |> Enum.uniq()
    router = Module.get_attribute(module, :router)

    quote do
      def __paths__, do: {unquote(router), unquote(Macro.escape(paths))}
    end
  end

  @doc false
  def __after_verify__(module) do
    {router, paths} = module.__paths__()

    for {segments, line} <- paths, not router.__known__(segments) do
      IO.warn("#{inspect(module)}:#{line}: no route is like /#{Enum.join(segments, "/")}", [])
    end
  end
end
