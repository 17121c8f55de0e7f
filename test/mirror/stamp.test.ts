import { rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { beforeEach, describe, expect, it } from "vitest"
import { digestFile } from "../../lib/io/files.ts"
import { isMade, madeEntries, writeStamp } from "../../lib/mirror/stamp.ts"
import { tempDir, writeFiles } from "../support/app.ts"

describe("a stamp", () => {
  let dir: string
  const from = ["erlang-base_25.deb SHA256:1"]

  beforeEach(async () => {
    dir = await tempDir("mirror")
    await writeFiles(dir, { "builds/OTP-25.tar.gz": "the archive" })
    const hex = await digestFile(join(dir, "builds/OTP-25.tar.gz"), "sha256")
    await writeFiles(dir, { "builds/builds.txt": `OTP-25 commit date ${hex}\n` })
    const entry = {
      path: "builds/OTP-25.tar.gz",
      index: "builds/builds.txt",
      digest: { algorithm: "sha256", hex },
    } as const
    await writeStamp(dir, "apt", { from, entries: [entry] })
  })

  it("keeps what came of each part", async () => {
    await writeStamp(dir, "npm", {
      from: [],
      entries: [{ path: "a", index: "b", digest: { algorithm: "sha512", hex: "c" } }],
    })
    await writeFile(join(dir, ".made/broken.json"), "{")
    expect((await madeEntries(dir)).map(({ path }) => path).sort()).toEqual(["a", "builds/OTP-25.tar.gz"])
    expect(await madeEntries(join(dir, "nowhere"))).toEqual([])
  })

  it("holds while nothing has changed", async () => {
    expect(await isMade(dir, "apt", from)).toBe(true)
  })

  it.each([
    ["another part is asked for", "npm", from, async () => {}],
    ["the packages are newer", "apt", ["erlang-base_26.deb SHA256:2"], async () => {}],
    ["a file is gone", "apt", from, () => rm(join(dir, "builds/OTP-25.tar.gz"))],
    ["a file is damaged", "apt", from, () => writeFile(join(dir, "builds/OTP-25.tar.gz"), "the arch")],
    ["the index is gone", "apt", from, () => rm(join(dir, "builds/builds.txt"))],
    ["the index lists another digest", "apt", from, () => writeFile(join(dir, "builds/builds.txt"), "OTP-25 c d 0\n")],
    ["the stamp cannot be read", "apt", from, () => writeFile(join(dir, ".made/apt.json"), "{")],
  ])("does not hold when %s", async (_, part, source, change) => {
    await change()
    expect(await isMade(dir, part, source)).toBe(false)
  })
})
