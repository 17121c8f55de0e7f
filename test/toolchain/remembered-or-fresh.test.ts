import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { rememberedOrFresh } from "../../lib/toolchain/index-text.ts"
import { loadElixirIndex } from "../../lib/toolchain/indexes.ts"
import { type IndexSite, indexSite } from "../support/index-site.ts"
import type { Fault } from "../support/origin.ts"
import { startScript } from "../support/script.ts"

const path = "/builds/elixir/builds.txt"
const now = Date.parse("2026-11-23T12:00:00Z")
const hour = 60 * 60 * 1000

/** The site with what a build read so many hours ago: the list as it is now, but for an older Elixir. */
async function siteRead(hoursAgo: number): Promise<IndexSite> {
  const site = await indexSite()
  const { indexes } = site.build()
  const text = (await readFile(join(site.files, path), "utf8")).replace("1.18.4", "1.18.3")
  indexes.write(site.origin.url + path, { text, readAt: now - hoursAgo * hour, etag: '"old"' })
  await indexes.save()
  return site
}

/** What a build at `now` is told, and what it said. */
async function told(site: IndexSite) {
  const { events, ...context } = site.build()
  const index = await loadElixirIndex(
    site.origins,
    rememberedOrFresh(context, () => now),
  )
  await context.indexes.save()
  return { refs: index?.entries.map(({ ref }) => ref), events }
}

const old = { refs: ["v1.18.3-otp-27"], events: [] }
const fresh = { refs: ["v1.18.4-otp-27"], events: [] }

it.each([
  ["a moment ago", 0, old, 0],
  ["23 hours ago", 23, old, 0],
  ["a day ago", 24, fresh, 1],
  ["a year ago", 24 * 365, fresh, 1],
  ["in the future, by a clock that was wrong", -1, fresh, 1],
])("takes an index that was read %s for what it is worth", async (_, hoursAgo, expected, requests) => {
  const site = await siteRead(hoursAgo)
  expect(await told(site)).toEqual(expected)
  expect(site.origin.requests).toHaveLength(requests)
})

it("remembers what it read, and that it is still the same", async () => {
  const site = await siteRead(30)
  site.origin.validate(() => ({ etag: '"old"' }))
  expect(await told(site)).toEqual(old)
  expect(site.origin.notModified).toEqual([path])
  const { indexes } = site.build()
  expect((await indexes.read(site.origin.url + path))?.readAt).toBeGreaterThan(now - 30 * hour)
})

it.each<{ what: string; fault: Fault }>([
  { what: "fails", fault: { status: 503 } },
  { what: "has it no more", fault: { status: 404 } },
  { what: "refuses", fault: { status: 403 } },
  { what: "breaks off", fault: { cut: 10 } },
  { what: "sends a page", fault: { body: "<html>" } },
])("makes do with an old one, after one try and without a word, when the origin $what", async ({ fault }) => {
  const site = await siteRead(30)
  site.origin.fail(path, fault)
  expect(await told(site)).toEqual(old)
  expect(site.origin.requests).toEqual([path])
  expect(await told(site)).toEqual(fresh)
})

it("does not wait for long", async () => {
  const site = await siteRead(30)
  site.origin.fail(path, { stall: 60_000 })
  const began = performance.now()
  expect(await told(site)).toEqual(old)
  expect(performance.now() - began).toBeLessThan(4000)
})

it("knows nothing when nothing is remembered and the origin is down", async () => {
  const site = await indexSite()
  await site.origin.close()
  expect(await told(site)).toEqual({ refs: undefined, events: [] })
})

it("reads what is not remembered", async () => {
  const site = await indexSite()
  expect(await told(site)).toEqual(fresh)
})

it("loads no HTTP client for what it remembers", async () => {
  const site = await siteRead(1)
  const script = (age: number) =>
    startScript(
      site.files,
      (lib) => `
        const { memoryFiles } = await import("${lib}/io/memory-files.ts")
        const { rememberedOrFresh } = await import("${lib}/toolchain/index-text.ts")
        const indexes = memoryFiles("${site.cache}", async () => [])
        const read = rememberedOrFresh({ env: {}, indexes }, () => ${now + age * hour})
        const lines = await read("${site.origin.url}${path}", "list", (text) => text.split("\\n").length)
        const loaded = process.moduleLoadList.some((name) => name.endsWith(" https"))
        console.log(lines, loaded)
      `,
    )
  expect((await (await script(0)).ended).stdout).toBe("2 false\n")
  expect((await (await script(24)).ended).stdout).toBe("2 true\n")
})
