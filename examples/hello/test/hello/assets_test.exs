defmodule Hello.AssetsTest do
  use ExUnit.Case, async: true

  alias Hello.{Assets, Static}

  @moduletag :tmp_dir
  # md5 of "a{}"
  @digested "assets/app-307cc22fa7769c09386c1c90fe36bbc6.css"

  setup %{tmp_dir: root} do
    File.mkdir_p!(Path.join(root, "assets"))
    File.write!(Path.join(root, "assets/app.css"), "a{}")
    :ok
  end

  test "without a manifest a plain name stays as it is", %{tmp_dir: root} do
    assert Assets.url("assets/app.css", root) == "/assets/app.css"
  end

  test "digest copies each file to a name with its hash", %{tmp_dir: root} do
    assert Assets.digest(root) == %{"assets/app.css" => @digested}
    assert File.read!(Path.join(root, @digested)) == "a{}"
    assert Assets.url("assets/app.css", root) == "/" <> @digested
    assert Assets.url("assets/other.css", root) == "/assets/other.css"
  end

  test "a second digest changes nothing", %{tmp_dir: root} do
    first = Assets.digest(root)
    manifest = File.read!(Path.join(root, "cache_manifest.json"))

    assert Assets.digest(root) == first
    assert File.read!(Path.join(root, "cache_manifest.json")) == manifest
  end

  test "a changed file gets a new name and the old one stays", %{tmp_dir: root} do
    Assets.digest(root)
    File.write!(Path.join(root, "assets/app.css"), "b{}")

    refute Assets.digest(root) == %{"assets/app.css" => @digested}
    assert File.exists?(Path.join(root, @digested))
  end

  test "a manifest of mix phx.digest is understood", %{tmp_dir: root} do
    File.write!(Path.join(root, "cache_manifest.json"), """
    {"digests":{"app-1.css":{"logical_path":"app.css"}},"latest":{"app.css":"app-1.css"},"version":1}
    """)

    assert Assets.url("app.css", root) == "/app-1.css"
    assert Assets.url("logical_path", root) == "/logical_path"
  end

  test "a digested file may be kept for ever, a plain one not", %{tmp_dir: root} do
    Assets.digest(root)

    assert {:ok, %{body: "a{}", headers: headers}} = Static.fetch(@digested, root)
    assert {"content-type", "text/css; charset=utf-8"} in headers
    assert {"cache-control", "public, max-age=31536000, immutable"} in headers

    assert {:ok, %{headers: headers}} = Static.fetch("assets/app.css", root)
    assert {"cache-control", "no-cache"} in headers
  end

  test "nothing outside of the root is served, nor files of unknown type", %{tmp_dir: root} do
    for name <- ["../app.css", "x/../../app.css", "/app.css", ".app.css", "x//app.css"] do
      assert Static.fetch(name, Path.join(root, "assets")) == :error
    end

    Assets.digest(root)
    assert Static.fetch("cache_manifest.json", root) == :error
    assert Static.fetch("assets", root) == :error
  end
end
