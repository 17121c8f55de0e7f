import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { otpFolder } from "../../lib/toolchain/file-urls.ts"
import { fromOrigin } from "../../lib/toolchain/index-text.ts"
import {
  loadElixirIndex,
  loadInstalls,
  loadNodeDigests,
  loadNodeIndex,
  loadOtpIndex,
} from "../../lib/toolchain/indexes.ts"
import { failure } from "../support/failure.ts"
import { type IndexSite, indexSite } from "../support/index-site.ts"

const page = "<!DOCTYPE html>\n<title>Sign in</title>\n<p>Down since 2026-04-24.</p>\n"
const elixirPath = "/builds/elixir/builds.txt"

/** A build that reads the list of Elixir versions, and then succeeds. */
async function buildOf(site: IndexSite) {
  const context = site.build()
  const index = await loadElixirIndex(site.origins, fromOrigin(context))
  await context.indexes.save()
  const warnings = context.events.flatMap(({ kind, text }) => (kind === "warning" ? [text] : []))
  return { refs: index.entries.map(({ ref }) => ref), warnings }
}

/** What the site's cache remembers of that list. */
async function remembered(site: IndexSite) {
  return site.build().indexes.read(site.origin.url + elixirPath)
}

const expected = { refs: ["v1.18.4-otp-27"], warnings: [] }

describe("an index that an earlier build read", () => {
  it("is not sent again while it stays the same", async () => {
    const site = await indexSite()
    const first = await buildOf(site)
    expect(await buildOf(site)).toEqual(first)
    expect(first).toEqual(expected)
    expect(site.origin.notModified).toEqual([elixirPath])
  })

  it("counts as read when the origin says that it is the same", async () => {
    const site = await indexSite()
    await buildOf(site)
    const { indexes } = site.build()
    const before = (await remembered(site)) ?? { text: "", readAt: 0 }
    indexes.write(site.origin.url + elixirPath, { ...before, readAt: 0 })
    await indexes.save()
    const began = Date.now()
    await buildOf(site)
    const after = await remembered(site)
    expect(after).toEqual({ ...before, readAt: after?.readAt })
    expect(after?.readAt).toBeGreaterThanOrEqual(began)
  })

  it("is replaced when it has changed", async () => {
    const site = await indexSite()
    await buildOf(site)
    const file = join(site.files, elixirPath)
    await writeFile(file, (await readFile(file, "utf8")).replace("1.18.4", "1.18.5"))
    expect((await buildOf(site)).refs).toEqual(["v1.18.5-otp-27"])
    expect((await buildOf(site)).refs).toEqual(["v1.18.5-otp-27"])
    expect(site.origin.notModified).toEqual([elixirPath])
  })

  it("may be sent again under another ETag, which counts from then on", async () => {
    const site = await indexSite()
    site.origin.validate(() => ({ etag: '"one"' }))
    const first = await buildOf(site)
    site.origin.validate(() => ({ etag: '"two"' }))
    expect(await buildOf(site)).toEqual(first)
    expect(site.origin.notModified).toEqual([])
    expect(await remembered(site)).toMatchObject({ etag: '"two"' })
    expect(await buildOf(site)).toEqual(first)
    expect(site.origin.notModified).toEqual([elixirPath])
  })

  it("is read again when its file is damaged", async () => {
    const site = await indexSite()
    await buildOf(site)
    for (const file of await site.remembered()) await writeFile(file, "<html>")
    expect(await buildOf(site)).toEqual(expected)
    expect(site.origin.notModified).toEqual([])
  })

  it("is read again when it is no index in our eyes", async () => {
    const site = await indexSite()
    const context = site.build()
    context.indexes.write(site.origin.url + elixirPath, {
      text: page,
      readAt: Date.now(),
      lastModified: new Date().toUTCString(),
    })
    await context.indexes.save()
    expect(await buildOf(site)).toEqual(expected)
    expect(site.origin.notModified).toEqual([])
  })
})

