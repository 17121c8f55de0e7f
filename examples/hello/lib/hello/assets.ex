defmodule Hello.Assets do
  @moduledoc """
  The names of built assets. A digested name carries a hash of the content, so a browser may
  keep such a file for ever; `cache_manifest.json` says which name stands for which.
  """

  @manifest "cache_manifest.json"

  @doc "The folder that is served."
  @spec root() :: Path.t()
  def root, do: Application.app_dir(:hello, "priv/static")

  @doc "Where a page finds an asset: digested when there is a manifest, else by its plain name."
  @spec url(String.t(), Path.t()) :: String.t()
  def url(name, root \\ root()), do: "/" <> Map.get(latest(root), name, name)

  @doc "Whether this name carries a digest."
  @spec digested?(String.t()) :: boolean()
  def digested?(name), do: name =~ ~r"-[0-9a-f]{32}(\.\w+)?\z"

  @doc "Copies every file below `root` to its digested name and writes the manifest."
  @spec digest(Path.t()) :: %{String.t() => String.t()}
  def digest(root) do
    latest = for name <- sources(root), into: %{}, do: {name, copy(root, name)}
    File.write!(Path.join(root, @manifest), encode(latest))
    latest
  end

  defp sources(root) do
    for file <- Path.wildcard(Path.join(root, "**")),
        File.regular?(file),
        name = Path.relative_to(file, root),
        name != @manifest and not digested?(name),
        do: name
  end

  defp copy(root, name) do
    hash = root |> Path.join(name) |> File.read!() |> :erlang.md5() |> Base.encode16(case: :lower)
    extension = Path.extname(name)
    digested = Path.rootname(name, extension) <> "-" <> hash <> extension
    File.cp!(Path.join(root, name), Path.join(root, digested))
    digested
  end

  # The manifest has the shape that `mix phx.digest` gives it. Elixir reads and writes JSON only
  # since 1.18, and these names need no escaping.
  defp encode(latest) do
    pairs = for {name, digested} <- Enum.sort(latest), do: ~s(    "#{name}": "#{digested}")
    ~s({\n  "version": 1,\n  "latest": {\n#{Enum.join(pairs, ",\n")}\n  }\n}\n)
  end

  defp latest(root) do
    with {:ok, json} <- File.read(Path.join(root, @manifest)),
         [_, pairs] <- Regex.run(~r/"latest"\s*:\s*{([^}]*)}/, json) do
      for [_, name, digested] <- Regex.scan(~r/"([^"]+)"\s*:\s*"([^"]+)"/, pairs), into: %{} do
        {name, digested}
      end
    else
      _ -> %{}
    end
  end
end
