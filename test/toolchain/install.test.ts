import { readdir, readFile, rename, rm, stat, symlink, truncate, writeFile } from "node:fs/promises"
import { basename, join } from "node:path"
import { setImmediate as nextTurn } from "node:timers/promises"
import { describe, expect, it } from "vitest"
import { applyDeltas } from "../../lib/core/env.ts"
import type { LayerStore } from "../../lib/core/layer.ts"
import type { OutputEvent } from "../../lib/core/output.ts"
import type { Artifact, RuntimeName } from "../../lib/core/runtime.ts"
import type { Target } from "../../lib/core/target.ts"
import { classicLayers } from "../../lib/heroku/layers.ts"
import { copyTree, digestFile, exists, remove } from "../../lib/io/files.ts"
import { packTar, packZip } from "../../lib/io/pack.ts"
import { run } from "../../lib/io/run.ts"
import { findArtifacts } from "../../lib/toolchain/find.ts"
import { installRuntime } from "../../lib/toolchain/install.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { failure } from "../support/failure.ts"
import { folderLayers } from "../support/layers.ts"
import { startOrigin } from "../support/origin.ts"
import { wanted } from "../support/requests.ts"
import { stubCalls, stubMirror } from "../support/toolchain.ts"

const target: Target = { os: "linux", arch: "amd64", distro: { name: "ubuntu", version: "24.04" } }
const path = { PATH: "/usr/bin:/bin" }

async function artifact(mirror: string, name: RuntimeName, version?: string): Promise<Artifact> {
  const [found] = await findArtifacts([wanted(name, version)], {
    env: { BEAMPACK_MIRROR: mirror },
    target,
    output: () => {},
  })
  if (found === undefined) throw new Error(`no ${name}`)
  return found
}

async function setUp() {
  const { dir: mirror } = await stubMirror()
  const root = await tempDir("layers")
  const events: OutputEvent[] = []
  const layers: LayerStore = folderLayers(root)
  const controller = new AbortController()
  const context = {
    env: path,
    layers,
    target,
    signal: controller.signal,
    output: (event: OutputEvent) => void events.push(event),
  }
  const install = (found: Artifact, launch = false) => installRuntime(found, context, { launch })
  /** Installs as a build with CACHE_DIR does. */
  const cached = async (cache?: string) => {
    const dir = cache ?? (await tempDir("cache"))
    const shared = { ...context, layers: classicLayers(dir) }
    return { cache: dir, install: (found: Artifact) => installRuntime(found, shared, { launch: false }) }
  }
  const details = () => events.flatMap((event) => (event.kind === "detail" ? [event.text] : []))
  return { mirror, root, install, cached, details, controller }
}

