defmodule Trellis.Template do
  @moduledoc """
  Compiles a template into a struct of what never changes and a function for what does, which looks only at what has changed:
  as HEEx does it, and so functions get as long.
  """
  alias Trellis.Tokenizer

  @void ~w(area br col hr img input link meta source)

  @spec compile(binary(), Macro.Env.t(), pos_integer()) :: Macro.t()
  def compile(source, env, line) do
    {nodes, []} = source |> Tokenizer.tokenize(line) |> tree(nil, [])
    rendered(nodes, env)
  end

  defp tree([], nil, nodes), do: {Enum.reverse(nodes), []}
  defp tree([], name, _nodes), do: raise(ArgumentError, "<#{name}> is not closed")
  defp tree([{:close, name, _line} | rest], name, nodes), do: {Enum.reverse(nodes), rest}
  defp tree([{:close, name, line} | _], open, _), do: raise(ArgumentError, "line #{line}: </#{name}> closes <#{open}>")

  defp tree([{:open, name, attributes, ends, line} | rest], open, nodes) do
    {children, rest} = if ends == :closed or name in @void, do: {[], rest}, else: tree(rest, name, [])
    tree(rest, open, [{:tag, name, attributes, children, line} | nodes])
  end

  defp tree([node | rest], open, nodes), do: tree(rest, open, [node | nodes])

  defp rendered(nodes, env) do
    parts = nodes |> Enum.flat_map(&parts(&1, env)) |> joined([])
    static = for {:static, text} <- parts, do: text
    dynamic = for({:dynamic, code, form} <- parts, do: {code, form}) |> Enum.with_index()
    block = for {{code, form}, at} <- dynamic, do: tracked(code, form, variable(at))
    fingerprint = :erlang.phash2({static, block}, 4_294_967_296)

    quote do
      dynamic = fn track? ->
        changed =
          case var!(assigns) do
            %{__changed__: changed} when track? -> changed
            _ -> nil
          end

        _ = changed
        unquote_splicing(block)
        unquote(for {_, at} <- dynamic, do: variable(at))
      end

      %Trellis.Rendered{static: unquote(static), dynamic: dynamic, fingerprint: unquote(fingerprint)}
    end
  end

  # Between two dynamic parts there is always a static one, and so at both ends.
  defp joined([{:static, a}, {:static, b} | rest], done), do: joined([{:static, a <> b} | rest], done)
  defp joined([{:static, _} = one | rest], done), do: joined(rest, [one | done])
  defp joined([dynamic | rest], [{:static, _} | _] = done), do: joined(rest, [dynamic | done])
  defp joined([dynamic | rest], done), do: joined(rest, [dynamic, {:static, ""} | done])
  defp joined([], [{:static, _} | _] = done), do: Enum.reverse(done)
  defp joined([], done), do: Enum.reverse([{:static, ""} | done])

  defp variable(at), do: Macro.var(:"part_#{at}", __MODULE__)

  defp tracked(code, form, variable) do
    {code, keys} = Macro.prewalk(code, [], &assign/2)

    quote do
      unquote(variable) =
        case unquote(condition(Enum.uniq(keys))) do
          true -> unquote(shown(code, form))
          false -> nil
        end
    end
  end

  defp assign({:@, meta, [{name, _, context}]}, keys) when is_atom(name) and is_atom(context) do
    {quote(line: meta[:line] || 1, do: Trellis.Rendered.fetch!(var!(assigns), unquote(name))), [name | keys]}
  end

  defp assign({{:., _, [Trellis.Rendered, :fetch!]}, _, [_, name]} = node, keys), do: {node, [name | keys]}
  defp assign(node, keys), do: {node, keys}

  defp condition([]), do: true

  defp condition(keys) do
    checks = for key <- keys, do: quote(do: Trellis.Rendered.changed?(changed, var!(assigns), unquote(key)))

    Enum.reduce(checks, quote(do: is_nil(changed)), fn check, before -> quote(do: unquote(before) or unquote(check)) end)
  end

  defp shown(code, :nested), do: code

  defp shown(code, {:attribute, name}) do
    quote generated: true do
      case unquote(code) do
        value when value in [nil, false] -> ""
        true -> unquote(" " <> name)
        value -> [unquote(" " <> name <> "=\""), Trellis.Rendered.escape(value), "\""]
      end
    end
  end

  defp shown(code, :text) do
    quote generated: true do
      case unquote(code) do
        {:safe, text} -> text
        text when is_binary(text) -> Trellis.Rendered.escape(text)
        %Trellis.Rendered{} = nested -> nested
        other -> Trellis.Rendered.shown(other)
      end
    end
  end

  defp parts({:text, text}, _env), do: [{:static, text}]
  defp parts({:expression, code, line}, env), do: [{:dynamic, quoted(code, line, env), :text}]

  defp parts({:tag, name, attributes, children, line} = tag, env) do
    {special, others} = Enum.split_with(attributes, &match?({":" <> _, _, _}, &1))

    case special do
      [] ->
        plain(tag, env)

      [{":let", _, _} | _] ->
        plain({:tag, name, others, children, line}, env)

      [{how, {:expression, code}, at} | more] ->
        [{:dynamic, wrapped(how, code, at, {:tag, name, more ++ others, children, line}, env), :nested}]
    end
  end

  defp wrapped(":if", code, line, tag, env) do
    quote(do: if(unquote(quoted(code, line, env)), do: unquote(rendered([tag], env)), else: ""))
  end

  defp wrapped(":for", code, line, tag, env) do
    quote(do: for(unquote(quoted(code, line, env)), do: unquote(rendered([tag], env))))
  end

  defp plain({:tag, "." <> name, attributes, children, line}, env) do
    component({String.to_atom(name), [line: line], nil}, attributes, children, line, env)
  end

  defp plain({:tag, <<first, _::binary>> = name, attributes, children, line}, env) when first in ?A..?Z do
    {function, module} = name |> String.split(".") |> List.pop_at(-1)
    alias = {:__aliases__, [line: line], Enum.map(module, &String.to_atom/1)}

    component(
      {{:., [line: line], [alias, String.to_atom(function)]}, [no_parens: true, line: line], []},
      attributes,
      children,
      line,
      env
    )
  end

  defp plain({:tag, name, attributes, children, _line}, env) do
    inside = Enum.flat_map(children, &parts(&1, env))
    ends = if name in @void, do: [], else: [{:static, "</#{name}>"}]
    [{:static, "<" <> name}] ++ Enum.map(attributes, &attribute(&1, env)) ++ [{:static, ">"}] ++ inside ++ ends
  end

  defp attribute({:rest, {:expression, code}, line}, env) do
    {:dynamic, quote(do: {:safe, Trellis.Rendered.attributes(unquote(quoted(code, line, env)))}), :text}
  end

  defp attribute({name, {:literal, value}, _line}, _env), do: {:static, " #{name}=\"#{value}\""}
  defp attribute({name, :flag, _line}, _env), do: {:static, " " <> name}
  defp attribute({name, {:expression, code}, line}, env), do: {:dynamic, quoted(code, line, env), {:attribute, name}}

  defp component(function, attributes, children, line, env) do
    {slots, inner} = Enum.split_with(children, &match?({:tag, ":" <> _, _, _, _}, &1))
    given = for {key, value, at} <- attributes, key != :rest, do: {String.to_atom(key), given(value, at, env)}

    rest =
      Enum.find_value(attributes, quote(do: %{}), fn
        {key, {_, code}, at} -> key == :rest && quoted(code, at, env)
        _ -> nil
      end)

    named =
      slots
      |> Enum.group_by(fn {:tag, ":" <> slot, _, _, _} -> String.to_atom(slot) end, &slot(&1, env))
      |> Map.to_list()

    blank? = Enum.all?(inner, &match?({:text, _}, &1)) and inner |> Enum.map_join(&elem(&1, 1)) |> String.trim() == ""
    block = if blank?, do: [], else: [inner_block: [slot({:tag, ":inner_block", [], inner, line}, env)]]
    keys = Keyword.keys(given)
    with {name, _, nil} <- function, do: Module.put_attribute(env.module, :trellis_calls, {name, keys, line})
    all = {:%{}, [], [__changed__: changes(given)] ++ given ++ named ++ block}

    call =
      quote(
        line: line,
        do: Trellis.Rendered.component(&(unquote(function) / 1), Map.merge(unquote(rest), unquote(all)), unquote(line))
      )

    [{:dynamic, call, :nested}]
  end

  # What a component is told of its attributes: which of them may be others than they were.
  defp changes(given) do
    told =
      for {key, code} <- given, {_, [_ | _] = keys} <- [Macro.prewalk(code, [], &assign/2)] do
        {key, keys |> Enum.uniq() |> condition()}
      end

    quote do
      case changed do
        nil -> nil
        _ -> unquote({:%{}, [], told})
      end
    end
  end

  defp slot({:tag, ":" <> slot, attributes, children, _line}, env) do
    {lets, others} = Enum.split_with(attributes, &match?({":let", _, _}, &1))
    pattern = Enum.find_value(lets, quote(do: _), fn {_, {:expression, code}, at} -> quoted(code, at, env) end)
    given = for {key, value, at} <- others, do: {String.to_atom(key), given(value, at, env)}
    inner = quote(do: fn unquote(pattern) -> unquote(rendered(children, env)) end)
    {:%{}, [], [__slot__: String.to_atom(slot), inner: inner] ++ given}
  end

  defp given({:literal, value}, _line, _env), do: value
  defp given(:flag, _line, _env), do: true
  defp given({:expression, code}, line, env), do: quoted(code, line, env)

  defp quoted(code, line, env), do: Code.string_to_quoted!(code, line: line, file: env.file)
end
