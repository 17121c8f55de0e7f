import { readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it, onTestFinished, vi } from "vitest"
import type { KnownDigest } from "../../lib/core/runtime.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { digestFile } from "../../lib/io/files.ts"
import { failure } from "../support/failure.ts"
import { paths, requests, startFinding } from "../support/finding.ts"

const otpFile = "builds/otp/amd64/ubuntu-24.04/OTP-27.3.4.2.tar.gz"
const erlang = requests({ erlang: "27.3.4.2" })

type App = Awaited<ReturnType<typeof startFinding>>

/** Lists the file with this digest, or without one. */
async function list({ dir }: App, digest: string): Promise<void> {
  const text = await readFile(join(dir, paths.otp), "utf8")
  await writeFile(join(dir, paths.otp), text.replace(/^(OTP-27\.3\.4\.2 \S+ \S+).*$/m, `$1 ${digest}`))
}

/** Puts another build in the file's place, and gives its digest. */
async function swap({ dir }: App): Promise<string> {
  const other = join(dir, otpFile.replace("27.3.4.2", "27.3.4"))
  await writeFile(join(dir, otpFile), await readFile(other))
  return digestFile(other, "sha256")
}

function forgetLayers({ cache }: App): Promise<void> {
  return rm(join(cache, "beampack/layers"), { recursive: true })
}

/** The build's request, when mise.lock has this of the file. */
function known(more: Partial<KnownDigest>) {
  const digest: KnownDigest = {
    version: "27.3.4.2",
    url: `https://builds.hex.pm/${otpFile}`,
    digest: { algorithm: "sha256", hex: "ab".repeat(32) },
    origin: { kind: "file", file: "mise.lock", line: 7 },
    ...more,
  }
  return erlang.map((request) => ({ ...request, knownDigests: [digest] }))
}

function rendered(error: Parameters<typeof renderError>[0]): string {
  let count = 0
  return renderError(error)
    .replaceAll(/127\.0\.0\.1:\d+/g, "MIRROR")
    .replaceAll(/(?!abab)\b[0-9a-f]{64}\b/g, () => `DIGEST-${++count}`)
}

describe("a build that is listed without a digest", () => {
  async function start(): Promise<App> {
    const app = await startFinding()
    await list(app, "")
    return app
  }

  it("is trusted as it is first, with a warning, and then held to that", async () => {
    const app = await start()
    const first = await app.build(erlang)
    expect(first.warnings).toEqual([expect.stringContaining(`Trusting ORIGIN/${otpFile} as it is today`)])
    expect((await app.build(erlang)).asked).toEqual([])
    await forgetLayers(app)
    expect((await app.build(erlang)).warnings).toEqual([])

    await swap(app)
    await forgetLayers(app)
    expect(await failure(app.build(erlang))).toMatchObject({ id: "download/changed" })
  })

  it("is held to that also when nothing is to be taken from the cache", async () => {
    const app = await start()
    await app.build(erlang)
    expect((await app.build(erlang, { anew: true })).warnings).toEqual([])
    await swap(app)
    await forgetLayers(app)
    expect(await failure(app.build(erlang, { anew: true }))).toMatchObject({ id: "download/changed" })
  })

  it("may be listed with that digest later", async () => {
    const app = await start()
    const { artifacts } = await app.build(erlang)
    await list(app, artifacts[0]?.digest.hex ?? "")
    await forgetLayers(app)
    expect((await app.build(erlang)).warnings).toEqual([])
    await list(app, await swap(app))
    await forgetLayers(app)
    expect((await app.build(erlang)).warnings).toEqual([expect.stringContaining("was published anew")])
  })

  it.each([
    ["the cache lost its layer", forgetLayers, {}],
    ["nothing is to be taken from the cache", forgetLayers, { anew: true }],
    ["the lists are read again a day later", aDayLater, {}],
  ])("is refused when it is listed with another digest later, and %s", async (_, happens, options) => {
    const app = await start()
    await app.build(erlang)
    await list(app, await swap(app))
    await happens(app)
    expect(await failure(app.build(erlang, options))).toMatchObject({ id: "digest/not-trusted" })
    expect(await failure(app.build(erlang, options))).toMatchObject({ id: "digest/not-trusted" })
  })

  it("is refused then with what was trusted, what is listed, and both ways out", async () => {
    const app = await start()
    await app.build(erlang)
    await list(app, await swap(app))
    expect(rendered(await failure(app.build(erlang, { anew: true })))).toMatchInlineSnapshot(`
      " !
       !     Erlang/OTP 27.3.4.2 is listed with another digest than it was trusted with
       !
       !     at first sha256:DIGEST-1
       !     listed   sha256:DIGEST-2
       !
       !     No digest of http://MIRROR/builds/otp/amd64/ubuntu-24.04/OTP-27.3.4.2.tar.gz
       !     was listed when a build first took it, so it was trusted as it came. Now there is one, and it is of another file:
       !     either that one was not what it should have been, or another was put in its place, for which a released version
       !     has no reason. Nothing was downloaded.
       !
       !     Take another patch release. Or, when you know that what is listed now is right, write it down with:
       !
       !         beampack lock
       !
       !     or let builds forget what they trusted: empty the app's cache, with "heroku builds:cache:purge" or
       !     "pack build --clear-cache".
       !
       !     Error id: digest/not-trusted
       !"
    `)
  })

  it("is not trusted when the app knows its digest", async () => {
    const app = await start()
    const { artifacts, warnings } = await app.build(known({}), { install: false })
    expect(artifacts[0]?.digest.hex).toBe("ab".repeat(32))
    expect(warnings).toEqual([])
  })

  it("may change when the app knows the digest that is listed later", async () => {
    const app = await start()
    await app.build(erlang)
    const hex = await swap(app)
    await list(app, hex)
    const { warnings } = await app.build(known({ digest: { algorithm: "sha256", hex } }))
    expect(warnings).toEqual([expect.stringContaining("was published anew")])
  })
})

