defmodule Hello.CounterTest do
  use ExUnit.Case, async: true

  alias Hello.Counter

  setup do
    %{counter: start_supervised!({Counter, name: nil})}
  end

  test "starts at zero and reads without counting", %{counter: counter} do
    assert %{visits: 0, uptime: 0} = Counter.read(counter)
    assert %{visits: 0} = Counter.read(counter)
  end

  test "counts each visit, from many processes at once", %{counter: counter} do
    1..50 |> Enum.map(fn _ -> Task.async(Counter, :visit, [counter]) end) |> Task.await_many()

    assert %{visits: 50} = Counter.read(counter)
    assert %{visits: 51} = Counter.visit(counter)
  end

  test "says for how long it has been up", %{counter: counter} do
    started_at = DateTime.add(DateTime.utc_now(), -90, :second)
    :sys.replace_state(counter, &%{&1 | started_at: started_at})

    assert Counter.read(counter).uptime in 90..91
  end

  test "has no negative uptime when the clock is set back", %{counter: counter} do
    started_at = DateTime.add(DateTime.utc_now(), 90, :second)
    :sys.replace_state(counter, &%{&1 | started_at: started_at})

    assert %{uptime: 0} = Counter.read(counter)
  end

  test "keeps its count in a hot upgrade that drops a field", %{counter: counter} do
    Counter.visit(counter)
    upgrade(counter, &Map.put(&1, :dropped, true))

    assert %Counter{visits: 1} = state = :sys.get_state(counter)
    refute Map.has_key?(state, :dropped)
  end

  test "starts a field that is new in a hot upgrade with its default", %{counter: counter} do
    upgrade(counter, &Map.delete(&1, :visits))

    assert %{visits: 1} = Counter.visit(counter)
  end

  # What the release handler does, from a state that an older version left.
  defp upgrade(counter, older) do
    :ok = :sys.suspend(counter)
    :sys.replace_state(counter, older)
    :ok = :sys.change_code(counter, Counter, :undefined, [])
    :ok = :sys.resume(counter)
  end
end
