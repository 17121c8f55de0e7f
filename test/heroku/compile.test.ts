import { mkdir, readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Buildpack, BuildRequest } from "../../lib/core/buildpack.ts"
import type { Env } from "../../lib/core/env.ts"
import type { LaunchSpec } from "../../lib/core/launch.ts"
import type { OutputEvent } from "../../lib/core/output.ts"
import type { Step } from "../../lib/core/step.ts"
import type { Hook } from "../../lib/heroku/build.ts"
import { compile } from "../../lib/heroku/compile.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { readProcesses } from "../../lib/heroku/result.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { failure } from "../support/failure.ts"

const launch: LaunchSpec = {
  processes: {
    web: { value: "bin/hello start", origin: { kind: "file", file: "Procfile", line: 1 } },
    console: { value: "bin/hello remote", origin: { kind: "default", why: "mix release" } },
  },
}

function step(name: string, needs: readonly string[], run: Step["run"] = async () => []): Step {
  return { name, title: `Doing ${name}`, needs, run }
}

function buildpack(id: string, steps: readonly Step[], more: Partial<Buildpack> = {}): Buildpack {
  const plan: Buildpack["plan"] = async () => ({
    buildpack: id,
    runtimes: [],
    steps,
    launch: { processes: {} },
    facts: {},
  })
  return { id, plan, launch: async () => launch, bill: async () => ({ layers: {} }), ...more }
}

/** A build in fresh folders. */
async function build(buildpacks: readonly Buildpack[], given: Partial<Hook> & { vars?: Record<string, string> } = {}) {
  const root = await tempDir("root")
  const dir = await tempDir("build")
  const app = await writeFiles(join(dir, "app"), { "mix.exs": "# mine\n" })
  const cache = join(dir, "cache")
  const env = await mkdir(join(dir, "env"), { recursive: true }).then(() => join(dir, "env"))
  await writeFiles(env, given.vars ?? {})
  const events: OutputEvent[] = []
  const done = compile({
    root,
    id: "beampack/phoenix",
    version: "1.2.3",
    buildpacks,
    args: [app, cache, env],
    env: { PATH: "/usr/bin", STACK: "heroku-24" },
    output: (event) => events.push(event),
    signal: new AbortController().signal,
    ...given,
  })
  return { root, app, cache, events, done }
}

/** Makes a launch layer and a build layer, and puts the bin/ of both on PATH. */
const runtimes = step("runtimes", [], async ({ layers, output }) => {
  const deltas = []
  for (const name of ["erlang", "node"]) {
    const scope = name === "erlang" ? "all" : "build"
    const layer = await layers.open({ name, scope, metadata: { version: "1" } })
    output({ kind: "detail", text: layer.restored ? `${name} reused` : `${name} installed` })
    if (!layer.restored) await writeFiles(layer.path, { [`bin/${name}`]: "#!/bin/sh\n" })
    await layers.close(layer)
    const change = { action: "prepend", value: join(layer.path, "bin"), delim: ":" } as const
    deltas.push({ scope, name: "PATH", change } as const)
  }
  return deltas
})

async function filesBelow(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .toSorted()
}

it("leaves the app, its launch layers, .profile.d, the process types, and export for the next buildpack", async () => {
  const { root, app, cache, done } = await build([buildpack("beampack/elixir", [runtimes])])
  await done
  expect(await filesBelow(app)).toEqual([
    ".beampack/erlang/bin/erlang",
    ".beampack/release.yml",
    ".profile.d/beampack-phoenix.sh",
    "mix.exs",
  ])
  const path = (bin: string): string =>
    `case ":\${PATH-}:" in *":${bin}:"*) ;; "::") export PATH="${bin}" ;; *) export PATH="${bin}:\${PATH}" ;; esac\n`
  const layers = join(cache, "beampack/layers")
  expect(await readFile(join(app, ".profile.d/beampack-phoenix.sh"), "utf8")).toBe(path("$HOME/.beampack/erlang/bin"))
  expect(await readFile(join(root, "export"), "utf8")).toBe(path(`${layers}/erlang/bin`) + path(`${layers}/node/bin`))
  expect(await readFile(join(app, "mix.exs"), "utf8")).toBe("# mine\n")
  expect((await readProcesses(app)).processes).toMatchObject({ web: { value: "bin/hello start" } })
})

it("says what it plans, does and found", async () => {
  const plan: Buildpack["plan"] = async () => ({
    buildpack: "a",
    runtimes: [
      {
        name: "elixir",
        version: { value: "1.18.4", origin: { kind: "file", file: ".tool-versions", line: 2 } },
        ref: "v1.18.4-otp-27",
        url: "https://builds.hex.pm/elixir.zip",
        digest: { algorithm: "sha256", hex: "00" },
      },
    ],
    steps: [runtimes],
    launch: { processes: {} },
    facts: {},
  })
  const { events, done } = await build([buildpack("beampack/elixir", [], { plan }), buildpack("beampack/static", [])])
  await done
  expect(events.map((event) => `${event.kind}: ${event.text}`)).toEqual([
    "step: Planning the build (beampack/elixir, beampack/static)",
    "detail: Elixir 1.18.4 (.tool-versions:2)",
    "step: Doing runtimes",
    "detail: erlang installed",
    "detail: node installed",
    "done: Doing runtimes",
    "step: Process types",
    "detail: web: bin/hello start (Procfile:1)",
    "detail: console: bin/hello remote (mix release)",
  ])
})

it("reuses the layers of the build before, in another BUILD_DIR", async () => {
  const first = await build([buildpack("a", [runtimes])])
  await first.done
  const app = await writeFiles(await tempDir("app"), { "mix.exs": "" })
  const second = await build([buildpack("a", [runtimes])], { args: [app, first.cache, await tempDir("env")] })
  await second.done
  expect(second.events).toContainEqual({ kind: "detail", text: "erlang reused" })
  expect(await filesBelow(join(app, ".beampack"))).toEqual(["erlang/bin/erlang", "release.yml"])
})

