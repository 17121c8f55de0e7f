import { readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it, onTestFinished, vi } from "vitest"
import type { RuntimeRequest } from "../../lib/core/runtime.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { failure } from "../support/failure.ts"
import { paths, requests, startFinding, target } from "../support/finding.ts"
import { republish } from "../support/republish.ts"

const otpFile = "builds/otp/amd64/ubuntu-24.04/OTP-27.3.4.2.tar.gz"
const erlang = requests({ erlang: "27" })

const newer = "Erlang/OTP 27.3.4.2 is there; the last build took 27.3.4: a build with BEAMPACK_CACHE=false takes it"
const anew = "Erlang/OTP 27.3.4.2 was published anew since the last build: taking what is listed now"

function aDayLater(): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 25 * 60 * 60 * 1000 })
  onTestFinished(() => {
    vi.useRealTimers()
  })
}

/** Changes one of the mirror's indexes, and gives what undoes that. */
async function editIndex(dir: string, path: string, edit: (text: string) => string): Promise<() => Promise<void>> {
  const text = await readFile(join(dir, path), "utf8")
  await writeFile(join(dir, path), edit(text))
  return () => writeFile(join(dir, path), text)
}

/** The mirror before its newest Erlang/OTP 27 came, and what makes that come. */
function beforeNewest(dir: string): Promise<() => Promise<void>> {
  return editIndex(dir, paths.otp, (text) => text.replace(/^OTP-27\.3\.4\.2 .*\n/m, ""))
}

function forgetLayers(cache: string): Promise<void> {
  return rm(join(cache, "beampack/layers"), { recursive: true })
}

describe("what the last build took stays", () => {
  it.each([
    ["a mirror that is served", undefined],
    ["a folder", (_: string, dir: string) => dir],
  ])("when a newer patch comes to %s, which is announced once the list is read", async (_, mirrorAt) => {
    const { dir, cache, build } = await startFinding(mirrorAt)
    const comes = await beforeNewest(dir)
    expect((await build(erlang)).found).toEqual(["erlang 27.3.4"])
    await comes()
    await forgetLayers(cache)
    const { found, details } = await build(erlang)
    expect(found).toEqual(["erlang 27.3.4"])
    expect(details).toEqual([newer])
    expect((await build(erlang, { anew: true })).found).toEqual(["erlang 27.3.4.2"])
  })

  it("a day later too, when the lists are read again to say what is newer", async () => {
    const { dir, build } = await startFinding()
    const comes = await beforeNewest(dir)
    await build(erlang)
    await comes()
    expect(await build(erlang)).toMatchObject({ asked: [], details: [] })
    aDayLater()
    expect(await build(erlang)).toMatchObject({ found: ["erlang 27.3.4"], asked: [paths.otp], details: [newer] })
    expect(await build(erlang)).toMatchObject({ found: ["erlang 27.3.4"], asked: [], details: [newer] })
  })

  it("but not a build of it that was published anew, which the lists tell a day later", async () => {
    const { dir, build } = await startFinding()
    await build(erlang)
    await republish(dir, otpFile, await readFile(join(dir, otpFile.replace("27.3.4.2", "27.3.4"))))
    expect((await build(erlang)).warnings).toEqual([])
    aDayLater()
    expect((await build(erlang)).warnings).toEqual([anew])
    expect((await build(erlang)).warnings).toEqual([])
  })

  it("while the lists cannot be read", async () => {
    const { origin, build } = await startFinding()
    const first = await build(erlang)
    await origin.close()
    aDayLater()
    expect(await build(erlang)).toMatchObject({ found: first.found, warnings: [] })
  })

  it("while other runtimes are asked for otherwise, or for the first time", async () => {
    const { dir, build } = await startFinding()
    const comes = await beforeNewest(dir)
    await build(requests({ erlang: "27", elixir: "1.18", node: "22" }))
    await comes()
    const { found } = await build(requests({ erlang: "27", elixir: "1.18", hex: undefined, node: "24" }))
    expect(found).toEqual(["erlang 27.3.4", "elixir 1.18.4", "hex 2.2.2", "node 24.11.0"])
  })

  it.each([
    ["another Elixir is asked for", { erlang: "27", elixir: "1.17" }, {}],
    ["another place asks", { erlang: "27", elixir: "1.18" }, { variable: "OTHER" }],
    ["it is for another system", { erlang: "27", elixir: "1.18" }, { target: { ...target, stack: "heroku-22" } }],
  ] as const)(
    "until %s",
    async (_, versions, { variable, ...options }: { variable?: string; target?: typeof target }) => {
      const { dir, build } = await startFinding()
      const comes = await editIndex(dir, "builds/otp/amd64/ubuntu-24.04/builds.txt", (text) =>
        text.replace(/^OTP-27\.3\.4\.2 .*\n/m, ""),
      )
      await build(requests({ erlang: "27", elixir: "1.18" }))
      await comes()
      const now = requests(versions).map((request) => (variable === undefined ? request : askedBy(variable, request)))
      expect((await build(now, { ...options, install: false })).found[0]).toBe("erlang 27.3.4.2")
    },
  )

  it("but not once it is listed no more", async () => {
    const { dir, cache, build } = await startFinding()
    await build(erlang)
    await beforeNewest(dir)
    await forgetLayers(cache)
    expect((await build(erlang)).found).toEqual(["erlang 27.3.4"])
  })

  it("but a branch is looked up at each build, since it moves", async () => {
    const { build } = await startFinding()
    const branch = requests({ erlang: "ref:maint-27" })
    expect((await build(branch, { install: false })).asked).toEqual([paths.otp])
    expect((await build(branch, { install: false })).asked).toEqual([paths.otp])
  })

  it("and its digest is the one that is listed now, which is said", async () => {
    const { dir, cache, build } = await startFinding()
    const first = await build(erlang)
    await republish(dir, otpFile, await readFile(join(dir, otpFile.replace("27.3.4.2", "27.3.4"))))
    await forgetLayers(cache)
    const next = await build(erlang)
    expect(next.artifacts[0]?.digest.hex).not.toBe(first.artifacts[0]?.digest.hex)
    expect(next.warnings).toEqual([anew])
    expect((await build(erlang)).warnings).toEqual([])
  })
})

