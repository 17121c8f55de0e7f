defmodule Trellis.Gettext do
  @moduledoc "Texts of an app in several languages: a clause for each."

  defmacro __using__(options) do
    folder = Path.expand(options[:folder], Path.dirname(__CALLER__.file))
    files = folder |> Path.join("*/LC_MESSAGES/*.po") |> Path.wildcard() |> Enum.sort()

    clauses =
      for file <- files, {id, text} <- messages(File.read!(file)) do
        [locale, "LC_MESSAGES", name] = file |> Path.relative_to(folder) |> Path.split()
        parts = Regex.split(~r/%\{\w+\}/, id, include_captures: true)
        {pattern, built} = bindings(parts)

        quote do
          def text(unquote(locale), unquote(Path.rootname(name)), unquote(id), unquote(pattern)),
            do: {:ok, unquote(if(text == "", do: built, else: text))}
        end
      end

    quote do
      unquote(for file <- files, do: quote(do: @external_resource(unquote(file))))
      unquote_splicing(clauses)
      def text(_locale, _domain, id, _bindings), do: {:default, id}
      def gettext(id, bindings \\ %{}), do: "en" |> text("default", id, bindings) |> elem(1)
      def translate(text), do: "en" |> text("errors", text, %{}) |> elem(1)

      def locales,
        do: unquote(files |> Enum.map(&(&1 |> Path.relative_to(folder) |> Path.split() |> hd())) |> Enum.uniq())
    end
  end

  defp messages(source) do
    ~r/msgid "(.+)"\nmsgstr "(.*)"/ |> Regex.scan(source, capture: :all_but_first) |> Enum.map(&List.to_tuple/1)
  end

  defp bindings(parts) do
    names = for "%{" <> rest <- parts, do: rest |> String.trim_trailing("}") |> String.to_atom()

    built =
      Enum.map(parts, fn
        "%{" <> rest ->
          quote(do: to_string(unquote(rest |> String.trim_trailing("}") |> String.to_atom() |> Macro.var(__MODULE__))))

        text ->
          text
      end)

    {{:%{}, [], for(name <- names, do: {name, Macro.var(name, __MODULE__)})},
     quote(do: IO.iodata_to_binary(unquote(built)))}
  end
end