describe("installRuntime", () => {
  it("downloads once; the next build takes it from the cache", async () => {
    const { mirror, install, details } = await setUp()
    const origin = await startOrigin(mirror)
    const node = await artifact(origin.url, "node")
    origin.requests.length = 0

    const first = await install(node)
    expect(origin.requests).toEqual(["/dist/v24.11.0/node-v24.11.0-linux-x64.tar.gz"])
    const second = await install(node)
    expect(origin.requests).toHaveLength(1)
    expect(details()).toEqual(["Installing Node.js 24.11.0", "Using Node.js 24.11.0 from the cache"])
    expect(second.layer.restored).toBe(true)
    expect(second.deltas).toEqual(first.deltas)
  })

  it("says in the layer what is in it", async () => {
    const { mirror, root, install } = await setUp()
    const node = await artifact(mirror, "node")
    await install(node)
    expect(JSON.parse(await readFile(join(root, "node.json"), "utf8"))).toEqual({
      version: "24.11.0",
      digest: node.digest.hex,
      arch: "amd64",
      distro: "ubuntu 24.04",
      layout: "1",
    })
  })

  it("replaces another version, and says which it was", async () => {
    const { mirror, root, install, details } = await setUp()
    await install(await artifact(mirror, "node", "20.19.5"))
    await writeFiles(root, { "node/left-over": "" })
    const { layer } = await install(await artifact(mirror, "node", "22.12.0"))
    expect((await run("bin/node", ["--version"], { cwd: layer.path, env: path })).stdout).toBe("v22.12.0\n")
    expect(await readdir(layer.path)).toEqual(["bin"])
    expect(details().at(-1)).toBe("Installing Node.js 22.12.0 (the cache has 20.19.5)")
  })

  it("replaces the same version with another digest", async () => {
    const { mirror, install, details } = await setUp()
    const node = await artifact(mirror, "node")
    await install(node)
    const other = join(mirror, "other.tar.gz")
    await packTar(await writeFiles(await tempDir(), { "node/bin/node": "#!/bin/sh\necho other\n" }), other)
    await install({
      ...node,
      url: `file://${other}`,
      digest: { algorithm: "sha256", hex: await digestFile(other, "sha256") },
    })
    const { layer } = await install(node)
    expect(layer.restored).toBe(false)
    expect(details().at(-1)).toBe("Installing Node.js 24.11.0 (the cache has another build of it)")
    expect((await run("bin/node", ["--version"], { cwd: layer.path, env: path })).stdout).toBe("v24.11.0\n")
  })

  it("does again what was left half done", async () => {
    const { mirror, root, install } = await setUp()
    await writeFiles(root, { "node/bin/node": "half" })
    const { layer } = await install(await artifact(mirror, "node"))
    expect((await run("bin/node", ["--version"], { cwd: layer.path, env: path })).stdout).toBe("v24.11.0\n")
    expect((await readdir(root)).sort()).toEqual(["node", "node.json"])
  })

  it("does again what a build that was killed has left half done in CACHE_DIR", async () => {
    const { mirror, cached } = await setUp()
    const { cache, install } = await cached()
    const folder = basename((await install(await artifact(mirror, "node"))).layer.path)
    const root = join(cache, "beampack/layers")
    await rm(join(root, `${folder}.json`))
    await writeFiles(root, {
      [`${folder}/bin/node`]: "half",
      [`.${folder}.a1.tmp/bin/node`]: "half",
      "..a1.tmp.b2.tmp/node.tar.gz": "half",
    })
    const { layer } = await (await cached(cache)).install(await artifact(mirror, "node"))
    expect((await run("bin/node", ["--version"], { cwd: layer.path, env: path })).stdout).toBe("v24.11.0\n")
    expect((await readdir(root)).sort()).toEqual(["node", folder, `${folder}.json`])
  })

  it("installs what another build installs at the same time, and uses what was there first", async () => {
    const { mirror, cached } = await setUp()
    const { cache } = await cached()
    const found = await artifact(mirror, "erlang")
    const builds = await Promise.all([1, 2, 3].map(() => cached(cache)))
    const installed = await Promise.all(builds.map(({ install }) => install(found)))
    expect(new Set(installed.map(({ layer }) => layer.path)).size).toBe(1)
    expect(installed.map(({ layer }) => layer.restored)).toEqual([false, false, false])
    const { stdout } = await run("bin/erl", [], { cwd: installed[0]?.layer.path ?? "", env: path })
    expect(stdout).toContain("Erlang/OTP")
    const names = await readdir(join(cache, "beampack/layers"))
    expect(names.filter((name) => name.startsWith("."))).toEqual([])
  })

  it("downloads nothing when branches with other versions take turns in one CACHE_DIR", async () => {
    const { mirror, cached } = await setUp()
    const { cache } = await cached()
    const origin = await startOrigin(mirror)
    const [old, recent] = [await artifact(origin.url, "node", "22.12.0"), await artifact(origin.url, "node")]
    for (const found of [old, recent]) await (await cached(cache)).install(found)
    origin.requests.length = 0
    for (const found of [old, recent, old]) {
      const { layer } = await (await cached(cache)).install(found)
      expect(layer.restored).toBe(true)
      const { stdout } = await run("bin/node", ["--version"], { cwd: layer.path, env: path })
      expect(stdout).toBe(`v${found.version.value}\n`)
    }
    expect(origin.requests).toEqual([])
  })

  it.each([
    ["has another digest", (file: string) => writeFile(file, "other"), "download/digest-mismatch"],
    ["is cut off", (file: string) => truncate(file, 100), "download/digest-mismatch"],
    ["is gone", (file: string) => rename(file, `${file}.gone`), "download/not-found"],
  ])("unpacks nothing when the file %s", async (_, spoil, id) => {
    const { mirror, root, install } = await setUp()
    const erlang = await artifact(mirror, "erlang")
    await spoil(erlang.url.replace("file://", ""))
    expect((await failure(install(erlang))).id).toBe(id)
    expect(await readdir(join(root, "erlang"))).toEqual([])
    expect(await readdir(root)).toEqual(["erlang"])
  })

  it("goes on from a failure with the next build", async () => {
    const { mirror, install } = await setUp()
    const origin = await startOrigin(mirror)
    const elixir = await artifact(origin.url, "elixir")
    origin.fail("/builds/elixir/v1.18.4-otp-27.zip", { status: 404 })
    expect((await failure(install(elixir))).id).toBe("download/not-found")
    expect((await install(elixir)).layer.restored).toBe(false)
    expect((await install(elixir)).layer.restored).toBe(true)
  })

  it.each([
    [true, "all"],
    [false, "build"],
  ] as const)("with launch %s changes the environment of %s", async (launch, scope) => {
    const { mirror, root, install } = await setUp()
    const { layer, deltas } = await install(await artifact(mirror, "erlang"), launch)
    expect(layer.scope).toBe(scope)
    expect(deltas).toEqual([
      { scope, name: "PATH", change: { action: "prepend", value: join(root, "erlang/bin"), delim: ":" } },
    ])
  })
})

