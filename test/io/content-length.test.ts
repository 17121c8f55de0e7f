import { pathToFileURL } from "node:url"
import { expect, it } from "vitest"
import { contentLength } from "../../lib/io/download.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { CONTENT, downloadSite } from "../support/download-site.ts"
import { failure } from "../support/failure.ts"

it("asks for the head alone", async () => {
  const { origin, url } = await downloadSite()
  expect(await contentLength(url, { env: {} })).toBe(CONTENT.length)
  expect(origin.methods).toEqual(["HEAD"])
  expect(origin.headers[0]).not.toHaveProperty("accept-encoding", expect.stringContaining("gzip"))
})

it("follows redirects, and tries again after a failure that may pass", async () => {
  const { origin } = await downloadSite()
  origin.fail("/latest", { status: 503 }, { redirect: "/otp.tar.gz" })
  expect(await contentLength(`${origin.url}/latest`, { env: {} })).toBe(CONTENT.length)
  expect(origin.methods).toEqual(["HEAD", "HEAD", "HEAD"])
})

it.each([
  ["does not say", { body: "", headers: { "transfer-encoding": "chunked" } }],
  ["says it of compressed bytes", { body: "", headers: { "content-encoding": "gzip" } }],
  ["answers no such requests", { status: 405 }],
  ["forbids them", { status: 403 }],
])("is not known when the server %s", async (_, fault) => {
  const { origin, url } = await downloadSite()
  origin.fail("/otp.tar.gz", fault)
  expect(await contentLength(url, { env: {} })).toBeUndefined()
})

it("is the size of a file", async () => {
  const dir = await writeFiles(await tempDir(), { "otp.tar.gz": "12345" })
  expect(await contentLength(`${pathToFileURL(dir).href}/otp.tar.gz`, { env: {} })).toBe(5)
})

it("fails for what is not there", async () => {
  const { url } = await downloadSite()
  expect(await failure(contentLength(`${url}.asc`, { env: {} }))).toMatchObject({ id: "download/not-found" })
  const missing = pathToFileURL(await tempDir()).href
  expect(await failure(contentLength(`${missing}/otp.tar.gz`, { env: {} }))).toMatchObject({ id: "download/not-found" })
})

it("fails when the server cannot be reached", async () => {
  const { origin, url } = await downloadSite()
  await origin.close()
  expect(await failure(contentLength(url, { env: {} }))).toMatchObject({ id: "download/unreachable" })
})
