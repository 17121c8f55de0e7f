import { elixirFunctions } from "./functions.ts"
import { nouns } from "./names.ts"
import type { Random } from "./random.ts"

/** What a module of a package has beside its functions. */
type Flavour = (name: string, root: string, random: Random) => string

/** The structs, macros and protocols that packages are made of, in turn. */
const flavours: readonly Flavour[] = [struct, plain, user, plain, protocol, user, struct, plain]

/** The module at a place of the package whose first module is `root`, which has the macro `__using__`. */
export function elixirModule(name: string, place: number, root: string, random: Random): string {
  const flavour = flavours[place % flavours.length] ?? plain
  return `defmodule ${name} do
  @moduledoc "The ${random.pick(nouns)} of a ${random.pick(nouns)}."
${flavour(name, root, random)}${elixirFunctions(14 + random.below(18), random)}end
`
}

/** The first module of a package: what others \`use\`, and a function that calls the packages which this one needs. */
export function rootModule(name: string, calls: readonly string[], random: Random): string {
  const sum = calls.map((call) => `${call}(number)`).join(" + ")
  return `defmodule ${name} do
  @moduledoc "What others need of this package."

  @doc "Brings functions for each of the \`names\`."
  defmacro __using__(options) do
    names = Keyword.get(options, :names, [])

    for name <- names do
      quote do
        @doc "Asks for the #{unquote(name)}."
        def unquote(:"get_#{name}")(%{} = from), do: Map.get(from, unquote(name))

        @doc "Puts the #{unquote(name)} in its place."
        def unquote(:"put_#{name}")(%{} = to, value), do: Map.put(to, unquote(name), value)
      end
    end
  end

  @doc "Leans on all that this package needs."
  @spec run(integer()) :: integer()
  def run(number) when is_integer(number) do
    number + ${sum || random.below(100)}
  end
${elixirFunctions(4, random)}end
`
}

function plain(): string {
  return ""
}

function struct(_name: string, _root: string, random: Random): string {
  const fields = random.some(nouns, 4 + random.below(5))
  return `
  defstruct ${fields.map((field, at) => `${field}: ${at}`).join(", ")}

  @type t :: %__MODULE__{${fields.map((field) => `${field}: term()`).join(", ")}}

  @doc "Makes one of pairs."
  @spec new(keyword()) :: t()
  def new(pairs \\\\ []), do: struct!(__MODULE__, pairs)

  @doc "Changes what is not yet there."
  @spec complete(t(), map()) :: t()
  def complete(%__MODULE__{} = one, with) do
    Enum.reduce(with, one, fn
${fields.map((field) => `      {:${field}, value}, one -> %{one | ${field}: value}`).join("\n")}
      {_key, _value}, one -> one
    end)
  end
`
}

function user(_name: string, root: string, random: Random): string {
  return `
  use ${root}, names: [${random
    .some(nouns, 6)
    .map((name) => `:${name}`)
    .join(", ")}]
`
}

function protocol(name: string, _root: string, random: Random): string {
  const types = random.some(["Atom", "BitString", "Float", "Integer", "List", "Map", "Tuple"], 3)
  const implementations = types.map(
    (type) => `
  defimpl ${name}.Shown, for: ${type} do
    def shown(value), do: inspect(value, limit: ${random.below(50) + 1})
  end
`,
  )
  return `
  defprotocol Shown do
    @doc "A text for people."
    @spec shown(t()) :: String.t()
    def shown(value)
  end
${implementations.join("")}`
}
