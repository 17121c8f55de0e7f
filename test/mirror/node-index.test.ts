import { describe, expect, it } from "vitest"
import { mergeReleases, mergeShasums, parseReleases, renderReleases } from "../../lib/mirror/node-index.ts"
import { parseNodeIndex } from "../../lib/versions/node-index.ts"
import { digestIn } from "../../lib/versions/shasums.ts"
import { failure } from "../support/failure.ts"

const node24 = { version: "v24.21.0", date: "2026-11-23", files: ["linux-x64"], npm: "11.1.0", lts: "Krypton" }

describe("dist/index.json", () => {
  it("is read back as it was written, by us and by the build", () => {
    const text = renderReleases([node24])
    expect(parseReleases(text, "here")).toEqual([node24])
    expect(parseNodeIndex(text, "here").releases).toEqual([
      { version: "24.21.0", lts: "Krypton", files: ["linux-x64"] },
    ])
  })

  it("has the newest release first, by number", () => {
    const versions = ["v9.9.0", "v24.3.0", "v24.21.0"]
    const releases = versions.reduce<ReturnType<typeof mergeReleases>>(
      (list, version) => mergeReleases(list, { ...node24, version }),
      [],
    )
    expect(releases.map(({ version }) => version)).toEqual(["v24.21.0", "v24.3.0", "v9.9.0"])
  })

  it("has one entry for a release with files for several platforms", () => {
    expect(mergeReleases([node24], { ...node24, files: ["linux-arm64"] })).toEqual([
      { ...node24, files: ["linux-arm64", "linux-x64"] },
    ])
  })

  it.each([
    ["not JSON", "<html>"],
    ["another shape", '{"version":"v24.0.0"}'],
  ])("is refused when it is %s", async (_, text) => {
    const error = await failure(read(text))
    expect(`${error.id}: ${error.title}\n\n${error.help}`).toMatchInlineSnapshot(`
      "mirror/bad-index: /srv/mirror/dist/index.json is not an index of Node releases

      The mirror adds its Node to this file, which should hold a list like the one at
      https://nodejs.org/dist/index.json, but cannot be read as one.
      Remove the file, then type the command again."
    `)
  })
})

describe("SHASUMS256.txt", () => {
  const x64 = "node-v24.21.0-linux-x64.tar.gz"
  const arm64 = "node-v24.21.0-linux-arm64.tar.gz"

  it("lists each file once, by name", () => {
    const text = mergeShasums(mergeShasums("", x64, "a".repeat(64)), arm64, "b".repeat(64))
    expect(mergeShasums(text, x64, "c".repeat(64))).toBe(`${"b".repeat(64)}  ${arm64}\n${"c".repeat(64)}  ${x64}\n`)
  })

  it("is read back by the build", () => {
    const text = mergeShasums("", x64, "a".repeat(64))
    expect(digestIn(text, x64, "here")).toEqual({ algorithm: "sha256", hex: "a".repeat(64) })
  })
})

async function read(text: string): Promise<unknown> {
  return parseReleases(text, "/srv/mirror/dist/index.json")
}