describe("an origin that sends a page in place of an index", () => {
  it.each([
    ["a page", page],
    ["a sentence", "Access denied by your network's policy\n"],
    ["a line of JSON", '{"error":"quota"}'],
    ["nothing", ""],
    ["blank lines", "\n \n"],
    ["an empty list of JSON", "[]\n"],
  ])("does not replace what is remembered: %s", async (_, body) => {
    const site = await indexSite()
    await buildOf(site)
    const before = await remembered(site)
    site.origin.fail(elixirPath, { body, headers: { etag: '"page"' } })
    expect(await buildOf(site)).toEqual({
      ...expected,
      warnings: [
        `Using the list of Elixir versions that an earlier build read, since ${site.origin.url}${elixirPath} cannot be read now`,
      ],
    })
    expect(await remembered(site)).toEqual(before)
    expect(await buildOf(site)).toEqual(expected)
    expect(site.origin.notModified).toEqual([elixirPath])
  })

  it("fails the first build, and leaves nothing to the next", async () => {
    const site = await indexSite()
    site.origin.fail(elixirPath, { body: page })
    expect(await failure(buildOf(site))).toMatchObject({ id: "index/unreadable" })
    expect(await remembered(site)).toBeUndefined()
    expect(await buildOf(site)).toEqual(expected)
  })

  it.each([
    ["OTP builds", "/builds/otp/amd64/ubuntu-24.04/builds.txt"],
    ["Elixir builds", elixirPath],
    ["Hex builds", "/installs/hex.csv"],
    ["Node.js releases", "/dist/index.json"],
    ["Node.js digests", "/dist/v24.11.0/SHASUMS256.txt"],
  ])("is told from one that has the list of %s", async (_, path) => {
    const site = await indexSite()
    const { origins, origin } = site
    const readAll = async () => {
      const context = site.build()
      const read = fromOrigin(context)
      const all = await Promise.all([
        loadOtpIndex(otpFolder(origins, { arch: "amd64", ubuntu: "24.04" }), read),
        loadElixirIndex(origins, read),
        loadInstalls(origins, "hex", "hex.csv", read),
        loadNodeIndex(origins, read),
        loadNodeDigests(`${origins.node}/dist/v24.11.0`, "24.11.0", read),
      ])
      await context.indexes.save()
      return { all, warnings: context.events.length }
    }
    origin.fail(path, { body: page })
    expect((await failure(readAll())).id).toMatch(/^(index\/unreadable|node\/bad-index)$/)
    const { all } = await readAll()
    origin.fail(path, { body: page })
    const marked = all.map((one) => ({
      ...one,
      rememberedAt: one.source === origin.url + path ? expect.any(Number) : undefined,
    }))
    expect(await readAll()).toEqual({ all: marked, warnings: 1 })
  })

  it("may have an empty list", async () => {
    const site = await indexSite()
    await writeFile(join(site.files, elixirPath), "\n")
    expect(await buildOf(site)).toEqual({ refs: [], warnings: [] })
  })
})

describe("an origin that says no", () => {
  it.each([
    [404, "index/missing"],
    [403, "download/refused"],
    [304, "download/refused"],
  ])("is believed, whatever is remembered: %i", async (status, id) => {
    const site = await indexSite()
    site.origin.validate(() => ({}))
    await buildOf(site)
    site.origin.fail(elixirPath, { status })
    expect(await failure(buildOf(site))).toMatchObject({ id })
  })
})

it("is replaced by what is remembered while it cannot answer, however old that is", async () => {
  const site = await indexSite()
  const context = site.build()
  const url = site.origin.url + elixirPath
  context.indexes.write(url, { text: await readFile(join(site.files, elixirPath), "utf8"), readAt: 0 })
  await context.indexes.save()
  await site.origin.close()
  const { refs, warnings } = await buildOf(site)
  expect(refs).toEqual(expected.refs)
  expect(warnings).toHaveLength(1)
  expect(await remembered(site)).toMatchObject({ readAt: 0 })
})
