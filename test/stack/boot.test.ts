/** An app without a release is built in one folder and started in another. Nothing of it may be compiled again there. */
import { join } from "node:path"
import dedent from "dedent"
import { beforeAll, describe, expect, inject, it } from "vitest"
import type { Files } from "../support/app.ts"
import { makeSlug, runDyno, type Slug, startWeb } from "../support/stack/dyno.ts"
import { createApp, push, startPush } from "../support/stack/heroku.ts"
import { hexSite, startFullMirror } from "../support/stack/hex-site.ts"
import type { Source } from "../support/stack/source.ts"

const { packages } = inject("stack")

/** Says where it and its dependency were compiled, and ends. */
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

function project(module: string, name: string, deps: string): string {
  return dedent`
    defmodule ${module}.MixProject do
      use Mix.Project
      def project, do: [app: :${name}, version: "0.1.0", elixir: "~> 1.14", deps: [${deps}]]
      def application, do: [${name === "plain" ? "mod: {Plain, []}, " : ""}extra_applications: [:logger]]
    end
  `
}

/** A dependency below the app, which Mix compiles as it does the app itself, and one that stands in for Phoenix. */
const files: Files = {
  "mix.exs": project("Plain", "plain", '{:part, path: "vendor/part"}, {:phoenix, path: "vendor/phoenix"}'),
  "lib/plain.ex": app,
  "vendor/part/mix.exs": project("Part", "part", ""),
  "vendor/part/lib/part.ex": "defmodule Part do\n  @here File.cwd!()\n  def compiled_in, do: @here\nend\n",
  "vendor/phoenix/mix.exs": project("Phoenix", "phoenix", ""),
  "vendor/phoenix/lib/server.ex": dedent`
    defmodule Mix.Tasks.Phx.Server do
      use Mix.Task
      def run(args), do: Mix.Tasks.Run.run(args ++ ["--no-halt"])
    end
  `,
}
const source: Source = { folder: join(import.meta.dirname, "../fixtures/plain"), files }

describe.each([
  { elixir: "1.14", stack: "heroku-22" },
  { elixir: "1.18", stack: "heroku-24" },
])("on Elixir $elixir", ({ elixir, stack }) => {
  let slug: Slug
  let buildDir: string

  beforeAll(async () => {
    const options = { source, buildpacks: [packages.pair], env: { STACK: stack } }
    const started = await startPush(await createApp(), options)
    const build = await started.done
    expect(build.exitCode, build.stdout + build.stderr).toBe(0)
    expect(build.stdout).toContain(`Elixir ${elixir}.`)
    buildDir = started.buildDir
    slug = await makeSlug(build)
  })

  it.each([
    ["the process type of the build", "web"],
    ["its console", "echo 'IO.puts(1)' | iex -S mix run --no-compile --no-deps-check"],
    ["a Procfile's own mix run", "mix run --no-halt"],
    ["a Procfile's own mix phx.server", "MIX_ENV=prod mix phx.server"],
    ["a Procfile's own elixir -S mix", "elixir --sname server-$RANDOM -S mix run --no-halt"],
  ])("%s compiles nothing", async (_, line) => {
    const { exitCode, stdout, stderr } = await runDyno(slug, line)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" })
    expect(stdout).toContain(`compiled in ${buildDir} and ${buildDir}/vendor/part\n`)
    expect(stdout).not.toMatch(/Compil|Generated|==>/)
  })
})

it.each([
  { urls: "one URL", buildpacks: [packages.pair] },
  { urls: "two URLs", buildpacks: [packages.elixir, packages.static], exports: true },
])(
  "an app with Hex packages and assets, whose Procfile runs Mix, serves its page without compiling: $urls",
  async (how) => {
    const { vars } = await startFullMirror()
    const site = await hexSite()
    const files = { ...site.files, Procfile: "web: mix run --no-halt\n" }
    const build = await push(await createApp(), { ...how, source: { ...site, files }, vars })
    expect(build.exitCode, build.stdout + build.stderr).toBe(0)
    expect(build.stdout).toContain("No release is made (Procfile:1)")
    const web = await startWeb(await makeSlug(build))
    const page = await web.page()
    expect(page.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(web.container.log()).not.toMatch(/Compil|Generated|==>/)
  },
)
