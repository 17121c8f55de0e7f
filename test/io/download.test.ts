import { mkdir, readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { gzipSync } from "node:zlib"
import { expect, it } from "vitest"
import type { OutputEvent } from "../../lib/core/output.ts"
import { download, readText } from "../../lib/io/download.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { CONTENT, digestOf, downloadSite } from "../support/download-site.ts"
import { failure } from "../support/failure.ts"

it("writes the file and gives its size", async () => {
  const { url, to, dir, origin } = await downloadSite()
  expect(await download(url, to, digestOf(CONTENT), { env: {} })).toBe(CONTENT.length)
  expect(await readFile(to, "utf8")).toBe(CONTENT)
  expect(await readdir(dir)).toEqual(["otp.tar.gz"])
  expect(origin.requests).toEqual(["/otp.tar.gz"])
})

it("checks sha512 as well", async () => {
  const { url, to } = await downloadSite()
  await download(url, to, digestOf(CONTENT, "sha512"), { env: {} })
  const error = await failure(download(url, to, { algorithm: "sha512", hex: "00" }, { env: {} }))
  expect(error.id).toBe("download/digest-mismatch")
})

it("follows redirects", async () => {
  const { origin, url, to } = await downloadSite()
  origin.fail("/latest", { redirect: "/otp.tar.gz" })
  await download(`${origin.url}/latest`, to, digestOf(CONTENT), { env: {} })
  expect(origin.requests).toEqual(["/latest", "/otp.tar.gz"])
  expect(url).toContain("/otp.tar.gz")
})

it("leaves a compressed body as it is", async () => {
  const { origin, url, to } = await downloadSite()
  const packed = gzipSync(CONTENT)
  origin.fail("/otp.tar.gz", { body: packed, headers: { "content-encoding": "gzip" } })
  expect(await download(url, to, digestOf(packed), { env: {} })).toBe(packed.length)
})

it("reports progress at most ten times a second, and the end", async () => {
  const { url, to } = await downloadSite()
  const events: OutputEvent[] = []
  await download(url, to, digestOf(CONTENT), { env: {}, output: (event) => events.push(event) })
  expect(events.at(-1)).toEqual({
    kind: "progress",
    text: "otp.tar.gz",
    bytes: CONTENT.length,
    total: CONTENT.length,
  })
  expect(events.length).toBeLessThan(10)
})

it("stops at once when aborted, with the signal's reason", async () => {
  const { origin, url, to, dir } = await downloadSite()
  origin.fail("/otp.tar.gz", { stall: 60_000, after: 1000 })
  const controller = new AbortController()
  const reason = new Error("another step failed")
  setTimeout(() => controller.abort(reason), 100)
  await expect(download(url, to, digestOf(CONTENT), { env: {}, signal: controller.signal })).rejects.toBe(reason)
  expect(await readdir(dir)).toEqual([])
  await expect(download(url, to, digestOf(CONTENT), { env: {}, signal: controller.signal })).rejects.toBe(reason)
  expect(origin.requests.length).toBe(1)
})

it("downloads many files at once", async () => {
  const { origin, url, dir } = await downloadSite()
  const targets = Array.from({ length: 30 }, (_, index) => join(dir, `${index}`))
  origin.fail("/otp.tar.gz", { status: 500 }, { cut: 10 })
  await Promise.all(targets.map((to) => download(url, to, digestOf(CONTENT), { env: {} })))
  expect((await readdir(dir)).length).toBe(30)
  expect(origin.requests.length).toBe(32)
})

it("lets several downloads of one file to one place end well", async () => {
  const { url, to, dir } = await downloadSite()
  await Promise.all(Array.from({ length: 5 }, () => download(url, to, digestOf(CONTENT), { env: {} })))
  expect(await readFile(to, "utf8")).toBe(CONTENT)
  expect(await readdir(dir)).toEqual(["otp.tar.gz"])
})

it("copies file: URLs with the same check", async () => {
  const root = await tempDir()
  await writeFiles(root, { "a mirror/otp.tar.gz": CONTENT })
  const source = pathToFileURL(join(root, "a mirror/otp.tar.gz")).href
  expect(await download(source, join(root, "copy"), digestOf(CONTENT), { env: {} })).toBe(CONTENT.length)
  expect(await readFile(join(root, "copy"), "utf8")).toBe(CONTENT)
  const mismatch = await failure(download(source, join(root, "other"), digestOf("else"), { env: {} }))
  expect(mismatch.id).toBe("download/digest-mismatch")
  const missing = await failure(download(`${source}.asc`, join(root, "other"), digestOf("else"), { env: {} }))
  expect(missing.id).toBe("download/not-found")
  await mkdir(join(root, "folder"))
  const folder = await failure(readText(pathToFileURL(join(root, "folder")).href, { env: {} }))
  expect(folder.id).toBe("download/not-found")
  expect((await readdir(root)).sort()).toEqual(["a mirror", "copy", "folder"])
})

it("reads texts, compressed ones too", async () => {
  const { origin, url } = await downloadSite()
  expect(await readText(url, { env: {} })).toBe(CONTENT)
  origin.fail("/otp.tar.gz", { status: 502 }, { body: gzipSync("größer"), headers: { "content-encoding": "gzip" } })
  expect(await readText(url, { env: {} })).toBe("größer")
})

it("reads no text beyond its limit", async () => {
  const { origin, url } = await downloadSite()
  origin.fail("/otp.tar.gz", { body: Buffer.alloc(64 * 1024 * 1024 + 1) })
  expect((await failure(readText(url, { env: {} }))).id).toBe("download/too-large")
})

it("sends the credentials of a URL and prints none", async () => {
  const { origin, to } = await downloadSite()
  const secret = `${origin.url.replace("//", "//jos%C3%A9:s%40cret@")}/otp.tar.gz?token=hush`
  const events: OutputEvent[] = []
  const options = { env: {}, output: (event: OutputEvent) => events.push(event) }
  origin.fail("/otp.tar.gz", { status: 500 })
  await download(secret, to, digestOf(CONTENT), options)
  expect(origin.headers.at(-1)?.authorization).toBe(`Basic ${Buffer.from("josé:s@cret").toString("base64")}`)
  expect(origin.requests.at(-1)).toBe("/otp.tar.gz?token=hush")

  origin.fail(
    "/otp.tar.gz",
    { status: 404 },
    { status: 403 },
    { status: 500, times: 3 },
    { body: "x" },
    { cut: 5, times: 3 },
  )
  const errors = []
  for (let i = 0; i < 5; i++) errors.push(await failure(download(secret, to, digestOf(CONTENT), options)))
  await origin.close()
  errors.push(await failure(download(secret, to, digestOf(CONTENT), options)))
  expect(errors.map((error) => error.id)).toEqual([
    "download/not-found",
    "download/refused",
    "download/server-error",
    "download/digest-mismatch",
    "download/truncated",
    "download/unreachable",
  ])
  const printed = JSON.stringify([events, errors.map((error) => [error.title, error.help, String(error.cause)])])
  expect(printed).not.toMatch(/s%40cret|s@cret|jos|hush/)
})
