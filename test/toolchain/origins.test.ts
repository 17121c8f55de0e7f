import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { describe, expect, it } from "vitest"
import { BuildpackError } from "../../lib/core/error.ts"
import { originsFrom } from "../../lib/toolchain/origins.ts"
import { tempDir, writeFiles } from "../support/app.ts"

function said(mirror: string): string {
  try {
    originsFrom({ BEAMPACK_MIRROR: mirror })
  } catch (error) {
    if (error instanceof BuildpackError) return `${error.id}: ${error.title}\n\n${error.help}`
  }
  throw new Error("expected a failure")
}

describe("originsFrom", () => {
  it.each([undefined, "", " "])("is upstream with BEAMPACK_MIRROR %j", (mirror) => {
    expect(originsFrom({ BEAMPACK_MIRROR: mirror })).toEqual({
      hex: "https://builds.hex.pm",
      node: "https://nodejs.org",
    })
  })

  it.each([
    ["https://mirror.example", "https://mirror.example"],
    ["https://mirror.example/", "https://mirror.example"],
    ["http://user:secret@127.0.0.1:8080/beam//", "http://user:secret@127.0.0.1:8080/beam"],
  ])("is the mirror at %s", (mirror, url) => {
    expect(originsFrom({ BEAMPACK_MIRROR: mirror })).toEqual({ hex: url, node: url })
  })

  it("is a folder, by path or URL", async () => {
    const dir = await tempDir("a mirror")
    const url = pathToFileURL(dir).href
    expect(url).toContain("a%20mirror")
    for (const mirror of [dir, `${dir}/`, url, `${url}/`]) {
      expect(originsFrom({ BEAMPACK_MIRROR: mirror })).toEqual({ hex: url, node: url })
    }
  })

  it.each(["mirror", "./mirror", "../mirror", "file:mirror", "ftp://mirror.example"])("is not %s", (mirror) => {
    expect(() => originsFrom({ BEAMPACK_MIRROR: mirror })).toThrow(expect.objectContaining({ id: "mirror/relative" }))
  })

  it("is no file", async () => {
    const dir = await writeFiles(await tempDir(), { mirror: "" })
    expect(() => originsFrom({ BEAMPACK_MIRROR: join(dir, "mirror") })).toThrow(
      expect.objectContaining({ id: "mirror/missing" }),
    )
  })

  it.each([
    "ftp://user:s3cret@mirror.test/x",
    "ftp://user:s3c/ret@mirror.test/x",
    "http://user:s3c/ret@mirror.test/x",
    "http://user:s3c#ret@mirror.test/x",
    "http://user:s3c@ret@[bad/",
    "user:s3cret@mirror.test/x",
    "//user:s3cret@mirror.test/x",
    "file://user:s3cret@mirror.test/x",
    "file:user:s3cret@mirror.test/x",
  ])("keeps the user and password of %s to itself", (mirror) => {
    expect(said(mirror)).not.toMatch(/s3c|ret@/)
    expect(said(mirror)).toMatch(/^mirror\/(relative|missing)/)
  })

  it("refuses a folder of another machine", () => {
    expect(said("file://mirror.test/x")).toMatch(/^mirror\/relative: .*: file:\/\/mirror\.test\/x\n/)
  })

  it("explains how to write a password", () => {
    expect(said("http://user:s3c/ret@mirror.test/x")).toMatchInlineSnapshot(`
      "mirror/relative: BEAMPACK_MIRROR is neither a URL nor an absolute path: http://…@mirror.test/x

      A URL begins with https:// or http://, and / ? # @ : in its user or password are written as %2F %3F %23 %40 %3A,
      for example:

          BEAMPACK_MIRROR=https://user:pass%2Fword@mirror.example"
    `)
  })

  it("explains what is wrong", () => {
    expect(said("mirror")).toMatchInlineSnapshot(`
      "mirror/relative: BEAMPACK_MIRROR is neither a URL nor an absolute path: mirror

      A relative folder would mean another place in every step of the build.

      Give an http(s) URL or the folder's whole path, for example:

          BEAMPACK_MIRROR=/srv/beampack-mirror"
    `)
    expect(said("/no/such/mirror")).toMatchInlineSnapshot(`
      "mirror/missing: BEAMPACK_MIRROR names a folder that is not there: /no/such/mirror

      Make it with:

          beampack mirror /no/such/mirror

      (with --from-apt on a Debian or Ubuntu that cannot reach upstream),
      or unset BEAMPACK_MIRROR to install from builds.hex.pm and nodejs.org.

      Is it there, but not for this build? Its user has to be able to read it, and pack hands
      folders of your machine on when it is told: pack build --volume /no/such/mirror:/no/such/mirror:ro"
    `)
  })
})