describe("a build whose digest is listed no more", () => {
  it.each([
    ["the same version is asked for", []],
    ["another one was in between", ["27.3.4"]],
  ])("has to be what it was, when %s", async (_, between) => {
    const app = await startFinding()
    await app.build(erlang)
    for (const version of between) await app.build(requests({ erlang: version }))
    await list(app, "")
    await forgetLayers(app)
    const { warnings } = await app.build(erlang)
    expect(warnings).toEqual([
      "Erlang/OTP 27.3.4.2 is listed without a digest now: the file has to be the one that an earlier build took, until beampack lock writes down another",
    ])
    await swap(app)
    await forgetLayers(app)
    expect(await failure(app.build(erlang))).toMatchObject({ id: "download/digest-mismatch" })
    expect(await failure(app.build(erlang, { anew: true }))).toMatchObject({ id: "download/digest-mismatch" })
  })
})

describe("a digest that the app knows", () => {
  it("is no other than the listed one", async () => {
    const { build } = await startFinding()
    expect(rendered(await failure(build(known({}))))).toMatchInlineSnapshot(`
      " !
       !     mise.lock:7 has another digest of Erlang/OTP 27.3.4.2
       !
       !     mise.lock:7:  sha256:abababababababababababababababababababababababababababababababab
       !     listed:  sha256:DIGEST-1
       !
       !     They are of the same file, https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/OTP-27.3.4.2.tar.gz
       !     so it was published anew since, or one of the two is wrong. Nothing was downloaded.
       !     If the new file is what you want, renew that lock with the tool that made it: mise lock
       !
       !     Error id: mise/digest
       !"
    `)
  })

  it.each([
    ["from elsewhere", "https://me:s3cret@example.com/my/OTP-27.3.4.2.tar.gz", true],
    ["of another version", "https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/OTP-27.3.4.tar.gz", true],
    ["for another system", "https://builds.hex.pm/builds/otp/amd64/ubuntu-22.04/OTP-27.3.4.2.tar.gz", false],
  ])("does not count for a file %s", async (_, url, isSaid) => {
    const { build } = await startFinding()
    const { warnings } = await build(known({ url }), { install: false })
    const said = url.replace("me:s3cret@", "")
    const text = `mise.lock:7 pins ${said}: that file is not used, nor its digest; Erlang/OTP 27.3.4.2 is https://builds.hex.pm/${otpFile}`
    expect(warnings).toEqual(isSaid ? [text] : [])
  })

  it("says nothing of a version that is not taken", async () => {
    const { build } = await startFinding()
    const other = known({ version: "27.3.4", url: "https://example.com/OTP-27.3.4.tar.gz" })
    expect((await build(other, { install: false })).warnings).toEqual([])
  })

  it("may be of the same Elixir, compiled for another OTP", async () => {
    const { build } = await startFinding()
    const digest: KnownDigest = {
      version: "1.18.4-otp-27",
      url: "https://builds.hex.pm/builds/elixir/v1.18.4.zip",
      digest: { algorithm: "sha256", hex: "ab".repeat(32) },
      origin: { kind: "file", file: "mise.lock", line: 7 },
    }
    const wanted = requests({ erlang: "27.3.4.2", elixir: "1.18.4" })
    const asked = wanted.map((request) =>
      request.name === "elixir" ? { ...request, knownDigests: [digest] } : request,
    )
    expect((await build(asked, { install: false })).warnings).toEqual([])
  })
})

async function aDayLater(): Promise<void> {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 25 * 60 * 60 * 1000 })
  onTestFinished(() => {
    vi.useRealTimers()
  })
}
