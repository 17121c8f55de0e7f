defmodule Hello.Page do
  @moduledoc "The page, whole without JavaScript; the script only brings it to life."

  require EEx

  alias Hello.{Assets, Counter}

  EEx.function_from_file(:defp, :template, Path.join(__DIR__, "page.html.eex"), [:page])

  @doc "The page as HTML, for this reading of the counter."
  @spec render(Counter.reading()) :: String.t()
  def render(%{visits: visits, uptime: uptime}) do
    template(%{
      css: Assets.url("assets/app.css"),
      js: Assets.url("assets/app.js"),
      visits: visits,
      uptime: uptime,
      facts: facts()
    })
  end

  defp facts do
    [
      {"Elixir", System.version()},
      {"Erlang/OTP", System.otp_release()},
      {"ERTS", to_string(:erlang.system_info(:version))},
      {"Version", version()},
      {"Node name", to_string(node())}
    ]
  end

  defp version do
    vsn = to_string(Application.spec(:hello, :vsn))

    # Set by the release's own start script.
    case System.get_env("RELEASE_NAME") do
      nil -> "#{vsn}, run by Mix"
      name -> "#{vsn}, release #{name}"
    end
  end

  defp clock(seconds) do
    [div(seconds, 3600), div(rem(seconds, 3600), 60), rem(seconds, 60)]
    |> Enum.map_join(":", &(&1 |> Integer.to_string() |> String.pad_leading(2, "0")))
  end

  defp escape(text) do
    String.replace(text, ["&", "<", ">", "\""], fn
      "&" -> "&amp;"
      "<" -> "&lt;"
      ">" -> "&gt;"
      "\"" -> "&quot;"
    end)
  end
end
