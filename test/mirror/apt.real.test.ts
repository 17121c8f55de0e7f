import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Env } from "../../lib/core/env.ts"
import type { Artifact, RuntimeName } from "../../lib/core/runtime.ts"
import { unpack } from "../../lib/io/archive.ts"
import { readTarget } from "../../lib/io/machine.ts"
import { run } from "../../lib/io/run.ts"
import { makeMirror } from "../../lib/mirror/mirror.ts"
import { parseNodeLock } from "../../lib/mirror/node-lock.ts"
import { findArtifacts } from "../../lib/toolchain/find.ts"
import { parseRepacks, repackDigest } from "../../lib/toolchain/repacks.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { wanted } from "../support/requests.ts"

const checkout = join(import.meta.dirname, "../..")

// The real packages of the Debian or Ubuntu that this runs on, and the real npm registry.
describe("a mirror of the distribution's packages", () => {
  let box: string
  let mirror: string
  let installed: string
  let found: ReadonlyMap<RuntimeName, Artifact>
  const version = (name: RuntimeName): string | undefined => found.get(name)?.version.value

  beforeAll(async () => {
    box = await mkdtemp(join(tmpdir(), "beampack-apt-"))
    mirror = join(box, "mirror")
    installed = join(box, "installed")
    await makeFromApt(mirror, process.env)
    found = await findAll(mirror)
    await installAll(found, installed)
  }, 300_000)

  afterAll(() => rm(box, { recursive: true, force: true }))

  it("is the layout of upstream", async () => {
    expect((await readdir(mirror)).sort()).toEqual([".made", "builds", "dist", "installs", "repacks.txt"])
    expect(found.get("elixir")?.url).toMatch(/\/builds\/elixir\/v[\d.]+-otp-\d+\.zip$/)
    expect(found.get("node")?.url).toMatch(/\/dist\/v[\d.]+\/node-v[\d.]+-linux-(x64|arm64)\.tar\.gz$/)
  })

  it("says of each file that no other place has it", async () => {
    const repacks = parseRepacks(await readFile(join(mirror, "repacks.txt"), "utf8")).map(repackDigest)
    expect(repacks).toEqual(expect.arrayContaining([...found.values()].map(({ digest }) => digest.hex)))
  })

  it("has an Erlang/OTP that runs where it was installed, with crypto and TLS", async () => {
    const program =
      'io:format("~s ~p ~s",[erlang:system_info(otp_release),application:ensure_all_started(ssl),code:root_dir()]),halt().'
    const root = join(installed, "erlang")
    const major = version("erlang")?.split(".")[0]
    expect(await output("erl", ["-noshell", "-eval", program])).toBe(
      `${major} {ok,[crypto,asn1,public_key,ssl]} ${root}`,
    )
    const versionFile = join(root, "releases", String(major), "OTP_VERSION")
    expect((await readFile(versionFile, "utf8")).trim()).toBe(version("erlang"))
  })

  it("has an Erlang/OTP with the headers that dependencies include", async () => {
    const dir = await writeFiles(await tempDir(), {
      "records.erl":
        '-module(records).\n-include_lib("public_key/include/public_key.hrl").\n-include_lib("eunit/include/eunit.hrl").\n-export([size/0]).\nsize() -> tuple_size(#\'OTPCertificate\'{}).\n',
    })
    expect(await output("erlc", ["records.erl"], dir)).toBe("")
    const program = 'io:format("~p",[records:size()]),halt().'
    expect(await output("erl", ["-noshell", "-pa", dir, "-eval", program])).toBe("4")
  })

  it("has an Erlang/OTP in which no link leads out and no library is missing", async () => {
    const root = join(installed, "erlang")
    for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      if (entry.isSymbolicLink()) expect(await realpath(path)).toContain(await realpath(root))
      if (/^beam\.smp$|^epmd$|\.so$/.test(entry.name)) expect(await output("ldd", [path])).not.toContain("not found")
    }
  })

  it("has an Elixir that finds its own libraries", async () => {
    const program = 'IO.write("#{System.version()} #{Path.expand(:code.lib_dir(:mix))}")'
    expect(await output("elixir", ["-e", program])).toBe(`${version("elixir")} ${join(installed, "elixir/lib/mix")}`)
    expect(await output("mix", ["--version"])).toContain(`Mix ${version("elixir")}`)
  })

  it("has a rebar3 that compiles a dependency for Mix", async () => {
    expect(await output("rebar3", ["version"])).toContain(`rebar ${version("rebar3")} `)
    const dir = await writeFiles(await tempDir(), {
      "src/sample.app.src": '{application,sample,[{vsn,"1.0.0"},{applications,[kernel,stdlib]}]}.\n',
      "src/sample.erl": "-module(sample).\n-export([one/0]).\none() -> 1.\n",
      "rebar.config": "{erl_opts, [debug_info]}.\n",
    })
    await output("rebar3", ["bare", "compile", "--paths", "_build"], dir)
    expect(await readdir(join(dir, "ebin"))).toEqual(expect.arrayContaining(["sample.app", "sample.beam"]))
  })

  it("has the Node that we pin, with its npm", async () => {
    const pinned = parseNodeLock(await readFile(join(checkout, "lib/node.lock"), "utf8"))
    expect(pinned.get(`linux-${process.arch}`)).toBe(version("node"))
    expect(await output("node", ["--version"])).toBe(`v${version("node")}\n`)
    expect(await output("npm", ["--version"])).toMatch(/^11\.\d+\.\d+\n$/)
    expect(await output("npx", ["--version"])).toMatch(/^11\.\d+\.\d+\n$/)
  })

  it("can be moved: OTP after another Install, the rest as it is", async () => {
    const [old, moved] = [installed, join(box, "moved & elsewhere")]
    await rename(old, moved)
    installed = moved
    await install(join(moved, "erlang"))
    expect(await output("erl", ["-noshell", "-eval", 'io:format("~s",[code:root_dir()]),halt().'])).toBe(
      join(moved, "erlang"),
    )
    expect(await output("elixir", ["-e", "IO.write(System.version())"])).toBe(version("elixir"))
    expect(await output("rebar3", ["version"])).toContain("rebar ")
    expect(await output("npm", ["--version"])).toMatch(/^11\./)
  })

  it("is left as it is by a second run, which needs no network", async () => {
    const nowhere = "http://127.0.0.1:9"
    const offline = { ...process.env, http_proxy: nowhere, https_proxy: nowhere, npm_config_registry: nowhere }
    expect(await makeFromApt(mirror, offline)).toEqual([
      "Erlang/OTP and Elixir are there already",
      "Node is there already",
    ])
    expect(await findAll(mirror)).toEqual(found)
  })

  /** What a command prints, with only the installed runtimes and the system's own tools on PATH. */
  async function output(command: string, args: readonly string[], cwd = "/"): Promise<string> {
    const bins = ["erlang/bin", "elixir/bin", "rebar3", "node/bin"].map((bin) => join(installed, bin))
    const env = { PATH: [...bins, "/usr/bin", "/bin"].join(":"), HOME: box, LANG: "C.UTF-8" }
    const result = await run(command, args, { cwd, env })
    expect(result.exitCode, result.lines.join("\n")).toBe(0)
    return result.stdout
  }
})