it.each(["erlang", "elixir", "hex", "node"] as const)("stops in the middle of unpacking %s", async (name) => {
  const { mirror, root, install, controller } = await setUp()
  const tree = await tempDir()
  // Large enough to be not yet there when the test sees it begin, small when packed.
  for (let index = 0; index < 20; index++) await writeFiles(tree, { [`top/bin/${index}`]: "x".repeat(2_000_000) })
  const file = join(mirror, "large")
  await (name === "elixir" || name === "hex" ? packZip(tree, file) : packTar(tree, file))
  const found = await artifact(mirror, name)
  const digest = { algorithm: "sha256", hex: await digestFile(file, "sha256") } as const
  const outcome = install({ ...found, url: `file://${file}`, digest }).then(
    () => "installed",
    (error: unknown) => error,
  )
  const isPart = (path: string) => /\.tmp\/(top\/)?bin\/0$/.test(path)
  const unpacking = async () => (await readdir(root, { recursive: true })).some(isPart)
  while (!(await unpacking())) await nextTurn()
  const reason = new Error("the build was ended")
  controller.abort(reason)
  expect(await outcome).toBe(reason)
  expect(await readdir(root, { recursive: true })).toEqual([name])
})

describe("Erlang/OTP", () => {
  it("runs where it was installed, and by a symlink from elsewhere", async () => {
    const { mirror, install } = await setUp()
    const { layer, deltas } = await install(await artifact(mirror, "erlang", "27.3.4.2"))
    const env = applyDeltas(path, deltas, "build")
    const { stdout } = await run("erl", ["-noshell"], { cwd: "/", env })
    expect(stdout).toBe(`Erlang/OTP 27 in ${layer.path}\n`)

    const elsewhere = await tempDir()
    await symlink(join(layer.path, "bin/erl"), join(elsewhere, "erl"))
    expect((await run(join(elsewhere, "erl"), [], { cwd: "/", env: path })).stdout).toBe(stdout)
  })

  it.each(["bin/erl", "erts-15.0/bin/erl"])(
    "runs %s after the tree was copied and the original deleted",
    async (erl) => {
      const { mirror, install } = await setUp()
      const { layer } = await install(await artifact(mirror, "erlang", "27.3.4.2"))
      const copy = join(await tempDir("a copy"), "erlang")
      await copyTree(layer.path, copy)
      await remove(layer.path)
      const { stdout, exitCode } = await run(erl, [], { cwd: copy, env: path })
      expect(exitCode).toBe(0)
      expect(stdout).toBe(`Erlang/OTP 27 in ${copy}\n`)
    },
  )

  it("starts as an embedded system from a copy, too", async () => {
    const { mirror, install } = await setUp()
    const { layer } = await install(await artifact(mirror, "erlang", "27.3.4.2"))
    const copy = join(await tempDir(), "erlang")
    await copyTree(layer.path, copy)
    const { stdout } = await run("bin/start", [], { cwd: copy, env: path })
    expect(stdout).toBe(`start in ${copy} with ${copy}/releases/start_erl.data\n`)
  })

  it("lets ERL_ROOTDIR win, as before", async () => {
    const { mirror, install } = await setUp()
    const { layer } = await install(await artifact(mirror, "erlang", "27.3.4.2"))
    const copy = join(await tempDir(), "erlang")
    await copyTree(layer.path, copy)
    const { stdout } = await run("bin/erl", [], { cwd: layer.path, env: { ...path, ERL_ROOTDIR: copy } })
    expect(stdout).toBe(`Erlang/OTP 27 in ${copy}\n`)
  })

  it("shows what its Install said when it failed", async () => {
    const { mirror, root, install } = await setUp()
    const tree = await writeFiles(await tempDir(), {
      "OTP-27.0/Install": "#!/bin/sh\necho no space left >&2\nexit 3\n",
    })
    const file = join(mirror, "bad.tar.gz")
    await packTar(tree, file)
    const erlang = await artifact(mirror, "erlang")
    const digest = { algorithm: "sha256", hex: await digestFile(file, "sha256") } as const
    const error = await failure(install({ ...erlang, url: `file://${file}`, digest }))
    expect(`${error.id}: ${error.title}\n\n${error.help}`).toMatchInlineSnapshot(`
      "erlang/install-failed: The Install script of Erlang/OTP failed

      It was downloaded and verified, but could not be set up. Its last words:

          no space left

      It needs sh, sed and cp. If they are there, take another version with ERLANG_VERSION."
    `)
    expect(await exists(join(root, "erlang.json"))).toBe(false)
  })
})

