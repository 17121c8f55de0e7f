import { mkdir, readFile, symlink, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Env } from "../../lib/core/env.ts"
import type { OutputEvent } from "../../lib/core/output.ts"
import { type Move, moveManifests } from "../../lib/mix/manifests.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { stepContext } from "../support/step-context.ts"
import { binary, encodeAny } from "../support/terms.ts"

/** Moves the manifests of an app to /app, or back from there. Returns what is told. */
async function told(app: string, env: Env = {}, move: Move = "there"): Promise<readonly string[]> {
  const events: OutputEvent[] = []
  await moveManifests(move, "/app", stepContext({ app, env, output: (event) => events.push(event) }))
  return events.map(({ kind, text }) => `${kind}: ${text}`)
}

/** Notes that something was compiled in a folder. */
async function compiled(file: string, folder: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, Buffer.concat([Buffer.from([131]), encodeAny(binary(folder))]))
}

/** The folder that such a note names. */
async function folderIn(file: string): Promise<string> {
  return (await readFile(file)).subarray(6).toString()
}

async function elixir(version: string): Promise<Env> {
  const lines = `Erlang/OTP 25 [erts-13.1.5]\n\nElixir ${version} (compiled with Erlang/OTP 24)`
  return { PATH: `${await writeFiles(await tempDir("bin"), { elixir: `#!/bin/sh\necho "${lines}"\n` })}:/usr/bin:/bin` }
}

const manifest = "lib/hello/.mix/compile.elixir"

describe("finds what was compiled, without starting Elixir, and says nothing", () => {
  it.each<{ readonly what: string; readonly folder: string; readonly env?: Env }>([
    { what: "where Mix builds", folder: "_build/prod" },
    { what: "where MIX_BUILD_PATH says", folder: "built/for prod", env: { MIX_BUILD_PATH: "built/for prod" } },
    { what: "where MIX_BUILD_ROOT says", folder: "built {here}/prod", env: { MIX_BUILD_ROOT: "built {here}" } },
    { what: "where mix.exs may say", folder: "tmp/.built" },
    { what: "in the app's folder itself", folder: "." },
  ])("$what", async ({ folder, env }) => {
    const app = await tempDir("app")
    await compiled(join(app, folder, manifest), `${app}/lib/x.ex`)
    expect(await told(app, env)).toEqual([])
    expect(await folderIn(join(app, folder, manifest))).toBe("/app/lib/x.ex")
    expect(await told(app, env, "back")).toEqual([])
    expect(await folderIn(join(app, folder, manifest))).toBe(`${app}/lib/x.ex`)
  })

  it.each(["MIX_BUILD_PATH", "MIX_BUILD_ROOT"])("where %s says, elsewhere", async (name) => {
    const [app, elsewhere] = [await tempDir("app"), await tempDir("elsewhere")]
    const file = join(elsewhere, name === "MIX_BUILD_PATH" ? "" : "prod", manifest)
    await compiled(file, app)
    expect(await told(app, { [name]: elsewhere })).toEqual([])
    expect(await folderIn(file)).toBe("/app")
  })

  it("in an app that is reached by a link", async () => {
    const [app, link] = [await tempDir("app"), join(await tempDir("link"), "app")]
    await symlink(app, link)
    await compiled(join(app, "_build/prod", manifest), app)
    expect(await told(link)).toEqual([])
    expect(await folderIn(join(app, "_build/prod", manifest))).toBe("/app")
  })
})

it("leaves builds alone that are not where a variable says", async () => {
  const app = await tempDir("app")
  const files = ["built/prod", "_build/prod"].map((folder) => join(app, folder, manifest))
  for (const file of files) await compiled(file, app)
  await told(app, { MIX_BUILD_ROOT: "built" })
  expect(await Promise.all(files.map(folderIn))).toEqual(["/app", app])
})

it("says what was not found, and what went wrong", async () => {
  const [app, damaged] = [await tempDir("app"), await tempDir("damaged")]
  const text = `Cut short: ${damaged}`
  await writeFiles(damaged, { [`_build/prod/${manifest}`]: text, "_build/dev/lib/hello/.mix/compile.elixir": text })
  const said = [
    await told(app, await elixir("1.15.0-rc.0")),
    await told(app, await elixir("1.14.5")),
    await told(app, { PATH: "/nonexistent" }),
    await told(damaged),
  ]
  expect(said).toMatchInlineSnapshot(`
    [
      [
        "warning: Mix may compile the app once more when it starts: nothing was found that it has compiled",
      ],
      [
        "detail: Mix has compiled nothing, or not below the app's folder",
      ],
      [
        "warning: Mix may compile the app once more when it starts: nothing was found that it has compiled",
      ],
      [
        "warning: Mix may compile the app once more when it starts: its manifests could not be changed",
        "tool: _build/dev/lib/hello/.mix/compile.elixir: it is no term of Erlang",
        "tool: _build/prod/lib/hello/.mix/compile.elixir: it is no term of Erlang",
      ],
    ]
  `)
})

it("has nothing to say about an app in Erlang alone", async () => {
  const app = await tempDir("app")
  await compiled(join(app, "_build/prod/lib/hello/.mix/compile.erlang"), app)
  expect(await told(app)).toEqual([])
})

it.each<Move>(["next", "back"])("says nothing about what is only compiled again in a build: %s", async (move) => {
  const [app, damaged] = [await tempDir("app"), await tempDir("damaged")]
  await writeFiles(damaged, { [`_build/prod/${manifest}`]: `/app ${damaged}` })
  expect([await told(app, {}, move), await told(damaged, {}, move)]).toEqual([[], []])
})