async function makeFromApt(dir: string, env: Env): Promise<readonly string[]> {
  const details: string[] = []
  const target = await readTarget(env)
  await makeMirror({
    root: checkout,
    dir,
    source: { kind: "apt" },
    env,
    target,
    output: (event) => {
      if (event.kind === "detail") details.push(event.text)
    },
  })
  return details.sort()
}

async function findAll(mirror: string): Promise<ReadonlyMap<RuntimeName, Artifact>> {
  const names = ["erlang", "elixir", "rebar3", "node"] as const
  const context = { env: { BEAMPACK_MIRROR: mirror }, target: await readTarget({}), output: () => {} }
  const artifacts = await findArtifacts(
    names.map((name) => wanted(name)),
    context,
  )
  return new Map(artifacts.map((artifact) => [artifact.name, artifact]))
}

async function installAll(found: ReadonlyMap<RuntimeName, Artifact>, into: string): Promise<void> {
  const file = (name: RuntimeName): string => fileURLToPath(found.get(name)?.url ?? "")
  await mkdir(join(into, "rebar3"), { recursive: true })
  await copyFile(file("rebar3"), join(into, "rebar3/rebar3"))
  await chmod(join(into, "rebar3/rebar3"), 0o755)
  await unpack(file("elixir"), join(into, "elixir"))
  await unpack(file("node"), join(into, "node"), { strip: 1 })
  await unpack(file("erlang"), join(into, "erlang"), { strip: 1 })
  await install(join(into, "erlang"))
}

async function install(root: string): Promise<void> {
  const env = { PATH: "/usr/bin:/bin" }
  const result = await run("./Install", ["-minimal", root], { cwd: root, env })
  expect(result.exitCode, result.lines.join("\n")).toBe(0)
}
