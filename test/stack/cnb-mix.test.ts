/** An app without a release, as an image: runtimes and the build are in it, and nothing is compiled when it starts. */
import { join } from "node:path"
import dedent from "dedent"
import { afterAll, beforeAll, expect, it } from "vitest"
import { imageOf } from "../support/cnb/platform.ts"
import { createStackCnb } from "../support/stack/cnb.ts"
import { type DockerImage, makeDockerImage, runProcess } from "../support/stack/cnb-image.ts"

/** Says where it was compiled, and ends. */
const app = dedent`
  defmodule Plain do
    use Application
    @compiled_in File.cwd!()

    def start(_type, _args) do
      IO.puts("compiled in #{@compiled_in} and #{Part.compiled_in()}")
      spawn(fn -> System.stop(0) end)
      Supervisor.start_link([], strategy: :one_for_one)
    end
  end
`

const files = {
  "mix.exs": dedent`
    defmodule Plain.MixProject do
      use Mix.Project
      def project, do: [app: :plain, version: "0.1.0", elixir: "~> 1.14", deps: [{:part, path: "vendor/part"}]]
      def application, do: [mod: {Plain, []}, extra_applications: [:logger]]
    end
  `,
  "lib/plain.ex": app,
  "vendor/part/mix.exs": dedent`
    defmodule Part.MixProject do
      use Mix.Project
      def project, do: [app: :part, version: "0.1.0"]
    end
  `,
  "vendor/part/lib/part.ex": "defmodule Part do\n  @here File.cwd!()\n  def compiled_in, do: @here\nend\n",
}

let image: DockerImage

beforeAll(async () => {
  const source = { folder: join(import.meta.dirname, "../fixtures/plain"), files }
  image = await makeDockerImage(imageOf(await (await createStackCnb()).build(source)))
})

afterAll(() => image.remove())

it.each([
  ["its web process", ["web"]],
  ["a program of the user", ["--", "mix", "run", "--no-halt"]],
])("%s compiles nothing", async (_, args) => {
  const { exitCode, stdout, stderr } = await runProcess(image, args)
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" })
  expect(stdout).toContain("compiled in /workspace and /workspace/vendor/part\n")
  expect(stdout).not.toMatch(/Compiling/)
})

it("its console answers", async () => {
  const { exitCode, stdout } = await runProcess(image, ["console"], { stdin: "6 * 7\n" })
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringMatching(/compiled in \/workspace/) })
})
