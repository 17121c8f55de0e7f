import Config

# Tests take any free port, so that they run beside a started app.
value = if config_env() == :test, do: "0", else: System.get_env("PORT", "4000")

port =
  case Integer.parse(value) do
    {port, ""} when port in 0..65_535 -> port
    _ -> raise "PORT must be a number from 0 to 65535, but is #{inspect(value)}"
  end

config :hello, port: port
