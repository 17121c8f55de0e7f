import type { Package } from "../graph.ts"
import { callOf, type Files } from "../package.ts"
import { directPackages } from "./project.ts"

/** The modules that every app has which is not about the web. */
export function baseFiles(packages: readonly Package[]): Files {
  return {
    "lib/shop/application.ex": `defmodule Shop.Application do
  @moduledoc false
  use Application

  @impl true
  def start(_type, _args) do
    children = [Shop.Repo, Shop.Web.Server]
    Supervisor.start_link(children, strategy: :one_for_one, name: Shop.Supervisor)
  end
end
`,
    "lib/shop/schema.ex": schema,
    "lib/shop/shown.ex": `defprotocol Shop.Shown do
  @moduledoc "A text for people."
  @fallback_to_any true

  @doc "The text."
  @spec shown(t()) :: String.t()
  def shown(value)
end

defimpl Shop.Shown, for: Any do
  def shown(value), do: inspect(value)
end
`,
    "lib/shop/repo.ex": repo,
    "lib/shop/assets.ex": assets,
    "lib/shop/suppliers.ex": `defmodule Shop.Suppliers do
  @moduledoc "Leans on every package that the app names."

  @doc "Calls them all."
  @spec run(integer()) :: [integer()]
  def run(number) do
    [
${directPackages(packages)
  .map((one) => `      ${callOf(one)}(number)`)
  .join(",\n")}
    ]
  end
end
`,
    "lib/mix/tasks/phx.digest.ex": `defmodule Mix.Tasks.Phx.Digest do
  @shortdoc "Digests the built assets"
  @moduledoc "As Phoenix does: copies every file of priv/static/assets to a name with its digest, and writes a manifest."
  use Mix.Task

  @impl true
  def run(_args) do
    count = Shop.Assets.digest("priv/static")
    Mix.Project.build_structure()
    Mix.shell().info("Digested #{count} files")
  end
end
`,
  }
}

const schema = `defmodule Shop.Schema do
  @moduledoc "Structs with an id, defaults, and fields that must be there."

  defmacro __using__(options) do
    quote bind_quoted: [options: options] do
      @fields Keyword.fetch!(options, :fields)
      @required Keyword.get(options, :required, [])
      defstruct [id: nil] ++ @fields

      @type t :: %__MODULE__{id: String.t() | nil}

      @doc "One of the fields that are known, or what is wrong with them."
      @spec cast(map()) :: {:ok, t()} | {:error, keyword()}
      def cast(%{} = from) do
        case for(name <- @required, Map.get(from, name, "") == "", do: {name, "is missing"}) do
          [] -> {:ok, struct(__MODULE__, Map.take(from, Keyword.keys(@fields)))}
          errors -> {:error, errors}
        end
      end

      for {name, default} <- @fields do
        @doc "Whether its #{name} is what it was at first."
        def unquote(:"#{name}_default?")(%__MODULE__{} = one), do: Map.get(one, unquote(name)) == unquote(default)
      end
    end
  end
end
`

const repo = `defmodule Shop.Repo do
  @moduledoc "Keeps structs in memory."
  use Agent

  def start_link(_options), do: Agent.start_link(fn -> %{} end, name: __MODULE__)

  @doc "All of a kind."
  @spec all(module()) :: [struct()]
  def all(kind), do: Agent.get(__MODULE__, fn kept -> for {{^kind, _id}, one} <- kept, do: one end)

  @doc "The one with an id."
  @spec fetch(module(), String.t()) :: {:ok, struct()} | :error
  def fetch(kind, id), do: Agent.get(__MODULE__, &Map.fetch(&1, {kind, id}))

  @doc "Keeps one under a new id."
  @spec put(struct()) :: {:ok, struct()}
  def put(%kind{} = one) do
    Agent.get_and_update(__MODULE__, fn kept ->
      one = %{one | id: Integer.to_string(map_size(kept) + 1)}
      {{:ok, one}, Map.put(kept, {kind, one.id}, one)}
    end)
  end
end
`

const assets = `defmodule Shop.Assets do
  @moduledoc "Built assets under names with a digest."

  @doc "Where a page finds an asset."
  @spec url(String.t()) :: String.t()
  def url(name) do
    {latest, _} = Code.eval_file(Application.app_dir(:shop, "priv/static/cache_manifest.exs"))
    "/assets/" <> Map.fetch!(latest, name)
  end

  @doc "Digests the files of a folder's assets, and says how many."
  @spec digest(Path.t()) :: non_neg_integer()
  def digest(root) do
    latest =
      for file <- Path.wildcard("#{root}/assets/**/*.*"), not (file =~ ~r/-[0-9a-f]{32}\\./), into: %{} do
        content = File.read!(file)
        hash = Base.encode16(:erlang.md5(content), case: :lower)
        to = "#{Path.rootname(file)}-#{hash}#{Path.extname(file)}"
        File.write!(to, content)
        File.write!(to <> ".gz", :zlib.gzip(content))
        {Path.relative_to(file, "#{root}/assets"), Path.relative_to(to, "#{root}/assets")}
      end

    File.write!("#{root}/cache_manifest.exs", inspect(latest, limit: :infinity))
    map_size(latest)
  end
end
`
