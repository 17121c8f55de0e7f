import { readdir, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { OutputEvent } from "../../lib/core/output.ts"
import type { RuntimeName } from "../../lib/core/runtime.ts"
import type { Target } from "../../lib/core/target.ts"
import { digestFile } from "../../lib/io/files.ts"
import { makeMirror } from "../../lib/mirror/mirror.ts"
import { findArtifacts } from "../../lib/toolchain/find.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { failure } from "../support/failure.ts"
import { startOrigin } from "../support/origin.ts"
import { wanted } from "../support/requests.ts"
import { stubMirror } from "../support/toolchain.ts"

const root = join(import.meta.dirname, "../..")
const target: Target = { os: "linux", arch: "amd64", distro: { name: "debian", version: "12" } }

describe("a mirror of upstream", () => {
  it("has the asked versions, and serves them to a build", async () => {
    const upstream = await startOrigin((await stubMirror()).dir)
    const dir = join(await tempDir(), "new", "mirror")
    await mirror(dir, upstream.url, { erlang: "27.3.4", elixir: "1.18.4", node: "22.12.0" })
    expect(await files(dir)).toMatchInlineSnapshot(`
      [
        "builds/elixir/builds.txt",
        "builds/elixir/v1.18.4-otp-27.zip",
        "builds/otp/amd64/ubuntu-22.04/OTP-27.3.4.tar.gz",
        "builds/otp/amd64/ubuntu-22.04/builds.txt",
        "dist/index.json",
        "dist/v22.12.0/SHASUMS256.txt",
        "dist/v22.12.0/node-v22.12.0-linux-x64.tar.gz",
        "installs/1.18.4/hex-2.2.2-otp-27.ez",
        "installs/1.18.4/rebar3-3.24.0-otp-26",
        "installs/hex.csv",
        "installs/rebar.csv",
      ]
    `)
    expect(await found(dir)).toEqual(["erlang 27.3.4", "elixir 1.18.4", "hex 2.2.2", "rebar3 3.24.0", "node 22.12.0"])
  })

  it("takes the newest that fit when nothing is asked for", async () => {
    const { dir: upstream } = await stubMirror()
    const dir = await tempDir("mirror")
    await mirror(dir, upstream)
    expect(await found(dir)).toEqual(await found(upstream))
  })

  it("lists only what it has", async () => {
    const { dir: upstream } = await stubMirror()
    const dir = await tempDir("mirror")
    await mirror(dir, upstream, { erlang: "27.3.4", elixir: "1.18.4", node: "22.12.0" })
    const indexes = (await files(dir)).filter((path) => /\.(txt|csv|json)$/.test(path))
    const lines = await Promise.all(indexes.map(async (path) => [path, await readFile(join(dir, path), "utf8")]))
    expect(anonymous(lines.map(([path, text]) => `${path}\n${text}`).join("\n"))).toMatchInlineSnapshot(`
      "builds/elixir/builds.txt
      v1.18.4-otp-27 0123456789abcdef0123456789abcdef01234567 2026-04-24T21:11:44Z SHA256

      builds/otp/amd64/ubuntu-22.04/builds.txt
      OTP-27.3.4 0123456789abcdef0123456789abcdef01234567 2026-04-24T21:11:44Z SHA256

      dist/index.json
      [
      {"version":"v22.12.0","files":["linux-x64"],"date":"2026-01-01","lts":"Stub"}
      ]

      dist/v22.12.0/SHASUMS256.txt
      SHA256  node-v22.12.0-linux-x64.tar.gz

      installs/hex.csv
      2.2.2,SHA512,1.18.4,27

      installs/rebar.csv
      3.24.0,SHA512,1.18.4,26
      "
    `)
  })

  it("lists the digest of a file that upstream lists without one", async () => {
    const { dir: upstream } = await stubMirror()
    const index = "builds/otp/amd64/ubuntu-22.04/builds.txt"
    const text = await readFile(join(upstream, index), "utf8")
    await writeFile(join(upstream, index), text.replace(/^(OTP-27\.3\.4 \S+ \S+) .*$/m, "$1"))
    const dir = await tempDir("mirror")
    await mirror(dir, upstream, { erlang: "27.3.4", elixir: "1.18.4", node: "22.12.0" })
    const digest = await digestFile(join(dir, "builds/otp/amd64/ubuntu-22.04/OTP-27.3.4.tar.gz"), "sha256")
    expect(await readFile(join(dir, index), "utf8")).toMatch(new RegExp(`^OTP-27\\.3\\.4 \\S+ \\S+ ${digest}$`, "m"))
  })

  it("downloads nothing again, and gets back what is missing or damaged", async () => {
    const upstream = await startOrigin((await stubMirror()).dir)
    const dir = await tempDir("mirror")
    const archives = () =>
      upstream.requests
        .splice(0)
        .filter((path) => !/\.(txt|csv|json)$/.test(path))
        .sort()
    await mirror(dir, upstream.url)
    const [elixir = "", erlang = "", ...others] = archives()
    expect(others).toHaveLength(3)
    await mirror(dir, upstream.url)
    expect(archives()).toEqual([])
    const digest = await digestFile(join(dir, erlang), "sha256")
    await rm(join(dir, elixir))
    await writeFile(join(dir, erlang), "damaged")
    await mirror(dir, upstream.url)
    expect(archives()).toEqual([elixir, erlang])
    expect(await digestFile(join(dir, erlang), "sha256")).toBe(digest)
  })

  it("keeps what is there when more is added", async () => {
    const { dir: upstream } = await stubMirror()
    const dir = await tempDir("mirror")
    await mirror(dir, upstream, { erlang: "27.3.4", elixir: "1.18.4", node: "22.12.0" })
    const before = await files(dir)
    await mirror(dir, upstream, { erlang: "26.2.5.11", elixir: "1.17.3", node: "24.11.0" })
    expect(await files(dir)).toEqual(expect.arrayContaining([...before]))
    const pinned = { erlang: "27.3.4", elixir: "1.18.4", node: "22.12.0" }
    expect(await found(dir, pinned)).toEqual([
      "erlang 27.3.4",
      "elixir 1.18.4",
      "hex 2.2.2",
      "rebar3 3.24.0",
      "node 22.12.0",
    ])
    expect((await found(dir))[4]).toBe("node 24.11.0")
  })

  it("lists nothing that could not be downloaded, and leaves no work behind", async () => {
    const upstream = await startOrigin((await stubMirror()).dir)
    const dir = await tempDir("mirror")
    const path = "/builds/otp/amd64/ubuntu-22.04/OTP-27.3.4.tar.gz"
    upstream.fail(path, { body: "not this" })
    const error = await failure(mirror(dir, upstream.url, { erlang: "27.3.4", elixir: "1.18.4" }))
    expect(error.id).toBe("download/digest-mismatch")
    expect(await files(dir)).not.toContain("builds/otp/amd64/ubuntu-22.04/builds.txt")
    expect((await files(dir)).filter((path) => /(^|\/)\./.test(path))).toEqual([])
  })

  it("stops when it is told to, and leaves no work behind", async () => {
    const upstream = await startOrigin((await stubMirror()).dir)
    const dir = await tempDir("mirror")
    const stop = new AbortController()
    upstream.fail("/dist/v24.11.0/node-v24.11.0-linux-x64.tar.gz", { stall: 60_000 })
    const output = ({ kind, text }: OutputEvent) => {
      if (kind === "detail" && text.startsWith("Fetching Node")) setTimeout(() => stop.abort(new Error("stopped")), 50)
    }
    const source = { kind: "upstream", versions: {} } as const
    const env = { BEAMPACK_MIRROR: upstream.url }
    await expect(makeMirror({ root, dir, source, env, target, output, signal: stop.signal })).rejects.toThrow("stopped")
    expect((await files(dir)).filter((path) => /(^|\/)\.|node/.test(path))).toEqual([])
  })

  it("says what it does", async () => {
    const { dir: upstream } = await stubMirror()
    const dir = await tempDir("mirror")
    const events = [...(await mirror(dir, upstream)), ...(await mirror(dir, upstream))]
    // What runs side by side ends in any order.
    const lines = events.flatMap(({ kind, text }) => (kind === "progress" ? [] : [`${kind}: ${text}`])).sort()
    expect(lines.join("\n").replaceAll(dir, "DIR")).toMatchInlineSnapshot(`
      "detail: Elixir 1.18.4 is there already
      detail: Erlang/OTP 27.3.4.2 is there already
      detail: Fetching Elixir 1.18.4
      detail: Fetching Erlang/OTP 27.3.4.2
      detail: Fetching Hex 2.2.2
      detail: Fetching Node.js 24.11.0
      detail: Fetching rebar3 3.24.0
      detail: Hex 2.2.2 is there already
      detail: Node.js 24.11.0 is there already
      detail: Taking the Erlang/OTP builds for Ubuntu 22.04, which fit debian 12
      detail: Taking the Erlang/OTP builds for Ubuntu 22.04, which fit debian 12
      detail: rebar3 3.24.0 is there already
      done: Mirror
      done: Mirror
      step: Making a mirror in DIR
      step: Making a mirror in DIR"
    `)
  })
})

it("says so when the folder cannot be made", async () => {
  const dir = await writeFiles(await tempDir(), { file: "" })
  const { id, title, help } = await failure(mirror(join(dir, "file", "mirror"), dir))
  expect(`${id}: ${title}\n\n${help}`.replaceAll(dir, "DIR")).toMatchInlineSnapshot(`
    "mirror/not-writable: Cannot write to DIR/file/mirror

    The mirror is made in this folder, but nothing can be written there:
    ENOTDIR: not a directory, mkdir 'DIR/file/mirror'

    Name a folder of your own, for example: beampack mirror ./mirror"
  `)
})

async function mirror(dir: string, upstream: string, versions = {}): Promise<readonly OutputEvent[]> {
  const events: OutputEvent[] = []
  const output = (event: OutputEvent) => events.push(event)
  const source = { kind: "upstream", versions } as const
  await makeMirror({ root, dir, source, env: { BEAMPACK_MIRROR: upstream }, target, output })
  return events
}

/** What a build would install from the mirror. */
async function found(dir: string, pins: Partial<Record<RuntimeName, string>> = {}): Promise<readonly string[]> {
  const names = ["erlang", "elixir", "hex", "rebar3", "node"] as const
  const requests = names.map((name) => wanted(name, pins[name]))
  const artifacts = await findArtifacts(requests, { env: { BEAMPACK_MIRROR: dir }, target, output: () => {} })
  return artifacts.map(({ name, version }) => `${name} ${version.value}`)
}

async function files(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .sort()
}

function anonymous(text: string): string {
  return text.replace(/\b([0-9a-f]{128}|[0-9a-f]{64})\b/g, (hex) => (hex.length === 128 ? "SHA512" : "SHA256"))
}
