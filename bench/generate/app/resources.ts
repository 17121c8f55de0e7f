import { elixirFunctions } from "../functions.ts"
import { moduleName, nouns } from "../names.ts"
import type { Files } from "../package.ts"
import { randomFrom } from "../random.ts"
import { fieldsOf } from "./fields.ts"
import { htmlFiles } from "./html.ts"
import { liveFiles } from "./live.ts"

/** What people see and change in the app: a basket, an order. Its pages are controllers' or live ones. */
export interface Resource {
  readonly name: string
  readonly kind: "html" | "live"
}

/** Source files of each. */
const sizes = { html: 4, live: 5 } as const satisfies Record<Resource["kind"], number>

/** How many modules work by themselves, at least. */
const WORKERS = 2

/** The resources of an app with so many modules, of both kinds in turn, and how many modules are left for workers. */
export function planResources(modules: number, base: number): { resources: readonly Resource[]; workers: number } {
  const resources: Resource[] = []
  let left = modules - base
  for (;;) {
    const at = resources.length
    const kind = at % 2 === 0 ? "html" : "live"
    if (at > 0 && left < sizes[kind] + WORKERS) return { resources, workers: Math.max(0, left) }
    const turn = Math.floor(at / nouns.length)
    resources.push({ name: `${nouns[at % nouns.length]}${turn === 0 ? "" : `_${turn + 1}`}`, kind })
    left -= sizes[kind]
  }
}

/** Its schema and context, and its pages. */
export function resourceFiles(resource: Resource): Files {
  const { name } = resource
  const module = moduleName(name)
  const random = randomFrom(`resource ${name}`)
  const fields = fieldsOf(name)
  const names = fields.map(({ name }) => `:${name}`).join(", ")
  const context = `Shop.${module}s`
  return {
    [`lib/shop/${name}s/${name}.ex`]: `defmodule ${context}.${module} do
  @moduledoc "A ${name}."
  use Trellis.Schema

  schema "${name}s" do
${fields.map(({ name, type }) => `    field :${name}, :${type}`).join("\n")}

    timestamps(type: :utc_datetime)
  end

  defimpl Shop.Shown, for: __MODULE__ do
    def shown(%{id: id, ${fields[0].name}: text}), do: "${name} #{id}: #{text}"
  end

  @doc "What may be changed, and how it has to be."
  def changeset(${name}, attrs) do
    ${name}
    |> cast(attrs, [${names}])
    |> validate_required([${names}])
    |> validate_length(:${fields[0].name}, max: 160)
    |> unique_constraint(:${fields[0].name})
  end
end
`,
    [`lib/shop/${name}s.ex`]: `defmodule ${context} do
  @moduledoc "Keeps and finds ${name}s."
  alias Shop.Repo
  alias ${context}.${module}

  @doc "All of them."
  @spec list_${name}s() :: [${module}.t()]
  def list_${name}s, do: Repo.all(${module})

  @doc "The one with an id."
  @spec get_${name}!(String.t()) :: ${module}.t()
  def get_${name}!(id), do: Repo.get!(${module}, id)

  @doc "Makes one."
  @spec create_${name}(map()) :: {:ok, ${module}.t()} | {:error, term()}
  def create_${name}(attrs) do
    %${module}{}
    |> ${module}.changeset(attrs)
    |> Repo.insert()
  end

  @doc "Changes one."
  @spec update_${name}(${module}.t(), map()) :: {:ok, ${module}.t()} | {:error, term()}
  def update_${name}(%${module}{} = ${name}, attrs) do
    ${name}
    |> ${module}.changeset(attrs)
    |> Repo.update()
  end

  @doc "Takes one away."
  @spec delete_${name}(${module}.t()) :: {:ok, ${module}.t()}
  def delete_${name}(%${module}{} = ${name}), do: Repo.delete(${name})

  @doc "What a form begins with."
  def change_${name}(%${module}{} = ${name}, attrs \\\\ %{}), do: ${module}.changeset(${name}, attrs)
${elixirFunctions(4, random)}end
`,
    ...(resource.kind === "html" ? htmlFiles(name) : liveFiles(name)),
  }
}

/** Modules that work by themselves. */
export function workerFiles(count: number): Files {
  const files = Array.from({ length: count }, (_, at): [string, string] => {
    const name = `worker_${at + 1}`
    return [
      `lib/shop/workers/${name}.ex`,
      `defmodule Shop.Workers.${moduleName(name)} do
  @moduledoc "Does something in the background."
${elixirFunctions(2, randomFrom(name))}end
`,
    ]
  })
  return Object.fromEntries(files)
}
