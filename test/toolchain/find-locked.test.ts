import { pathToFileURL } from "node:url"
import { describe, expect, it } from "vitest"
import type { Target } from "../../lib/core/target.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { makeLock } from "../../lib/toolchain/lock.ts"
import { failure } from "../support/failure.ts"
import { paths, requests, startFinding, target } from "../support/finding.ts"
import { republish } from "../support/republish.ts"

const wishes = requests({ erlang: "27", elixir: "1.18", hex: undefined, rebar3: undefined, node: "lts" })
const otpFile = "builds/otp/amd64/ubuntu-24.04/OTP-27.3.4.2.tar.gz"

/** An app with a lock, whose cache is empty. */
async function startLocked(mirrorAt?: Parameters<typeof startFinding>[0]) {
  const app = await startFinding(mirrorAt)
  const { artifacts } = await (await startFinding((_) => app.dir)).build(wishes, { install: false })
  const context = { target, env: { BEAMPACK_MIRROR: app.dir }, signal: new AbortController().signal }
  const { text: lock } = await makeLock({ artifacts, keepOthers: false, output: () => {}, ...context })
  return { ...app, lock }
}

describe("with the app's lock", () => {
  it("no index is read, however the origin fares", async () => {
    const { origin, lock, build } = await startLocked()
    for (const path of Object.values(paths)) origin.fail(path, { status: 500, times: 100 })
    const { found, asked } = await build(wishes, { lock })
    expect(found).toEqual(["erlang 27.3.4.2", "elixir 1.18.4", "hex 2.2.2", "rebar3 3.24.0", "node 24.11.0"])
    expect(asked).toEqual([])
  })

  it("each version says where it stands", async () => {
    const { lock, build } = await startLocked()
    const { artifacts } = await build(wishes, { lock })
    expect(artifacts.map(({ version }) => version.origin)).toEqual(
      artifacts.map(({ name }) => ({
        kind: "file",
        file: "beampack.lock",
        line: lock.split("\n").indexOf(`[${name}]`) + 1,
      })),
    )
  })

  it.each([
    ["an HTTP mirror", (origin: string) => origin, (origin: string) => origin],
    ["a folder", (_: string, dir: string) => dir, (_: string, dir: string) => pathToFileURL(dir).href],
    ["a mirror with a password", (origin: string) => origin.replace("//", "//mona:s3cret@"), undefined],
  ])("its files come from %s", async (_, mirrorAt, base) => {
    const { dir, env, origin, lock, build } = await startLocked(mirrorAt)
    const { artifacts } = await build(wishes, { lock })
    const root = base?.(origin.url, dir) ?? env.BEAMPACK_MIRROR
    expect(artifacts[0]?.url).toBe(`${root}/${otpFile}`)
    expect(artifacts[4]?.url).toBe(`${root}/dist/v24.11.0/node-v24.11.0-linux-x64.tar.gz`)
    expect(lock).not.toContain(origin.url)
  })

  it("they come from upstream when no mirror is set", async () => {
    const { lock, build } = await startLocked(() => "")
    const { artifacts } = await build(wishes, { lock, install: false })
    expect(artifacts.map(({ url }) => new URL(url).origin)).toEqual([
      ...Array.from({ length: 4 }, () => "https://builds.hex.pm"),
      "https://nodejs.org",
    ])
  })

  it("each platform has its own", async () => {
    const { lock, build } = await startLocked()
    const arm: Target = { ...target, arch: "arm64", stack: "heroku-22" }
    const { artifacts } = await build(wishes, { lock, target: arm, install: false })
    const names = artifacts.map(({ url }) => url.split("/").slice(-4).join("/"))
    expect(names[0]).toBe("otp/arm64/ubuntu-22.04/OTP-27.3.4.2.tar.gz")
    expect(names[4]).toContain("node-v24.11.0-linux-arm64.tar.gz")
  })

  it("another file than was locked is refused", async () => {
    const { dir, lock, build } = await startLocked()
    await republish(dir, otpFile, Buffer.from("another build"))
    const error = await failure(build(requests({ erlang: "27" }), { lock }))
    expect(renderError(error).replace(/127\.0\.0\.1:\d+/, "MIRROR")).toMatchInlineSnapshot(`
      " !
       !     Erlang/OTP 27.3.4.2 is not the file that beampack.lock has
       !
       !     http://MIRROR/builds/otp/amd64/ubuntu-24.04/OTP-27.3.4.2.tar.gz was downloaded, and its digest is not the one at beampack.lock:4.
       !     Either it was published anew since it was locked, as branches are all the time, or BEAMPACK_MIRROR has another
       !     build of it, now or when it was locked, or somebody has put another file there. Nothing of it was used.
       !
       !     If the new file is what you want, lock it, and look at the difference before you commit it:
       !
       !         beampack lock
       !
       !     Error id: lock/digest
       !"
    `)
  })

  it("what is newer is said once the cache is warm, at most once a day", async () => {
    const { lock, build } = await startLocked()
    const { artifacts } = await build(requests({ erlang: "27.3.4" }), { install: false })
    const digest = `sha256:${artifacts[0]?.digest.hex}`
    const older = lock.replaceAll("27.3.4.2", "27.3.4").replace(/(?<=OTP-27\.3\.4\.tar\.gz", digest = ")[^"]*/g, digest)
    const erlang = requests({ erlang: "27" })
    expect((await build(erlang, { lock: older })).details).toEqual([])
    const warm = await build(erlang, { lock: older })
    expect(warm.found).toEqual(["erlang 27.3.4"])
    expect(warm.details).toEqual(["Erlang/OTP 27.3.4.2 is there; locked is 27.3.4: beampack lock takes it"])
    expect((await build(erlang, { lock: older })).asked).toEqual([])
  })

  it("another tree may add its own runtimes to it", async () => {
    const { dir, lock } = await startLocked()
    const { build } = await startFinding(() => dir)
    const { artifacts } = await build(requests({ node: "22" }), { install: false })
    const context = { target, env: { BEAMPACK_MIRROR: dir }, output: () => {}, signal: new AbortController().signal }
    const both = await makeLock({ artifacts, former: lock, keepOthers: true, ...context })
    expect(both.changes.at(-1)).toBe("Node.js 24.11.0 -> 22.12.0")
    expect(both.text.slice(0, both.text.indexOf("[node]"))).toBe(lock.slice(0, lock.indexOf("[node]")))
    expect((await makeLock({ artifacts, former: lock, keepOthers: false, ...context })).text).not.toContain("[erlang]")
  })

  it("all that it lacks is said at once", async () => {
    const { lock, build } = await startLocked()
    const less = lock.replace(/\[hex\][\s\S]*?(?=\[rebar3\])/, "").replace(/^"linux-x64".*\n/m, "")
    const error = await failure(
      build(requests({ erlang: "28", elixir: "1.18", hex: undefined, node: "lts" }), { lock: less }),
    )
    expect(renderError(error)).toMatchInlineSnapshot(`
      " !
       !     beampack.lock does not do for this build
       !
       !     PIN asks for Erlang/OTP 28, and beampack.lock:4 has 27.3.4.2.
       !     The app needs Hex, which the lock does not have.
       !     beampack.lock:33 has no Node.js 24.11.0 for linux-x64.
       !
       !     With a lock nothing is chosen in the build itself. Renew it, and commit it with what has changed:
       !
       !         beampack lock --for heroku-24 --arch amd64
       !
       !     Error id: lock/outdated
       !"
    `)
  })
})
