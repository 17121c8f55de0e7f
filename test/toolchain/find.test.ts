import { rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { describe, expect, it } from "vitest"
import type { OutputEvent } from "../../lib/core/output.ts"
import type { RuntimeRequest } from "../../lib/core/runtime.ts"
import type { Target } from "../../lib/core/target.ts"
import { digestFile } from "../../lib/io/files.ts"
import { findArtifacts } from "../../lib/toolchain/find.ts"
import { failure } from "../support/failure.ts"
import { startOrigin } from "../support/origin.ts"
import { wanted } from "../support/requests.ts"
import { stubMirror } from "../support/toolchain.ts"

const target: Target = { os: "linux", arch: "amd64", distro: { name: "ubuntu", version: "24.04" } }

async function find(
  mirror: string,
  requests: readonly RuntimeRequest[],
  on: Target = target,
): Promise<readonly string[]> {
  const artifacts = await findArtifacts(requests, { env: { BEAMPACK_MIRROR: mirror }, target: on, output: () => {} })
  return artifacts.map(
    ({ name, version, url }) => `${name} ${version.value} ${url.slice(pathToFileURL(mirror).href.length)}`,
  )
}

describe("findArtifacts", () => {
  it("finds all runtimes, in the order in which they build on each other", async () => {
    const { dir } = await stubMirror()
    expect(
      await find(
        dir,
        (["node", "rebar3", "hex", "elixir", "erlang"] as const).map((name) => wanted(name)),
      ),
    ).toEqual([
      "erlang 27.3.4.2 /builds/otp/amd64/ubuntu-24.04/OTP-27.3.4.2.tar.gz",
      "elixir 1.18.4 /builds/elixir/v1.18.4-otp-27.zip",
      "hex 2.2.2 /installs/1.18.4/hex-2.2.2-otp-27.ez",
      "rebar3 3.24.0 /installs/1.18.4/rebar3-3.24.0-otp-26",
      "node 24.11.0 /dist/v24.11.0/node-v24.11.0-linux-x64.tar.gz",
    ])
  })

  it("finds what is pinned, and Hex and rebar3 that fit it", async () => {
    const { dir } = await stubMirror()
    const requests = [
      wanted("erlang", "25.3.2.21"),
      wanted("elixir", "1.14.5"),
      wanted("hex"),
      wanted("rebar3"),
      wanted("node", "20.19.5"),
    ]
    const arm: Target = { ...target, arch: "arm64", distro: { name: "debian", version: "12" } }
    expect(await find(dir, requests, arm)).toEqual([
      "erlang 25.3.2.21 /builds/otp/arm64/ubuntu-22.04/OTP-25.3.2.21.tar.gz",
      "elixir 1.14.5 /builds/elixir/v1.14.5-otp-25.zip",
      "hex 2.2.2 /installs/1.14.0/hex-2.2.2.ez",
      "rebar3 3.22.0 /installs/1.14.0/rebar3-3.22.0",
      "node 20.19.5 /dist/v20.19.5/node-v20.19.5-linux-arm64.tar.gz",
    ])
  })

  it("gives the digest of each file", async () => {
    const { dir } = await stubMirror()
    const requests = (["erlang", "elixir", "hex", "rebar3", "node"] as const).map((name) => wanted(name))
    const artifacts = await findArtifacts(requests, { env: { BEAMPACK_MIRROR: dir }, target, output: () => {} })
    for (const { url, digest } of artifacts) {
      expect(await digestFile(url.replace("file://", ""), digest.algorithm)).toBe(digest.hex)
    }
    expect(artifacts.map(({ digest }) => digest.algorithm)).toEqual(["sha256", "sha256", "sha512", "sha512", "sha256"])
  })

  it.each([
    [["erlang"], ["/builds/otp/amd64/ubuntu-24.04/builds.txt"]],
    [["node"], ["/dist/index.json", "/dist/v24.11.0/SHASUMS256.txt"]],
    [["elixir"], ["/builds/elixir/builds.txt", "/builds/otp/amd64/ubuntu-24.04/builds.txt"]],
    [["hex"], ["/builds/elixir/builds.txt", "/builds/otp/amd64/ubuntu-24.04/builds.txt", "/installs/hex.csv"]],
    [[], []],
  ] as const)("for %j reads only %j", async (names, paths) => {
    const origin = await startOrigin((await stubMirror()).dir)
    const artifacts = await findArtifacts(
      names.map((name) => wanted(name)),
      { env: { BEAMPACK_MIRROR: origin.url }, target, output: () => {} },
    )
    expect(artifacts.map(({ name }) => name)).toEqual(names)
    expect(origin.requests.toSorted()).toEqual(paths)
  })

  it("warns when it has to guess the platform", async () => {
    const events: OutputEvent[] = []
    const fedora: Target = { ...target, distro: { name: "fedora", version: "42" } }
    const env = { BEAMPACK_MIRROR: (await stubMirror()).dir }
    await findArtifacts([wanted("erlang")], { env, target: fedora, output: (event) => events.push(event) })
    expect(events).toEqual([{ kind: "warning", text: expect.stringContaining("fedora 42") }])
  })

  it("asks nothing of the platform when only Node is wanted", async () => {
    const { dir } = await stubMirror()
    const alpine: Target = { ...target, distro: { name: "alpine", version: "3.22" } }
    expect(await find(dir, [wanted("node")], alpine)).toHaveLength(1)
    expect((await failure(find(dir, [wanted("erlang")], alpine))).id).toBe("target/unsupported")
  })

  it("says whose list is missing", async () => {
    const { dir } = await stubMirror()
    await rm(join(dir, "installs/hex.csv"))
    const error = await failure(find(dir, [wanted("erlang"), wanted("elixir"), wanted("hex")]))
    expect(`${error.id}: ${error.title}\n\n${error.help}`.replaceAll(dir, "MIRROR")).toMatchInlineSnapshot(`
      "index/missing: The list of Hex versions is not there: file://MIRROR/installs/hex.csv

      This list says which versions of Hex there are, with their digests.

      The mirror that BEAMPACK_MIRROR names has no Hex. Add it on a machine that reaches upstream:

          BEAMPACK_MIRROR= beampack mirror MIRROR

      Debian 12 packages no Hex, so that --from-apt finds none there; Debian 13 does. Or unset BEAMPACK_MIRROR
      to install from builds.hex.pm and nodejs.org."
    `)
  })

  it("refuses a Node.js without digest", async () => {
    const { dir } = await stubMirror()
    await writeFile(join(dir, "dist/v24.11.0/SHASUMS256.txt"), "")
    expect((await failure(find(dir, [wanted("node")]))).id).toBe("node/no-digest")
  })

  it("passes other failures of the origin on", async () => {
    const origin = await startOrigin((await stubMirror()).dir)
    origin.fail("/builds/elixir/builds.txt", { status: 403 })
    expect((await failure(find(origin.url, [wanted("elixir")]))).id).toBe("download/refused")
  })
})
