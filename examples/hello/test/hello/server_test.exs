defmodule Hello.ServerTest do
  use ExUnit.Case, async: true

  import ExUnit.CaptureLog

  alias Hello.{Client, Response, Server}

  @moduletag :capture_log

  @get "GET / HTTP/1.1\r\nHost: test\r\n\r\n"

  # Starts a server on a free port; its handler answers with what it was asked.
  defp start(options \\ []) do
    name = Module.concat(__MODULE__, "Server#{System.unique_integer([:positive])}")
    start_supervised!({Server, [name: name, port: 0, handler: &echo/1] ++ options}, id: name)
    Server.port(name)
  end

  defp echo(request),
    do: Response.ok("text/plain", "#{request.method} #{request.path} #{request.body}")

  test "answers a request with its length, its type and the date" do
    response = Client.exchange(start(), @get)

    assert %{status: 200, body: "GET / "} = response
    assert response.headers["content-type"] == "text/plain"
    assert response.headers["content-length"] == "6"
    assert response.headers["date"] =~ ~r/\A\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\z/
  end

  test "keeps the connection for further requests, also when they come at once" do
    socket = Client.connect(start())

    for path <- ~w(/a /b) do
      Client.write(socket, "GET #{path} HTTP/1.1\r\nHost: test\r\n\r\n")

      assert %{status: 200, body: body, headers: %{"connection" => "keep-alive"}} =
               Client.read(socket)

      assert body == "GET #{path} "
    end

    Client.write(socket, [
      @get,
      "POST /c HTTP/1.1\r\nHost: test\r\nContent-Length: 2\r\n\r\nhi",
      @get
    ])

    assert for(_ <- 1..3, do: Client.read(socket).body) == ["GET / ", "POST /c hi", "GET / "]
  end

  test "closes when asked to, and after HTTP/1.0" do
    port = start()

    for request <- [
          "GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n",
          "GET / HTTP/1.0\r\n\r\n"
        ] do
      socket = Client.connect(port)
      Client.write(socket, request)
      assert %{status: 200, headers: %{"connection" => "close"}} = Client.read(socket)
      assert Client.closed?(socket)
    end
  end

  test "sends no body after HEAD" do
    socket = Client.connect(start())
    Client.write(socket, ["HEAD / HTTP/1.1\r\nHost: test\r\n\r\n", @get])

    assert %{headers: %{"content-length" => "7"}} = Client.read(socket, body: false)
    assert %{status: 200, body: "GET / "} = Client.read(socket)
  end

  test "drops the query and the origin of the target" do
    port = start()

    for target <- ["/path?a=b", "http://test/path?a=b"] do
      request = "GET #{target} HTTP/1.1\r\nHost: test\r\n\r\n"
      assert %{body: "GET /path "} = Client.exchange(port, request)
    end
  end

  for {what, status, request} <- [
        {"no HTTP at all", 400, "hello\r\n\r\n"},
        {"a target that is no path", 400, "OPTIONS * HTTP/1.1\r\nHost: test\r\n\r\n"},
        {"a header without a colon", 400, "GET / HTTP/1.1\r\nHost test\r\n\r\n"},
        {"no host", 400, "GET / HTTP/1.1\r\n\r\n"},
        {"a length that is no number", 400,
         "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: -1\r\n\r\n"},
        {"two lengths", 400,
         "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"},
        {"a chunked body", 411,
         "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        {"a body that is too long", 413,
         "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 8193\r\n\r\n"},
        {"a target that is too long", 431,
         "GET /#{String.duplicate("a", 9_000)} HTTP/1.1\r\nHost: test\r\n\r\n"},
        {"a header that is too long", 431,
         "GET / HTTP/1.1\r\nHost: #{String.duplicate("a", 9_000)}\r\n\r\n"},
        {"too many headers", 431, "GET / HTTP/1.1\r\n#{String.duplicate("A: b\r\n", 65)}\r\n"}
      ] do
    test "refuses #{what} with #{status} and closes" do
      socket = Client.connect(start())
      Client.write(socket, unquote(request))

      assert %{status: unquote(status), headers: %{"connection" => "close"}} = Client.read(socket)

      assert Client.closed?(socket)
    end
  end

  test "gives up on a request that does not arrive in time" do
    socket = Client.connect(start(read_timeout: 50))
    Client.write(socket, "GET / HTTP/1.1\r\nHost:")

    assert %{status: 408} = Client.read(socket)
    assert Client.closed?(socket)
  end

  test "closes a connection on which nothing is asked" do
    socket = Client.connect(start(idle_timeout: 50))

    assert Client.closed?(socket)
  end

  test "turns connections away when there are too many" do
    port = start(max_connections: 1)
    first = Client.connect(port)
    Client.write(first, @get)
    assert %{status: 200} = Client.read(first)

    assert %{status: 503, headers: %{"retry-after" => "1"}} = Client.exchange(port, @get)

    Client.write(first, @get)
    assert %{status: 200} = Client.read(first)
  end

  test "answers 500 when the handler fails, and goes on" do
    port =
      start(
        handler: fn request -> if request.path == "/", do: raise("oops"), else: echo(request) end
      )

    socket = Client.connect(port)

    log =
      capture_log(fn ->
        Client.write(socket, @get)
        assert %{status: 500} = Client.read(socket)
      end)

    assert log =~ "(RuntimeError) oops"
    Client.write(socket, "GET /else HTTP/1.1\r\nHost: test\r\n\r\n")
    assert %{status: 200} = Client.read(socket)
  end

  test "says why it cannot listen" do
    Process.flag(:trap_exit, true)
    options = [name: Module.concat(__MODULE__, Second), port: start(), handler: &echo/1]

    assert {:error, {:shutdown, {:failed_to_start_child, _listener, reason}}} =
             Server.start_link(options)

    assert reason =~ ~r/\Acannot listen on port \d+: address already in use\z/
  end
end
