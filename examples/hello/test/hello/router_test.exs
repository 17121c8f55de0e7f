defmodule Hello.RouterTest do
  use ExUnit.Case, async: false

  alias Hello.{Client, Counter, Request, Router}

  defp call(method, path), do: Router.call(%Request{method: method, path: path})
  defp header(response, name), do: :proplists.get_value(name, response.headers)

  test "the page counts the visit and shows it" do
    before = Counter.read().visits
    response = call("GET", "/")

    assert response.status == 200
    assert header(response, "content-type") == "text/html; charset=utf-8"
    assert header(response, "content-security-policy") =~ "default-src 'self'"
    assert response.body =~ ~s(<output id="visits" aria-live="polite">#{before + 1}</output>)
    assert response.body =~ System.version()
    assert response.body =~ to_string(node())
  end

  test "HEAD does not count" do
    before = Counter.read().visits

    assert %{status: 200} = call("HEAD", "/")
    assert %{status: 200} = call("HEAD", "/count")
    assert Counter.read().visits == before
  end

  test "the count can be read and raised" do
    before = Counter.read().visits

    assert call("GET", "/count").body =~ ~r/\A{"visits":#{before},"uptime":\d+}\n\z/
    assert call("POST", "/count").body =~ ~r/\A{"visits":#{before + 1},"uptime":\d+}\n\z/
    assert Counter.read().visits == before + 1
  end

  test "health" do
    assert %{status: 200, body: "ok\n"} = call("GET", "/health")
  end

  for {method, path, allow} <- [
        {"POST", "/", "GET, HEAD"},
        {"DELETE", "/count", "GET, HEAD, POST"},
        {"PUT", "/health", "GET, HEAD"}
      ] do
    test "#{method} #{path} is not allowed" do
      response = call(unquote(method), unquote(path))

      assert response.status == 405
      assert header(response, "allow") == unquote(allow)
    end
  end

  for path <- ~w(/nothing /assets/ /assets/nothing.css /../mix.exs //) do
    test "there is nothing at #{path}" do
      assert %{status: 404} = call("GET", unquote(path))
    end
  end

  test "the app serves the page on its own port" do
    response = Client.exchange(Hello.Server.port(), "GET / HTTP/1.1\r\nHost: test\r\n\r\n")

    assert response.status == 200
    assert response.body =~ "Hello from <em>beampack</em>"
  end
end