describe("Elixir", () => {
  it("has executable scripts, and is on PATH", async () => {
    const { mirror, root, install } = await setUp()
    const { layer, deltas } = await install(await artifact(mirror, "elixir", "1.17.3"))
    for (const name of await readdir(join(layer.path, "bin"))) {
      expect((await stat(join(layer.path, "bin", name))).mode & 0o777).toBe(0o755)
    }
    expect(applyDeltas(path, deltas, "build")).toEqual({
      PATH: `${root}/elixir/bin:${path.PATH}`,
    })
  })
})

describe("Hex", () => {
  it.each([
    ["1.18.4", "27.3.4", "hex-2.2.2-otp-27"],
    ["1.14.5", "25.3.2.21", "hex-2.2.2"],
  ])("lies for Elixir %s where Mix looks for archives", async (elixir, erlang, name) => {
    const { mirror, install } = await setUp()
    const artifacts = await findArtifacts([wanted("erlang", erlang), wanted("elixir", elixir), wanted("hex")], {
      env: { BEAMPACK_MIRROR: mirror },
      target,
      output: () => {},
    })
    const hex = artifacts.find((each) => each.name === "hex")
    const { layer, deltas } = await install(hex as Artifact)
    const { MIX_ARCHIVES = "" } = applyDeltas({}, deltas, "build")
    expect(await readdir(layer.path)).toEqual(["archives"])
    expect(await readdir(MIX_ARCHIVES)).toEqual([name])
    expect(await readdir(join(MIX_ARCHIVES, name, name, "ebin"))).toEqual(["hex.app"])
  })

  it("is refused when it is no Mix archive", async () => {
    const { mirror, install } = await setUp()
    const file = join(mirror, "bad.ez")
    await packZip(await writeFiles(await tempDir(), { "a/ebin/a.app": "", "b/ebin/b.app": "" }), file)
    const hex = await artifact(mirror, "hex")
    const digest = { algorithm: "sha512", hex: await digestFile(file, "sha512") } as const
    const error = await failure(install({ ...hex, url: `file://${file}`, digest }))
    expect(`${error.id}: ${error.title}\n\n${error.help}`).toMatchInlineSnapshot(`
      "hex/bad-archive: Hex was downloaded and verified, but is not a Mix archive

      A Mix archive has one folder on top, such as hex-2.2.1.
      Take another version with HEX_VERSION, or make the mirror (BEAMPACK_MIRROR) again."
    `)
  })
})

describe("rebar3", () => {
  it("is an executable that MIX_REBAR3 names", async () => {
    const { mirror, root, install } = await setUp()
    const { deltas } = await install(await artifact(mirror, "rebar3"))
    const { MIX_REBAR3 = "" } = applyDeltas({}, deltas, "build")
    const log = join(root, "log")
    await run(MIX_REBAR3, ["compile"], { cwd: root, env: { ...path, STUB_LOG: log } })
    expect(await stubCalls(log)).toMatchObject([{ name: "rebar3", args: ["compile"] }])
    expect((await readdir(root)).sort()).toEqual(["log", "rebar3", "rebar3.json"])
  })
})
