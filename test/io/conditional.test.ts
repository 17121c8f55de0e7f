import { utimes, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { expect, it } from "vitest"
import { readTextSince } from "../../lib/io/download.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { failure } from "../support/failure.ts"
import { type Origin, startOrigin } from "../support/origin.ts"

const lastModified = "Mon, 21 Sep 2026 14:13:20 GMT"

async function textSite(): Promise<{ readonly origin: Origin; readonly url: string; readonly file: string }> {
  const dir = await writeFiles(await tempDir(), { "list.txt": "one\n" })
  const origin = await startOrigin(dir)
  const file = join(dir, "list.txt")
  await utimes(file, new Date(lastModified), new Date(lastModified))
  return { origin, url: `${origin.url}/list.txt`, file }
}

it("asks for a text that is not known without conditions", async () => {
  const { origin, url } = await textSite()
  const read = await readTextSince(url, undefined, { env: {} })
  expect(read).toEqual({ text: "one\n", etag: expect.stringMatching(/^".+"$/), lastModified })
  expect(origin.headers[0]).not.toHaveProperty("if-none-match")
  expect(origin.headers[0]).not.toHaveProperty("if-modified-since")
})

it.each([
  ["both", { etag: '"5f-1"', lastModified }],
  ["an ETag", { etag: '"5f-1"' }],
  ["a weak ETag", { etag: 'W/"5f-1"' }],
  ["a date", { lastModified }],
])("is not sent a known text again by a server that gives %s", async (_, validators) => {
  const { origin, url } = await textSite()
  origin.validate(() => validators)
  const known = await readTextSince(url, undefined, { env: {} })
  expect(known).toMatchObject(validators)
  expect(await readTextSince(url, known, { env: {} })).toBe(known)
  expect(origin.notModified).toEqual(["/list.txt"])
})

it("reads a known text again from a server that says nothing about it", async () => {
  const { origin, url } = await textSite()
  origin.validate(() => ({}))
  const known = await readTextSince(url, undefined, { env: {} })
  const read = await readTextSince(url, known, { env: {} })
  expect(read).toEqual(known)
  expect(read).not.toBe(known)
  expect(origin.notModified).toEqual([])
})

it("reads a text that has changed, with what the server says about it now", async () => {
  const { origin, url, file } = await textSite()
  const known = await readTextSince(url, undefined, { env: {} })
  await writeFile(file, "one\ntwo\n")
  const read = await readTextSince(url, known, { env: {} })
  expect(read.text).toBe("one\ntwo\n")
  expect(await readTextSince(url, read, { env: {} })).toBe(read)
  expect(origin.notModified).toEqual(["/list.txt"])
})

it("asks with its conditions behind a redirect, too", async () => {
  const { origin, url } = await textSite()
  const known = await readTextSince(url, undefined, { env: {} })
  origin.fail("/latest.txt", { redirect: "/list.txt" })
  expect(await readTextSince(`${origin.url}/latest.txt`, known, { env: {} })).toBe(known)
})

it("tries again after a failure that may pass", async () => {
  const { origin, url } = await textSite()
  const known = await readTextSince(url, undefined, { env: {} })
  origin.fail("/list.txt", { status: 503 }, { cut: 2 })
  expect(await readTextSince(url, known, { env: {} })).toBe(known)
  expect(origin.requests.length).toBe(4)
})

it.each([
  ["a text that is not known", undefined],
  ["a text of which the server said nothing", { text: "one\n" }],
])("takes no word for it that %s is unchanged", async (_, known) => {
  const { origin, url } = await textSite()
  origin.fail("/list.txt", { status: 304 })
  expect(await failure(readTextSince(url, known, { env: {} }))).toMatchObject({ id: "download/refused" })
})

it("reads a file each time", async () => {
  const { file } = await textSite()
  const url = pathToFileURL(file).href
  const known = await readTextSince(url, { text: "old", etag: '"5f-1"', lastModified }, { env: {} })
  expect(known).toEqual({ text: "one\n" })
})

it("makes one try when there is little time", async () => {
  const { origin, url } = await textSite()
  origin.fail("/list.txt", { status: 503 }, { stall: 60_000 }, { stall: 60_000, after: 2 })
  const began = performance.now()
  const quick = { env: {}, seconds: 0.2 }
  expect(await failure(readTextSince(url, undefined, quick))).toMatchObject({ id: "download/server-error" })
  expect(await failure(readTextSince(url, undefined, quick))).toMatchObject({ id: "download/timeout" })
  expect(await failure(readTextSince(url, undefined, quick))).toMatchObject({ id: "download/timeout" })
  expect(await readTextSince(url, undefined, quick)).toMatchObject({ text: "one\n" })
  expect(origin.requests.length).toBe(4)
  expect(performance.now() - began).toBeLessThan(5000)
})
