import { access, readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { mixExs, plainApp, releaseApp } from "../../support/apps.ts"
import { type Build, commandLines, startHeroku } from "../../support/heroku.ts"

/** The folder in which Mix believes to have compiled: all that the stub's manifest is. */
async function believed({ dir }: Build, folder = "_build/prod"): Promise<string> {
  const bytes = await readFile(join(dir, folder, "lib/hello/.mix/compile.elixir"))
  expect([...bytes.subarray(0, 2), bytes.readUInt32BE(2)]).toEqual([131, 109, bytes.length - 6])
  return bytes.subarray(6).toString()
}

/** What Mix was asked to do, and how often it compiled. */
function work({ calls, log }: Build): readonly string[] {
  return [...commandLines(calls, "mix"), ...(log.match(/Compiling 1 file/g) ?? [])]
}

/** What the log says about the folder in which the app was compiled. */
function told({ log }: Build): readonly string[] {
  return log.match(/(Telling Mix|Looking at what was compiled).*/g) ?? []
}

async function note({ dir }: Build): Promise<string> {
  return readFile(join(dir, ".beampack/runtime-path"), "utf8")
}

it.each([
  ["", "/app"],
  ["runtime_path=/srv/shop/\n", "/srv/shop"],
  ["runtime_path=shop\n", "/app"],
])("tells Mix last of all where the app will run, after %j", async (line, path) => {
  const build = await (await startHeroku()).push({ ...plainApp, "elixir_buildpack.config": line })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(work(build)).toEqual(["mix compile", "Compiling 1 file"])
  expect(told(build)).toEqual([`Telling Mix that the app runs at ${path}`])
  expect(await believed(build)).toBe(path)
  expect(await note(build)).toBe(path)
})

/** Such an app's build is kept by nobody: what is there is what the build before has left. */
const vars = { MIX_BUILD_ROOT: "built" }

it.each([
  {
    app: "one that Mix starts",
    files: plainApp,
    path: "/app",
    says: "Telling Mix that the app runs at /app",
    tasks: [],
  },
  {
    app: "one with a release",
    files: releaseApp,
    path: undefined,
    says: "Telling Mix that the app will be at BUILD_DIR",
    tasks: ["mix release hello --overwrite"],
  },
])(
  "undoes what an earlier build of the folder has done before it compiles: $app",
  async ({ files, path, says, tasks }) => {
    const build = await (await startHeroku()).push(files, { trees: ["beampack-elixir", "beampack-elixir"], vars })
    expect(build).toMatchObject({ exitCode: 0, errors: "" })
    expect(work(build)).toEqual(["mix compile", ...tasks, "mix compile", ...tasks, "Compiling 1 file"])
    expect(told(build)).toEqual([says, "Looking at what was compiled before", says])
    expect([await believed(build, "built/prod"), await note(build)]).toEqual([path ?? build.dir, path ?? build.dir])
  },
)

it.each(["", "srv\n"])("takes %j for no such note", async (text) => {
  const build = await (await startHeroku()).push({ ...plainApp, ".beampack/runtime-path": text })
  expect(work(build)).toEqual(["mix compile", "Compiling 1 file"])
  expect(told(build)).toEqual(["Telling Mix that the app runs at /app"])
  expect(await believed(build)).toBe("/app")
})

const assets = 'aliases: ["assets.deploy": ["phx.digest"]]'
const both = ["beampack-elixir", "beampack-static"] as const

it("undoes what the buildpack before has done, and does it again", async () => {
  const build = await (await startHeroku()).push({ ...plainApp, "mix.exs": mixExs([assets]) }, { trees: both })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(work(build)).toEqual(["mix compile", "mix assets.deploy", "Compiling 1 file"])
  const says = "Telling Mix that the app runs at /app"
  expect(told(build)).toEqual([says, "Looking at what was compiled before", says])
  expect(await believed(build)).toBe("/app")
})

it("leaves an app with a release to the buildpack after as one that was compiled where that one finds it", async () => {
  const files = { ...releaseApp, "mix.exs": mixExs(["releases: [hello: []]", assets]) }
  const build = await (await startHeroku()).push(files, { trees: both })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  const release = "mix release hello --overwrite"
  expect(work(build)).toEqual(["mix compile", release, "mix assets.deploy", release, "Compiling 1 file"])
  expect(told(build)).toEqual(["Telling Mix that the app will be at BUILD_DIR"])
})

it("has nothing to tell about the tests of an app, which run where it was compiled", async () => {
  const build = await (await startHeroku()).push(plainApp, { hook: "test-compile" })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(told(build)).toEqual([])
  expect(await believed(build, "_build/test")).toBe(build.dir)
  await expect(access(join(build.dir, ".beampack/runtime-path"))).rejects.toThrow("ENOENT")
})
