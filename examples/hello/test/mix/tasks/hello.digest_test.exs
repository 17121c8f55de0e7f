defmodule Mix.Tasks.Hello.DigestTest do
  use ExUnit.Case, async: false

  alias Mix.Tasks.Hello.Digest

  @moduletag :tmp_dir

  setup do
    Mix.shell(Mix.Shell.Process)
    on_exit(fn -> Mix.shell(Mix.Shell.IO) end)
  end

  test "digests a folder and says so", %{tmp_dir: root} do
    File.write!(Path.join(root, "app.js"), "1")
    Digest.run([root])

    message = "Digested 1 files in #{root}"
    assert_received {:mix_shell, :info, [^message]}
    assert File.exists?(Path.join(root, "cache_manifest.json"))
  end

  test "says what to do when nothing was built", %{tmp_dir: root} do
    missing = Path.join(root, "missing")

    assert_raise Mix.Error, ~r/missing does not exist: build the assets first/, fn ->
      Digest.run([missing])
    end
  end
end