function askedBy(name: string, request: RuntimeRequest): RuntimeRequest {
  return { ...request, wishes: request.wishes.map(({ value }) => ({ value, origin: { kind: "env", name } })) }
}

it("announces a newer patch of a version that is asked for exactly, and what to type", async () => {
  const { build } = await startFinding()
  expect((await build(requests({ erlang: "27.3.4" }))).details).toEqual([
    "Erlang/OTP 27.3.4.2 is there; to take it in place of 27.3.4, which PIN asks for: PIN=27.3.4.2",
  ])
})

it("says which systems have what this one lacks", async () => {
  const { build } = await startFinding()
  const old = build(requests({ erlang: "25.3.2.21" }), { target: { ...target, stack: "heroku-26" } })
  expect(renderError(await failure(old)).replaceAll(/127\.0\.0\.1:\d+/g, "MIRROR")).toMatchInlineSnapshot(`
    " !
     !     There is no Erlang/OTP 25.3.2.21 to install on Ubuntu 26.04 (heroku-26; amd64)
     !
     !     It is there on:
     !
     !         Ubuntu 22.04 (heroku-22; amd64, arm64)
     !         Ubuntu 24.04 (heroku-24; amd64, arm64)
     !
     !     Build there, or stay and ask for another version:
     !
     !     PIN asks for it, but http://MIRROR/builds/otp/amd64/ubuntu-26.04/builds.txt does not list it.
     !     The nearest versions there: 26.2.5.11, 27.3.4.2, 27.3.4, 28.0.2
     !
     !     Name one of them, for example:
     !
     !         PIN=26.2.5.11
     !
     !     Error id: version/not-for-stack
     !"
  `)
})
