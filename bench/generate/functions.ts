import { nouns } from "./names.ts"
import type { Random } from "./random.ts"

/** So many functions of Elixir, with docs and types, which call none of each other. */
export function elixirFunctions(count: number, random: Random): string {
  return Array.from({ length: count }, (_, at) => random.pick(shapes)(`${random.pick(nouns)}_${at + 1}`, random)).join(
    "\n",
  )
}

/** The source of a function whose name ends so. */
type Shape = (name: string, random: Random) => string

const shapes: readonly Shape[] = [fold, classify, update, parse, pairs, binary]

function fold(name: string, random: Random): string {
  return `
  @doc "Folds the numbers of a list into one, starting at the second argument."
  @spec fold_${name}([integer()], integer()) :: integer()
  def fold_${name}(values, start \\\\ ${random.below(100)}) when is_list(values) do
    values
    |> Enum.map(fn value -> rem(value * ${random.below(90) + 7} + ${random.below(50)}, 1009) end)
    |> Enum.reject(&(&1 == ${random.below(1000)}))
    |> Enum.chunk_every(${random.below(5) + 2})
    |> Enum.reduce(start, fn chunk, sum -> rem(sum * 17 + Enum.sum(chunk), 65_521) end)
  end
`
}

function classify(name: string, random: Random): string {
  const clauses = random
    .some(nouns, 6 + random.below(8))
    .map(
      (noun, at) =>
        `  def classify_${name}(<<"${noun} ", rest::binary>>) when byte_size(rest) > ${at}, do: {:${noun}, rest}`,
    )
  return `
  @doc "Tells what a line is about by its first word."
  @spec classify_${name}(binary()) :: {atom(), binary()} | :unknown
${clauses.join("\n")}
  def classify_${name}(line) when is_binary(line), do: :unknown
`
}

function update(name: string, random: Random): string {
  const key = random.pick(nouns)
  return `
  @doc "Puts a value for a key, and tells what became of it."
  @spec update_${name}(map(), term()) :: {:unchanged | :added, map()} | {:changed, map(), term()}
  def update_${name}(%{} = map, value) do
    case Map.fetch(map, :${key}) do
      {:ok, ^value} -> {:unchanged, map}
      {:ok, old} -> {:changed, Map.put(map, :${key}, value), old}
      :error -> {:added, Map.put_new(map, :${key}, value)}
    end
  end
`
}

function parse(name: string, random: Random): string {
  return `
  @doc "Reads a name and a number, with a colon between them."
  @spec parse_${name}(String.t()) :: {:ok, {String.t(), integer()}} | {:error, atom()}
  def parse_${name}(text) do
    with [name, rest] <- String.split(text, ":", parts: 2),
         {number, ""} <- Integer.parse(String.trim(rest)) do
      {:ok, {String.trim(name), number + ${random.below(100)}}}
    else
      {_number, _rest} -> {:error, :trailing}
      :error -> {:error, :not_a_number}
      _parts -> {:error, :no_${random.pick(nouns)}}
    end
  end
`
}

function pairs(name: string, random: Random): string {
  return `
  @doc "All pairs of different numbers with their product, and the text of each."
  @spec pairs_${name}([integer()], [integer()]) :: %{String.t() => integer()}
  def pairs_${name}(left, right) do
    for a <- left, b <- right, a != b, rem(a + b, ${random.below(7) + 2}) != 0, into: %{} do
      {"#{a} and #{b} of ${random.pick(nouns)}", a * b}
    end
  end
`
}

function binary(name: string, random: Random): string {
  const kinds = random.some(nouns, 5 + random.below(5))
  const read = kinds.map(
    (kind, at) =>
      `  def decode_${name}(<<${at}, size::16, body::binary-size(size), rest::binary>>), do: {:${kind}, body, rest}`,
  )
  const write = kinds.map(
    (kind, at) => `  def encode_${name}({:${kind}, body}), do: <<${at}, byte_size(body)::16, body::binary>>`,
  )
  return `
  @doc "Reads a frame."
  @spec decode_${name}(binary()) :: {atom(), binary(), binary()} | :more
${read.join("\n")}
  def decode_${name}(frame) when is_binary(frame), do: :more

  @doc "Writes a frame."
  @spec encode_${name}({atom(), binary()}) :: binary()
${write.join("\n")}
`
}
