import { beforeEach, describe, expect, it, vi } from "vitest"
import type { RuntimeName } from "../../lib/core/runtime.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { failure } from "../support/failure.ts"
import { paths, requests, startFinding } from "../support/finding.ts"

const first = { erlang: "27", elixir: "1.18", hex: "2.2.2", node: "24" }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 10, 23, 10, 15) })
  return () => {
    vi.useRealTimers()
  }
})

/** An app that was built once, whose origin is down since. */
async function cutOff() {
  const app = await startFinding()
  await app.build(requests(first), { install: false })
  await app.origin.close()
  return app
}

function rendered(error: Parameters<typeof renderError>[0]): string {
  return renderError(error).replaceAll(/127\.0\.0\.1:\d+/g, "MIRROR")
}

describe("a version that a remembered list does not have, while its server is down", () => {
  it.each<readonly [RuntimeName, asked: string, title: string]>([
    ["erlang", "27.3.9", "There is no Erlang/OTP 27.3.9 to install"],
    ["erlang", ">= 30", "No version of Erlang/OTP that can be installed meets >= 30"],
    ["elixir", "1.18.9", "There is no Elixir 1.18.9 to install"],
    ["hex", "2.9.9", "There is no Hex 2.9.9 to install"],
    ["node", "24.99.0", "There is no Node.js 24.99.0 to install"],
  ])("may be there, in the case of %s %s", async (name, asked, title) => {
    const { build } = await cutOff()
    const error = await failure(build(requests({ ...first, [name]: asked }), { install: false }))
    expect(error).toMatchObject({
      id: "version/not-in-remembered-list",
      title: `${title}, by the list of an earlier build`,
    })
    expect(error.help).toContain(" as it was on 2026-11-23 at 10:15 UTC\n")
  })

  it("is no mistake of the user, who is told what to do", async () => {
    const { build } = await cutOff()
    expect(rendered(await failure(build(requests({ erlang: "27.3.9" }))))).toMatchInlineSnapshot(`
      " !
       !     There is no Erlang/OTP 27.3.9 to install, by the list of an earlier build
       !
       !     The server cannot be asked now, so that this had to do:
       !
       !         http://MIRROR/builds/otp/amd64/ubuntu-24.04/builds.txt as it was on 2026-11-23 at 10:15 UTC
       !
       !     What has come since is not in it: that is a failure of the network or of the server, and may pass. Build again in
       !     some minutes, or set BEAMPACK_MIRROR to a mirror that can be reached.
       !
       !     What the list of that time tells:
       !
       !     PIN asks for it, but http://MIRROR/builds/otp/amd64/ubuntu-24.04/builds.txt does not list it.
       !     The nearest versions there: 27.3.4.2, 27.3.4, 28.0.2, 26.2.5.11, 25.3.2.21
       !
       !     Name one of them, for example:
       !
       !         PIN=27.3.4.2
       !
       !     Error id: version/not-in-remembered-list
       !"
    `)
  })

  it("may be what makes a pair, which both lists can lack", async () => {
    const { build } = await cutOff()
    const error = await failure(build(requests({ erlang: "25", elixir: "1.18.4" })))
    expect(rendered(error)).toMatchInlineSnapshot(`
      " !
       !     No build of Elixir 1.18.4 is for Erlang/OTP 25, by the lists of an earlier build
       !
       !     The server cannot be asked now, so that this had to do:
       !
       !         http://MIRROR/builds/otp/amd64/ubuntu-24.04/builds.txt as it was on 2026-11-23 at 10:15 UTC
       !         http://MIRROR/builds/elixir/builds.txt as it was on 2026-11-23 at 10:15 UTC
       !
       !     What has come since is not in them: that is a failure of the network or of the server, and may pass. Build again in
       !     some minutes, or set BEAMPACK_MIRROR to a mirror that can be reached.
       !
       !     What the lists of that time tell:
       !
       !     PIN asks for Erlang/OTP 25.
       !     PIN asks for Elixir 1.18.4.
       !     Elixir 1.18.4 is built for Erlang/OTP 26, 27.
       !
       !     Take another Erlang/OTP:
       !
       !         PIN=27.3.4.2
       !
       !     Or take another Elixir:
       !
       !         PIN=1.14.5
       !
       !     Error id: version/not-in-remembered-list
       !"
    `)
  })
})

it("is an unknown version when the list that lacks it could be read, and another could not", async () => {
  const { origin, build } = await startFinding()
  await build(requests(first), { install: false })
  origin.fail(paths.elixir, { status: 503, times: 3 })
  const error = await failure(build(requests({ ...first, erlang: "27.3.9" })))
  expect(error).toMatchObject({ id: "version/unknown" })
})

it("is found in the remembered list when that has it", async () => {
  const { build } = await cutOff()
  expect((await build(requests({ erlang: "26" }), { install: false })).found).toEqual(["erlang 26.2.5.11"])
})
