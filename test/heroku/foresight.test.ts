import { join } from "node:path"
import { expect, it } from "vitest"
import type { Buildpack } from "../../lib/core/buildpack.ts"
import { compile } from "../../lib/heroku/compile.ts"
import { classicLayers } from "../../lib/heroku/layers.ts"
import { tempDir, writeFiles } from "../support/app.ts"

/** A build by a buildpack that writes down when it is asked for what, and whose plan fails. */
async function build(foresee: (log: string[]) => NonNullable<Buildpack["foresee"]>): Promise<readonly string[]> {
  const dir = await tempDir()
  const app = await writeFiles(join(dir, "app"), { "mix.exs": "" })
  const layers = classicLayers(join(dir, "cache"))
  await layers.close(await layers.open({ name: "erlang", scope: "build", metadata: { version: "27" } }))
  const log: string[] = []
  const buildpack: Buildpack = {
    id: "beampack/elixir",
    foresee: foresee(log),
    plan: async () => {
      log.push("plan")
      throw new Error("no Erlang/OTP 99")
    },
    launch: async () => ({ processes: {} }),
    bill: async () => ({ layers: {} }),
  }
  const done = compile({
    root: await tempDir("root"),
    id: "beampack/elixir",
    version: "1.2.3",
    buildpacks: [buildpack],
    args: [app, join(dir, "cache"), await tempDir("env")],
    env: { PATH: "/usr/bin", STACK: "heroku-24" },
    output: () => {},
    signal: new AbortController().signal,
  })
  await expect(done).rejects.toThrow("no Erlang/OTP 99")
  return log
}

it("lets a buildpack begin before it plans, with what the last build has left, and ends what was begun", async () => {
  const log = await build((said) => async ({ held, lasting }) => {
    const erlang = await held("erlang")
    said.push(`${erlang?.path.split("/").at(-1)} ${erlang?.metadata.version}`, `${await held("node")}`)
    lasting.of(() => ({ [Symbol.asyncDispose]: async () => void said.push("ended") }))
  })
  expect(log).toEqual(["erlang 27", "undefined", "plan", "ended"])
})

it("plans all the same when that fails", async () => {
  expect(await build(() => () => Promise.reject(new Error("the cache cannot be read")))).toEqual(["plan"])
})
