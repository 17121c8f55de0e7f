defmodule Hello.Server.Reader do
  @moduledoc """
  Reads one request from a socket (RFC 9112). OTP's own parser splits the lines; here are the
  limits: length of a line (see the listener), number of headers, size of the body, time.
  """

  alias Hello.Request

  @max_headers 64
  @max_body 8_192

  @typedoc "`:closed` when there was no request to answer; else the status to refuse it with."
  @type result :: {:ok, Request.t()} | {:error, status :: 400..431} | :closed

  @spec read(:gen_tcp.socket(), %{idle_timeout: timeout(), read_timeout: pos_integer()}) ::
          result()
  def read(socket, limits) do
    with {:ok, {:http_request, method, target, version}} <-
           first_line(socket, limits.idle_timeout),
         deadline = System.monotonic_time(:millisecond) + limits.read_timeout,
         {:ok, path} <- path(target),
         {:ok, headers} <- headers(socket, deadline, %{}, 0),
         :ok <- check_host(version, headers),
         {:ok, length} <- body_length(headers),
         {:ok, body} <- body(socket, length, deadline) do
      method = to_string(method)
      {:ok, %Request{method: method, path: path, version: version, headers: headers, body: body}}
    end
  end

  defp first_line(socket, timeout) do
    case :gen_tcp.recv(socket, 0, timeout) do
      {:ok, {:http_request, _, _, _}} = line -> line
      {:ok, _malformed} -> {:error, 400}
      {:error, :emsgsize} -> {:error, 431}
      {:error, _} -> :closed
    end
  end

  defp path({:abs_path, target}), do: {:ok, target |> String.split("?", parts: 2) |> hd()}
  defp path({:absoluteURI, _scheme, _host, _port, target}), do: path({:abs_path, target})
  defp path(_other), do: {:error, 400}

  defp headers(_socket, _deadline, _headers, count) when count > @max_headers, do: {:error, 431}

  defp headers(socket, deadline, headers, count) do
    case :gen_tcp.recv(socket, 0, remaining(deadline)) do
      {:ok, {:http_header, _, name, _, value}} ->
        headers(socket, deadline, put(headers, name, value), count + 1)

      {:ok, :http_eoh} ->
        {:ok, headers}

      {:ok, _malformed} ->
        {:error, 400}

      {:error, reason} ->
        failed(reason)
    end
  end

  defp put(headers, name, value) do
    name = name |> to_string() |> String.downcase()
    Map.update(headers, name, value, &(&1 <> ", " <> value))
  end

  defp check_host({1, 1}, headers) when not is_map_key(headers, "host"), do: {:error, 400}
  defp check_host(_version, _headers), do: :ok

  defp body_length(%{"transfer-encoding" => _}), do: {:error, 411}

  defp body_length(%{"content-length" => length}) do
    case length =~ ~r/\A\d+\z/ && String.to_integer(length) do
      false -> {:error, 400}
      length when length > @max_body -> {:error, 413}
      length -> {:ok, length}
    end
  end

  defp body_length(_headers), do: {:ok, 0}

  defp body(_socket, 0, _deadline), do: {:ok, ""}

  defp body(socket, length, deadline) do
    :inet.setopts(socket, packet: :raw)
    result = :gen_tcp.recv(socket, length, remaining(deadline))
    :inet.setopts(socket, packet: :http_bin)

    with {:error, reason} <- result, do: failed(reason)
  end

  defp failed(:emsgsize), do: {:error, 431}
  defp failed(:timeout), do: {:error, 408}
  defp failed(_closed), do: :closed

  defp remaining(deadline), do: max(deadline - System.monotonic_time(:millisecond), 0)
end
