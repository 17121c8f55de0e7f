/** The tests of an app on Heroku CI, which reads TAP from what bin/test prints. */
import { join } from "node:path"
import dedent from "dedent"
import { expect, inject, it } from "vitest"
import { createApp } from "../support/stack/heroku.ts"
import { testApp } from "../support/stack/heroku-ci.ts"

const { packages } = inject("stack")

/** A formatter as users have it, and two tests that look at what CI has set. */
const tap = {
  "test/support/tap.ex": dedent`
    defmodule Tap do
      use GenServer

      def init(_options), do: {:ok, 0}

      def handle_cast({:test_finished, %{state: state, name: name}}, count) do
        IO.puts("#{if state == nil, do: "ok", else: "not ok"} #{count + 1} - #{name}")
        {:noreply, count + 1}
      end

      def handle_cast({:suite_finished, _times}, count) do
        IO.puts("1..#{count}")
        {:noreply, count}
      end

      def handle_cast(_event, count), do: {:noreply, count}
    end
  `,
  "test/test_helper.exs": "ExUnit.start(formatters: [Tap])\n",
  "elixir_buildpack.config": 'test_args="--no-start --seed 0 test/tap_test.exs"\n',
  "test/tap_test.exs": dedent`
    defmodule TapTest do
      use ExUnit.Case

      test "CI" do
        assert System.get_env("CI") == "true"
        assert System.get_env("STAGE") == ~s(a "quoted" stage)
        assert File.cwd!() == "/app"
        assert Mix.env() == :test
      end

      test "the answer" do
        assert String.to_integer(System.get_env("ANSWER", "42")) == 42
      end
    end
  `,
} as const

const options = {
  source: { folder: join(import.meta.dirname, "../../examples/hello"), files: tap },
  buildpacks: [packages.pair],
  vars: { STAGE: 'a "quoted" stage' },
}

it("runs them in /app with the config vars, and passes on what they print and how they end", async () => {
  const app = await createApp()
  const { setUp, tests } = await testApp(app, options)
  expect(setUp.exitCode, setUp.stdout + setUp.stderr).toBe(0)
  expect(tests).toEqual({ exitCode: 0, stdout: "ok 1 - test CI\nok 2 - test the answer\n1..2\n", stderr: "" })

  const failing = await testApp(app, { ...options, offline: true, vars: { ...options.vars, ANSWER: "41" } })
  expect(failing.setUp.exitCode, failing.setUp.stdout + failing.setUp.stderr).toBe(0)
  expect(failing.tests).toEqual({
    exitCode: 2,
    stdout: "ok 1 - test CI\nnot ok 2 - test the answer\n1..2\n",
    stderr: "",
  })
})
