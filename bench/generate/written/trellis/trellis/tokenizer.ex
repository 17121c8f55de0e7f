defmodule Trellis.Tokenizer do
  @moduledoc "Splits a template into text, expressions in braces, and tags with their attributes."

  @spec tokenize(binary(), pos_integer()) :: [tuple()]
  def tokenize(source, line), do: text(source, line, [], [])

  defp text("", _line, buffer, tokens), do: Enum.reverse(flush(buffer, tokens))
  defp text("<!" <> rest, line, buffer, tokens), do: text(rest, line, ["<!" | buffer], tokens)

  defp text("</" <> rest, line, buffer, tokens) do
    {name, rest} = name(rest, "")
    text(closed(rest, line), line, [], [{:close, name, line} | flush(buffer, tokens)])
  end

  defp text("<" <> rest, line, buffer, tokens) do
    {name, rest} = name(rest, "")
    {attributes, ends, rest, last} = attributes(rest, line, [])
    text(rest, last, [], [{:open, name, attributes, ends, line} | flush(buffer, tokens)])
  end

  defp text("{" <> rest, line, buffer, tokens) do
    {code, rest, last} = braces(rest, line, 0, "")
    text(rest, last, [], [{:expression, code, line} | flush(buffer, tokens)])
  end

  defp text("\n" <> rest, line, buffer, tokens), do: text(rest, line + 1, ["\n" | buffer], tokens)
  defp text(<<one::utf8, rest::binary>>, line, buffer, tokens), do: text(rest, line, [<<one::utf8>> | buffer], tokens)

  defp flush([], tokens), do: tokens
  defp flush(buffer, tokens), do: [{:text, buffer |> Enum.reverse() |> IO.iodata_to_binary()} | tokens]

  defp closed(">" <> rest, _line), do: rest
  defp closed(rest, line), do: raise(ArgumentError, "line #{line}: no > before #{inspect(String.slice(rest, 0, 20))}")

  defp name(<<one, rest::binary>>, name) when one in ?a..?z or one in ?A..?Z or one in ?0..?9 or one in ~c"-_.:" do
    name(rest, <<name::binary, one>>)
  end

  defp name(rest, name), do: {name, rest}

  defp attributes("/>" <> rest, line, found), do: {Enum.reverse(found), :closed, rest, line}
  defp attributes(">" <> rest, line, found), do: {Enum.reverse(found), :open, rest, line}
  defp attributes("\n" <> rest, line, found), do: attributes(rest, line + 1, found)
  defp attributes(<<blank, rest::binary>>, line, found) when blank in ~c" \t", do: attributes(rest, line, found)

  defp attributes("{" <> rest, line, found) do
    {code, rest, last} = braces(rest, line, 0, "")
    attributes(rest, last, [{:rest, {:expression, code}, line} | found])
  end

  defp attributes(source, line, found) do
    case name(source, "") do
      {"", _} ->
        raise ArgumentError, "line #{line}: no attribute at #{inspect(String.slice(source, 0, 20))}"

      {name, "=\"" <> rest} ->
        [value, rest] = String.split(rest, "\"", parts: 2)
        attributes(rest, line, [{name, {:literal, value}, line} | found])

      {name, "={" <> rest} ->
        {code, rest, last} = braces(rest, line, 0, "")
        attributes(rest, last, [{name, {:expression, code}, line} | found])

      {name, rest} ->
        attributes(rest, line, [{name, :flag, line} | found])
    end
  end

  defp braces("}" <> rest, line, 0, code), do: {code, rest, line}
  defp braces("}" <> rest, line, depth, code), do: braces(rest, line, depth - 1, code <> "}")
  defp braces("{" <> rest, line, depth, code), do: braces(rest, line, depth + 1, code <> "{")
  defp braces("\n" <> rest, line, depth, code), do: braces(rest, line + 1, depth, code <> "\n")

  defp braces("\"" <> rest, line, depth, code) do
    [text, rest] = String.split(rest, "\"", parts: 2)
    braces(rest, line, depth, code <> "\"" <> text <> "\"")
  end

  defp braces(<<one::utf8, rest::binary>>, line, depth, code),
    do: braces(rest, line, depth, <<code::binary, one::utf8>>)
end
