import { describe, expect, it } from "vitest"
import type { Files } from "../support/app.ts"
import { mixExs, phoenixApp, plainApp, releaseApp } from "../support/apps.ts"
import { startCnb } from "../support/cnb/beampack.ts"
import { installImage, launch } from "../support/cnb/launch.ts"
import { imageOf } from "../support/cnb/platform.ts"
import { writeSample } from "../support/cnb/sample.ts"

/** The processes of an app's image, as command lines, and what it starts by default. */
async function processesOf(files: Files, vars: Files = {}) {
  const app = await startCnb()
  const image = imageOf(await app.push(files, { vars }))
  const folder = app.cnb.machine.folders.app
  const line = (words: readonly string[]) => words.join(" ").replaceAll(folder, "/workspace")
  const entries = image.processes.map(({ type, command, args }) => [type, [line(command), line(args)]] as const)
  return { default: image.defaultType, ...Object.fromEntries(entries) }
}

describe("the processes of an image", () => {
  it("are those of a Phoenix app's release", async () => {
    expect(await processesOf(phoenixApp)).toMatchInlineSnapshot(`
      {
        "console": [
          "/workspace/_build/prod/rel/hello/bin/hello",
          "start_iex",
        ],
        "default": "web",
        "release": [
          "/workspace/_build/prod/rel/hello/bin/migrate",
          "",
        ],
        "web": [
          "/workspace/_build/prod/rel/hello/bin/server",
          "",
        ],
      }
    `)
  })

  it("start a release without a script of its own", async () => {
    expect(await processesOf(releaseApp)).toMatchInlineSnapshot(`
      {
        "console": [
          "/workspace/_build/prod/rel/hello/bin/hello",
          "start_iex",
        ],
        "default": "web",
        "web": [
          "/workspace/_build/prod/rel/hello/bin/hello",
          "start",
        ],
      }
    `)
  })

  it("run on Mix without a release", async () => {
    expect(await processesOf(plainApp)).toMatchInlineSnapshot(`
      {
        "console": [
          "iex",
          "-S mix run --no-compile --no-deps-check",
        ],
        "default": "web",
        "web": [
          "mix",
          "run --no-halt --no-compile --no-deps-check",
        ],
      }
    `)
  })

  it("start each of several releases", async () => {
    const several = { ...plainApp, "mix.exs": mixExs(["releases: [hello: [], worker: []]"]) }
    expect(await processesOf(several, { BEAMPACK_RELEASE: "hello worker" })).toMatchInlineSnapshot(`
      {
        "console": [
          "/workspace/_build/prod/rel/hello/bin/hello",
          "start_iex",
        ],
        "default": "web",
        "web": [
          "/workspace/_build/prod/rel/hello/bin/hello",
          "start",
        ],
        "worker": [
          "/workspace/_build/prod/rel/worker/bin/worker",
          "start",
        ],
      }
    `)
  })
})

describe("a Procfile", () => {
  const Procfile = "web: _build/prod/rel/hello/bin/hello start\nworker: _build/prod/rel/hello/bin/hello eval Work.go\n"

  it("has its processes left to the buildpack behind", async () => {
    const app = await startCnb()
    const build = await app.push({ ...releaseApp, Procfile })
    expect(build.image?.processes.map(({ type }) => type)).toEqual(["console"])
    expect(build.image?.defaultType).toBeUndefined()
    expect(build.text.slice(build.text.indexOf("- Removing"))).toMatchInlineSnapshot(`
      "- Removing the sources
        - What stays: Procfile, _build
      - Process types
        - web: left to the buildpack that reads Procfile
        - console: _build/prod/rel/hello/bin/hello start_iex (release hello)
        - worker: left to the buildpack that reads Procfile
        - Without that one the image starts nothing, and some platforms do not take it: --buildpack heroku/procfile
      "
    `)
  })

  it("without which no image can start web", async () => {
    const { refusal } = await (await startCnb()).push({ ...releaseApp, Procfile }, { processType: "web" })
    expect(refusal?.kind).toBe("export")
  })

  it("is there for the buildpack behind, whose web is started", async () => {
    const procfile = await writeSample({
      id: "other/procfile",
      build: `printf '%s\\n' '[[processes]]' 'type = "web"' "command = [\\"sh\\", \\"-c\\", \\"$(sed -n 's/^web: //p' "$app/Procfile")\\"]" 'default = true' >launch.toml`,
    })
    const app = await startCnb()
    const trees = ["beampack", procfile as `/${string}`] as const
    const image = imageOf(await app.push({ ...releaseApp, Procfile }, { trees, processType: "web" }))
    await installImage(app.cnb.machine, image)
    expect(await launch(app.cnb.machine, image, ["web"])).toEqual({ exitCode: 0, stdout: "hello start\n", stderr: "" })
  })
})

describe("a started image", () => {
  it("runs what the process says, or what the user says in the place of its arguments", async () => {
    const app = await startCnb()
    const image = imageOf(await app.push(phoenixApp))
    await installImage(app.cnb.machine, image)
    const said = async (...args: readonly string[]) => (await launch(app.cnb.machine, image, args)).stdout
    expect(await said("web")).toBe("hello start\n")
    expect(await said("release")).toBe("hello eval Hello.Release.migrate\n")
    expect(await said("console")).toBe("hello start_iex\n")
    expect(await said("console", "remote")).toBe("hello remote\n")
  })

  it("has runtimes and Mix where there is no release, and compiles nothing", async () => {
    const app = await startCnb()
    const image = imageOf(await app.push(plainApp))
    await installImage(app.cnb.machine, image)
    const { stdout } = await launch(app.cnb.machine, image, [
      "--",
      "sh",
      "-c",
      "command -v erl; command -v mix; command -v node",
    ])
    expect(stdout.replaceAll(app.cnb.machine.folders.layers, "/layers")).toMatchInlineSnapshot(`
      "/layers/beampack_elixir/erlang/bin/erl
      /layers/beampack_elixir/elixir/bin/mix
      /usr/bin/node
      "
    `)
  })

  it("has the build's variables as defaults", async () => {
    const app = await startCnb()
    const image = imageOf(await app.push(phoenixApp, { vars: { MIX_ENV: "staging" } }))
    await installImage(app.cnb.machine, image)
    const said = async (env: Readonly<Record<string, string>>) => {
      const { stdout } = await launch(app.cnb.machine, image, ["--", "sh", "-c", 'echo "$MIX_ENV $LANG"'], { env })
      return stdout
    }
    expect(await said({})).toBe("staging C.UTF-8\n")
    expect(await said({ LANG: "de_DE.UTF-8", MIX_ENV: "prod" })).toBe("prod de_DE.UTF-8\n")
  })
})
