import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { type Files, writeFiles } from "../../support/app.ts"
import { plainApp, releaseApp } from "../../support/apps.ts"
import { eventually } from "../../support/eventually.ts"
import { commandLines, completeLayers, type Heroku, otpBuilds, startHeroku } from "../../support/heroku.ts"
import { reviseArchive } from "../../support/republish.ts"
import { stubCalls } from "../../support/toolchain.ts"

/** What starts a hook so that all that it has started ends with it, as when its container is killed. */
const container = [
  "unshare",
  ...(process.getuid?.() === 0 ? [] : ["--map-root-user"]),
  "--pid",
  "--fork",
  "--kill-child",
]

interface Moment {
  readonly when: string
  readonly files?: Files
  readonly arrange?: (heroku: Heroku) => unknown
  /** Whether that moment has come. */
  readonly reached: (heroku: Heroku, build: string) => Promise<boolean>
}

const isThere = async (path: string): Promise<boolean> => (await readdir(path).catch(() => [])).length > 0

/** An Erlang/OTP of so many files that unpacking and copying it takes a while. */
async function withManyFiles({ mirror }: Heroku): Promise<void> {
  const files = Array.from({ length: 1000 }, (_, index) => [`lib/many/${index % 10}/${index}`, `${index}`] as const)
  const archive = `${otpBuilds}/OTP-27.3.4.2.tar.gz`
  await reviseArchive(mirror, archive, async (tree) => void (await writeFiles(tree, Object.fromEntries(files))))
}

const moments: readonly Moment[] = [
  {
    when: "a runtime is downloaded",
    arrange: ({ origin }) => origin.fail("/builds/elixir/v1.18.4-otp-27.zip", { stall: 60_000, after: 100 }),
    reached: async ({ cache }) => (await completeLayers(cache)).includes("erlang"),
  },
  {
    when: "a runtime is unpacked",
    arrange: withManyFiles,
    reached: async ({ cache }) => {
      const layers = join(cache, "beampack/layers")
      const making = (await readdir(layers).catch(() => [])).filter((name) => name.startsWith(".erlang-"))
      return (await Promise.all(making.map((name) => isThere(join(layers, name, "lib/many"))))).includes(true)
    },
  },
  {
    when: "Mix compiles",
    files: { "elixir_buildpack.config": "hook_compile='mkdir -p _build/prod; echo >_build/prod/half; sleep 60'\n" },
    reached: (_, build) => isThere(join(build, "_build/prod")),
  },
  {
    when: "the release is made",
    // The stub of Mix waits for what is in mix.exs.
    files: { ...releaseApp, "elixir_buildpack.config": "hook_post_compile='rm mix.exs; mkfifo mix.exs'\n" },
    reached: async (_, build) => commandLines(await stubCalls(join(build, "../calls.jsonl")), "mix").length === 2,
  },
]

const copying: Moment = {
  when: "runtimes are copied into the app",
  arrange: withManyFiles,
  reached: (_, build) => isThere(join(build, ".beampack/erlang/lib/many")),
}

async function expectNextBuildAfter(
  end: { readonly by: readonly string[]; readonly signal: NodeJS.Signals; readonly exitCode: number | undefined },
  { files, arrange, reached }: Moment,
): Promise<void> {
  const heroku = await startHeroku()
  await arrange?.(heroku)
  const app = { ...plainApp, ...files }
  const { build, running } = await heroku.start(app, { by: end.by })
  await eventually(() => reached(heroku, build))
  running.kill(end.signal)
  expect(await running.done).toMatchObject({ exitCode: end.exitCode, stderr: "" })
  expect(await readdir(build)).not.toContain(".profile.d")

  const next = await heroku.push({ ...app, "elixir_buildpack.config": "" })
  expect(next).toMatchObject({ exitCode: 0, errors: "", report: { result: "success" } })
  const left = await readdir(join(heroku.cache, "beampack/layers"))
  expect(left.filter((name) => name.startsWith("."))).toEqual([])
}

it.each([...moments, copying])("builds again after it was killed as $when", async (moment) => {
  await expectNextBuildAfter({ by: container, signal: "SIGKILL", exitCode: undefined }, moment)
})

it.each(moments)("builds again after it was told to end as $when", async (moment) => {
  await expectNextBuildAfter({ by: [], signal: "SIGTERM", exitCode: 143 }, moment)
})
