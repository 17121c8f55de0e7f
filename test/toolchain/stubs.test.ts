import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { applyDeltas, type Env } from "../../lib/core/env.ts"
import type { Target } from "../../lib/core/target.ts"
import { run } from "../../lib/io/run.ts"
import { findArtifacts } from "../../lib/toolchain/find.ts"
import { installRuntime } from "../../lib/toolchain/install.ts"
import { tempApp, tempDir } from "../support/app.ts"
import { folderLayers } from "../support/layers.ts"
import { wanted } from "../support/requests.ts"
import { stubCalls, stubMirror } from "../support/toolchain.ts"

const target: Target = { os: "linux", arch: "amd64", distro: { name: "ubuntu", version: "24.04" } }
const mixExs = 'defmodule My.MixProject do\n  def project, do: [app: :my, version: "0.1.0"]\nend\n'

/** An environment with every stub installed, and where they write their calls. */
async function stubs(): Promise<{ env: Env; log: string }> {
  const mirror = { BEAMPACK_MIRROR: (await stubMirror()).dir }
  const root = await tempDir("layers")
  const context = { env: { PATH: "/usr/bin:/bin" }, layers: folderLayers(root), target, output: () => {} }
  const requests = (["erlang", "elixir", "hex", "rebar3", "node"] as const).map((name) => wanted(name))
  let env: Env = {
    ...context.env,
    MIX_ENV: "prod",
    STUB_LOG: join(root, "log"),
    STUB_VARS: "GREETING",
    GREETING: 'say "hi"',
  }
  for (const artifact of await findArtifacts(requests, { ...context, env: mirror })) {
    env = applyDeltas(env, (await installRuntime(artifact, context, { launch: false })).deltas, "build")
  }
  return { env, log: join(root, "log") }
}

describe("the stub runtimes together", () => {
  it("build a release with assets in it", async () => {
    const { env } = await stubs()
    const app = await tempApp({ "mix.exs": mixExs, "rel/overlays/bin/server": "#!/bin/sh\n" })
    for (const task of [["deps.get"], ["compile"], ["assets.deploy"], ["release", "my", "--overwrite"]]) {
      expect(await run("mix", task, { cwd: app, env })).toMatchObject({ exitCode: 0 })
    }
    const release = join(app, "_build/prod/rel/my")
    expect((await run(join(release, "bin/my"), ["start"], { cwd: "/", env })).stdout).toBe("my start\n")
    expect(await readFile(join(release, "releases/start_erl.data"), "utf8")).toBe("15.2 0.1.0\n")
    expect(await readFile(join(release, "bin/server"), "utf8")).toBe("#!/bin/sh\n")
    expect(await readFile(join(release, "lib/my-0.1.0/priv/static/cache_manifest.json"), "utf8")).toContain("digests")
  })

  it("write down how they were called", async () => {
    const { env, log } = await stubs()
    const app = await tempApp({ "package.json": '{"scripts":{"build":"x"}}', "package-lock.json": "{}" })
    await run("npm", ["ci"], { cwd: app, env })
    await run("npm", ["run", "build"], { cwd: app, env })
    await run("mix", ["run", "--no-start", "-e", 'IO.puts("a\\b")'], { cwd: app, env })
    const calls = await stubCalls(log)
    expect(calls.map(({ name, args }) => [name, ...args])).toEqual([
      ["npm", "ci"],
      ["npm", "run", "build"],
      ["mix", "run", "--no-start", "-e", 'IO.puts("a\\b")'],
    ])
    expect(calls[2]).toMatchObject({
      cwd: app,
      env: { MIX_ENV: "prod", MIX_ARCHIVES: env.MIX_ARCHIVES, GREETING: 'say "hi"', PATH: env.PATH?.split(":")[0] },
    })
  })

  it.each([
    ["mix", ["compile"], "Compilation error"],
    ["mix", ["deps.get"], "dependency resolution failed"],
    ["npm", ["ci"], "No matching version"],
  ] as const)("fail when told to: %s %j", async (command, args, message) => {
    const { env } = await stubs()
    const app = await tempApp({ "mix.exs": mixExs, ".stub-fail": `${[command, ...args].join(" ")}\n` })
    const { exitCode, lines } = await run(command, args, { cwd: app, env })
    expect(exitCode).toBe(1)
    expect(lines.join("\n")).toContain(message)
  })

  it.each([
    ["mix", ["compile"], 1, "Could not find a Mix.Project"],
    ["npm", ["ci"], 1, "existing package-lock.json"],
    ["npm", ["run", "build"], 1, "Missing script"],
  ] as const)("fail as the real ones in an empty folder: %s %j", async (command, args, code, message) => {
    const { env } = await stubs()
    const { exitCode, lines } = await run(command, args, { cwd: await tempDir(), env })
    expect(exitCode).toBe(code)
    expect(lines.join("\n")).toContain(message)
  })

  it("know no release that the project does not define", async () => {
    const { env } = await stubs()
    const app = await tempApp({ "mix.exs": mixExs })
    const { exitCode, lines } = await run("mix", ["release", "other"], { cwd: app, env })
    expect(exitCode).toBe(1)
    expect(lines.join("\n")).toContain("Unknown release :other")
  })

  it("need Erlang for Mix", async () => {
    const { env } = await stubs()
    const app = await tempApp({ "mix.exs": mixExs })
    const PATH = env.PATH?.split(":")
      .filter((folder) => !folder.includes("/erlang/"))
      .join(":")
    expect((await run("mix", ["compile"], { cwd: app, env: { ...env, PATH } })).exitCode).toBe(127)
  })
})
