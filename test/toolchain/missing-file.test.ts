import { expect, it } from "vitest"
import { BuildpackError } from "../../lib/core/error.ts"
import type { Origin } from "../../lib/core/setting.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { notFound, refused } from "../../lib/io/download-errors.ts"
import { withDigest } from "../../lib/toolchain/digests.ts"
import { explainMissing } from "../../lib/toolchain/missing-file.ts"
import { tempDir } from "../support/app.ts"
import { failure } from "../support/failure.ts"
import { startOrigin } from "../support/origin.ts"

const url = "https://me:s3cret@mirror.test/builds/otp/amd64/ubuntu-24.04/OTP-27.3.4.tar.gz"

function told(origin: Origin, asked?: string): string {
  const error = explainMissing({ name: "erlang", version: { value: "27.3.4", origin }, asked, url }, notFound(url))
  return error instanceof BuildpackError ? renderError(error) : ""
}

it("names who asks for the version whose file is not there", () => {
  expect(told({ kind: "file", file: ".tool-versions", line: 1 }, "27")).toMatchInlineSnapshot(`
    " !
     !     Erlang/OTP 27.3.4 is listed, but the file is not there
     !
     !     .tool-versions:1 asks for 27. What there should be is
     !       https://mirror.test/builds/otp/amd64/ubuntu-24.04/OTP-27.3.4.tar.gz
     !
     !     Upstream lists a file once it is there, so build again in some minutes. A mirror that BEAMPACK_MIRROR names
     !     has to have each file that it lists: add this one there, or make the mirror again.
     !     Until it is there, ask for another version.
     !
     !     Error id: download/not-found
     !"
  `)
  expect(told({ kind: "env", name: "ERLANG_VERSION" }, "27.3.4")).toContain("ERLANG_VERSION asks for it. What")
})

it("names the lock that has it", () => {
  const text = told({ kind: "file", file: "beampack.lock", line: 4 })
  expect(text).toContain("Erlang/OTP 27.3.4 is locked, but the file is not there\n")
  expect(text).toContain("beampack.lock:4 names it. What")
})

it("says when nobody asks for it", () => {
  const text = told({ kind: "default", why: "newest that fits" })
  expect(text).toContain("It was taken since nobody asks for a version (newest that fits). What")
})

it("is said when the file is wanted for its digest, which no list has", async () => {
  const { url: origin } = await startOrigin(await tempDir())
  const version = { value: "27.3.4", origin: { kind: "file", file: ".tool-versions", line: 1 } } as const
  const found = { name: "erlang", version, ref: "OTP-27.3.4", url: `${origin}/OTP-27.3.4.tar.gz` } as const
  const search = {
    requests: [],
    origins: { hex: origin, node: origin },
    platform: { arch: "amd64", ubuntu: "24.04" },
  } as const
  const error = await failure(withDigest(found, search, { env: {} }))
  expect(error).toMatchObject({
    id: "download/not-found",
    title: "Erlang/OTP 27.3.4 is listed, but the file is not there",
  })
})

it("leaves other failures as they are", () => {
  const error = refused(url, 403)
  const version = { value: "27.3.4", origin: { kind: "env", name: "ERLANG_VERSION" } } as const
  expect(explainMissing({ name: "erlang", version, url }, error)).toBe(error)
})
