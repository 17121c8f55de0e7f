defmodule Phoenix.Digester do
  @moduledoc "Digests built assets."

  @manifest "cache_manifest.json"
  @digested ~r/-[0-9a-f]{32}\./
  @compressible ~w(.js .map .css .txt .text .html .json .svg .eot .ttf)

  @doc "As Phoenix does: copies every file to a name with its digest, compresses both, writes a manifest, and says how many they are."
  @spec digest(Path.t()) :: non_neg_integer()
  def digest(root) do
    files = for path <- Path.wildcard("#{root}/**"), original?(path), do: read(path, root)
    latest = Map.new(files, &{&1.path, &1.digested})
    Enum.each(files, &write(&1, root, latest))
    digests = Map.new(files, &{&1.digested, Map.take(&1, [:logical_path, :mtime, :size, :digest, :sha512])})
    manifest = %{"version" => 1, "latest" => latest, "digests" => digests}
    File.write!(Path.join(root, @manifest), :json.encode(manifest))
    length(files)
  end

  defp original?(path) do
    not (path =~ @digested) and Path.extname(path) != ".gz" and Path.basename(path) != @manifest and File.regular?(path)
  end

  defp read(file, root) do
    content = File.read!(file)
    path = Path.relative_to(file, root)
    digest = :md5 |> :crypto.hash(content) |> Base.encode16(case: :lower)

    %{
      path: path,
      content: content,
      digested: "#{Path.rootname(path)}-#{digest}#{Path.extname(path)}",
      logical_path: path,
      mtime: :calendar.datetime_to_gregorian_seconds(:calendar.universal_time()),
      size: byte_size(content),
      digest: digest,
      sha512: Base.encode64(:crypto.hash(:sha512, content))
    }
  end

  # A style sheet names other assets, and they are found by their new names.
  defp write(%{path: path, content: content, digested: digested}, root, latest) do
    renamed = if Path.extname(path) == ".css", do: references(content, Path.dirname(path), latest), else: content

    for {name, text} <- [{path, content}, {digested, renamed}],
        do: keep(Path.join(root, name), text, Path.extname(path))
  end

  defp keep(file, content, type) do
    File.write!(file, content)
    if type in @compressible, do: File.write!(file <> ".gz", :zlib.gzip(content))
  end

  defp references(content, folder, latest) do
    Regex.replace(~r/url\(([^):]+)\)/, content, fn whole, name ->
      case latest[Path.join(folder, name)] do
        nil -> whole
        other -> "url(#{Path.basename(other)}?vsn=d)"
      end
    end)
  end
end