it("runs the steps of all buildpacks as one graph, and takes the processes of the last", async () => {
  const order: string[] = []
  const noting = (name: string, needs: readonly string[]): Step =>
    step(name, needs, async () => {
      order.push(name)
      return []
    })
  const requests: BuildRequest[] = []
  const other: LaunchSpec = { processes: { web: { value: "other", origin: { kind: "default", why: "test" } } } }
  const { app, done } = await build([
    buildpack("first", [noting("compile", [])], { launch: () => Promise.reject(new Error("not the last")) }),
    buildpack("last", [noting("digest", ["compile"])], {
      launch: async (request) => {
        requests.push(request)
        return other
      },
    }),
  ])
  await done
  expect(order).toEqual(["compile", "digest"])
  expect(requests).toMatchObject([{ app, group: ["first", "last"], target: { stack: "heroku-24" } }])
  expect((await readProcesses(app)).processes.web?.value).toBe("other")
})

it("remembers the indexes that its buildpacks read, once all of them have their plan", async () => {
  const url = "https://nodejs.org/dist/index.json"
  const seen: (string | undefined)[] = []
  const plan: Buildpack["plan"] = async ({ indexes }) => {
    seen.push((await indexes?.read(url))?.text)
    indexes?.write(url, { text: "the list", readAt: 0 })
    return { buildpack: "a", runtimes: [], steps: [], launch, facts: {} }
  }
  const refusing = buildpack("b", [], { plan: () => Promise.reject(new Error("no")) })
  const refused = await build([buildpack("a", [], { plan }), refusing])
  await expect(refused.done).rejects.toThrow("no")
  const args = [refused.app, refused.cache, await tempDir("env")]
  for (const _ of ["second", "third"]) await (await build([buildpack("a", [], { plan })], { args })).done
  expect(seen).toEqual([undefined, undefined, "the list"])
})

describe("the environment", () => {
  it("is the platform's with the config vars, which win, and without git's folder", async () => {
    const seen: Env[] = []
    const noting = step("see", [], async ({ env }) => {
      seen.push(env)
      return []
    })
    const plan: Buildpack["plan"] = async ({ env }) => {
      seen.push(env)
      return { buildpack: "a", runtimes: [], steps: [noting], launch: { processes: {} }, facts: {} }
    }
    const { done } = await build([buildpack("a", [], { plan })], {
      env: { PATH: "/usr/bin", GIT_DIR: "/repo.git", MIX_ENV: "dev", HOME: "/home" },
      vars: { MIX_ENV: "prod", SECRET: "a\nb\n", PATH: "/evil" },
    })
    await done
    const expected = { PATH: "/usr/bin", MIX_ENV: "prod", HOME: "/home", SECRET: "a\nb\n" }
    expect(seen).toEqual([expected, expected])
  })
})

describe("export", () => {
  it("is left out where nobody may write it", async () => {
    // Not even root makes files in /sys.
    const { app, done } = await build([buildpack("a", [runtimes])], { root: "/sys" })
    await done
    expect(await filesBelow(app)).toContain(".beampack/release.yml")
  })

  it("is a failure when writing it fails otherwise", async () => {
    const root = await tempDir("root")
    await mkdir(join(root, "export"))
    const { done } = await build([buildpack("a", [])], { root })
    await expect(done).rejects.toMatchObject({ code: "EISDIR" })
  })
})

describe("a failure", () => {
  const error = new Error("no")

  it.each([
    ["of a plan", buildpack("a", [runtimes], { plan: () => Promise.reject(error) })],
    ["of a step", buildpack("a", [runtimes, step("bad", ["runtimes"], () => Promise.reject(error))])],
    ["to find the processes", buildpack("a", [runtimes], { launch: () => Promise.reject(error) })],
  ])("%s leaves nothing in the app and no export", async (_, failing) => {
    const { root, app, done } = await build([failing])
    await expect(done).rejects.toBe(error)
    expect(await filesBelow(app)).toEqual(["mix.exs"])
    expect(await readdir(root)).toEqual([])
  })

  it.each([
    ["BUILD_DIR", "hook/build-dir", (app: string) => [join(app, "none"), app, app]],
    ["ENV_DIR", "env/missing-dir", (app: string) => [app, app, join(app, "none")]],
  ])("of the platform to make %s comes before anything else", async (_, id, argsFor) => {
    const args = argsFor(await tempDir())
    const { events, done } = await build([buildpack("a", [runtimes])], { args })
    expect(await failure(done)).toMatchObject({ id })
    expect(events).toEqual([])
  })

  it("to write CACHE_DIR is told as such", async () => {
    const dir = await writeFiles(await tempDir(), { "app/mix.exs": "", "env/A": "1", cache: "a file" })
    const args = ["app", "cache", "env"].map((name) => join(dir, name))
    const { done } = await build([buildpack("a", [runtimes])], { args })
    expect(renderError(await failure(done)).split("\n")[1]).toBe(` !     CACHE_DIR cannot be written: ${dir}/cache`)
  })
})

it("ends when the platform ends it", async () => {
  const platform = new AbortController()
  const waiting = step("wait", [], async ({ signal }) => {
    platform.abort(new Error("SIGTERM"))
    signal.throwIfAborted()
    return []
  })
  const { app, done } = await build([buildpack("a", [waiting])], { signal: platform.signal })
  await expect(done).rejects.toThrow("SIGTERM")
  expect(await filesBelow(app)).toEqual(["mix.exs"])
})
