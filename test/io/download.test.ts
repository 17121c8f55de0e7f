import { createHash } from "node:crypto"
import { mkdir, readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { gzipSync } from "node:zlib"
import { expect, it } from "vitest"
import type { OutputEvent } from "../../lib/core/output.ts"
import type { Digest } from "../../lib/core/runtime.ts"
import { download, readText } from "../../lib/io/download.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { failure } from "../support/failure.ts"
import { type Fault, type Origin, startOrigin } from "../support/origin.ts"

const CONTENT = "a runtime, byte by byte\n".repeat(10_000)

function digestOf(text: string | Buffer, algorithm: Digest["algorithm"] = "sha256"): Digest {
  return { algorithm, hex: createHash(algorithm).update(text).digest("hex") }
}

interface Site {
  readonly origin: Origin
  readonly url: string
  /** The folder that downloads go to; it is not there at first. */
  readonly dir: string
  readonly to: string
}

async function site(): Promise<Site> {
  const root = await tempDir()
  await writeFiles(root, { "files/otp.tar.gz": CONTENT })
  const origin = await startOrigin(join(root, "files"))
  return { origin, url: `${origin.url}/otp.tar.gz`, dir: join(root, "new"), to: join(root, "new/otp.tar.gz") }
}

it("writes the file and gives its size", async () => {
  const { url, to, dir, origin } = await site()
  expect(await download(url, to, digestOf(CONTENT), { env: {} })).toBe(CONTENT.length)
  expect(await readFile(to, "utf8")).toBe(CONTENT)
  expect(await readdir(dir)).toEqual(["otp.tar.gz"])
  expect(origin.requests).toEqual(["/otp.tar.gz"])
})

it("checks sha512 as well", async () => {
  const { url, to } = await site()
  await download(url, to, digestOf(CONTENT, "sha512"), { env: {} })
  const error = await failure(download(url, to, { algorithm: "sha512", hex: "00" }, { env: {} }))
  expect(error.id).toBe("download/digest-mismatch")
})

it.each<{ what: string; faults: Fault[] }>([
  { what: "two server errors", faults: [{ status: 500, times: 2 }] },
  { what: "too many requests", faults: [{ status: 429 }] },
  { what: "a request timeout", faults: [{ status: 408 }] },
  { what: "a body that is cut", faults: [{ cut: 1000 }] },
  { what: "a body that is cut before its first byte", faults: [{ cut: 0 }] },
  { what: "one of each", faults: [{ status: 503 }, { cut: 100_000 }] },
])("gets over $what", async ({ faults }) => {
  const { origin, url, to } = await site()
  origin.fail("/otp.tar.gz", ...faults)
  await download(url, to, digestOf(CONTENT), { env: {} })
  expect(await readFile(to, "utf8")).toBe(CONTENT)
})

it("says that it tries again", async () => {
  const { origin, url, to } = await site()
  origin.fail("/otp.tar.gz", { status: 500 })
  const events: OutputEvent[] = []
  await download(url, to, digestOf(CONTENT), { env: {}, output: (event) => events.push(event) })
  expect(events.filter((event) => event.kind === "detail")).toEqual([
    { kind: "detail", text: `The server failed with status 500: ${url}; trying again` },
  ])
})

it.each<{ id: string; faults: Fault[]; requests: number }>([
  { id: "download/not-found", faults: [{ status: 404 }], requests: 1 },
  { id: "download/not-found", faults: [{ status: 410 }], requests: 1 },
  { id: "download/refused", faults: [{ status: 403 }], requests: 1 },
  { id: "download/refused", faults: [{ status: 304 }], requests: 1 },
  { id: "download/server-error", faults: [{ status: 500, times: 9 }], requests: 3 },
  { id: "download/server-error", faults: [{ status: 429, times: 9 }], requests: 3 },
  { id: "download/truncated", faults: [{ cut: 1000, times: 9 }], requests: 3 },
  { id: "download/digest-mismatch", faults: [{ body: "something else" }], requests: 1 },
  { id: "download/bad-redirect", faults: [{ redirect: "/otp.tar.gz", times: 99 }], requests: 21 },
  { id: "download/bad-redirect", faults: [{ redirect: "http://[" }], requests: 1 },
])("fails with $id after $faults, with $requests requests, leaving nothing", async ({ id, faults, requests }) => {
  const { origin, url, to, dir } = await site()
  origin.fail("/otp.tar.gz", ...faults)
  const error = await failure(download(url, to, digestOf(CONTENT), { env: {} }))
  expect(error.id).toBe(id)
  expect(origin.requests.length).toBe(requests)
  expect(await readdir(dir).catch(() => [])).toEqual([])
})

it("keeps an older file when the new one cannot be had", async () => {
  const { origin, url, to, dir } = await site()
  await download(url, to, digestOf(CONTENT), { env: {} })
  origin.fail("/otp.tar.gz", { body: "something else" })
  await failure(download(url, to, digestOf(CONTENT), { env: {} }))
  expect(await readFile(to, "utf8")).toBe(CONTENT)
  expect(await readdir(dir)).toEqual(["otp.tar.gz"])
})

it("follows redirects", async () => {
  const { origin, url, to } = await site()
  origin.fail("/latest", { redirect: "/otp.tar.gz" })
  await download(`${origin.url}/latest`, to, digestOf(CONTENT), { env: {} })
  expect(origin.requests).toEqual(["/latest", "/otp.tar.gz"])
  expect(url).toContain("/otp.tar.gz")
})

it("leaves a compressed body as it is", async () => {
  const { origin, url, to } = await site()
  const packed = gzipSync(CONTENT)
  origin.fail("/otp.tar.gz", { body: packed, headers: { "content-encoding": "gzip" } })
  expect(await download(url, to, digestOf(packed), { env: {} })).toBe(packed.length)
})

it("reports progress at most ten times a second, and the end", async () => {
  const { url, to } = await site()
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
  const { origin, url, to, dir } = await site()
  origin.fail("/otp.tar.gz", { stall: 60_000, after: 1000 })
  const controller = new AbortController()
  const reason = new Error("another step failed")
  setTimeout(() => controller.abort(reason), 100)
  await expect(download(url, to, digestOf(CONTENT), { env: {}, signal: controller.signal })).rejects.toBe(reason)
  expect(await readdir(dir)).toEqual([])
  await expect(download(url, to, digestOf(CONTENT), { env: {}, signal: controller.signal })).rejects.toBe(reason)
  expect(origin.requests.length).toBe(1)
})

it.each<{ what: string; env: Record<string, string>; fault: Fault; says: string }>([
  {
    what: "no answer",
    env: { CURL_CONNECT_TIMEOUT: "0.1" },
    fault: { stall: 60_000, times: 3 },
    says: "The server did not answer within 0.1 seconds",
  },
  {
    what: "a body that never ends",
    env: { CURL_TIMEOUT: "0.3" },
    fault: { stall: 60_000, after: 100, times: 3 },
    says: "It was not complete within 0.3 seconds",
  },
])("gives up after $what", async ({ env, fault, says }) => {
  const { origin, url, to, dir } = await site()
  origin.fail("/otp.tar.gz", fault)
  const error = await failure(download(url, to, digestOf(CONTENT), { env }))
  expect(error.id).toBe("download/timeout")
  expect(error.help).toContain(says)
  expect(origin.requests.length).toBe(3)
  expect(await readdir(dir).catch(() => [])).toEqual([])
})

it("downloads many files at once", async () => {
  const { origin, url, dir } = await site()
  const targets = Array.from({ length: 30 }, (_, index) => join(dir, `${index}`))
  origin.fail("/otp.tar.gz", { status: 500 }, { cut: 10 })
  await Promise.all(targets.map((to) => download(url, to, digestOf(CONTENT), { env: {} })))
  expect((await readdir(dir)).length).toBe(30)
  expect(origin.requests.length).toBe(32)
})

it("lets several downloads of one file to one place end well", async () => {
  const { url, to, dir } = await site()
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
  const { origin, url } = await site()
  expect(await readText(url, { env: {} })).toBe(CONTENT)
  origin.fail("/otp.tar.gz", { status: 502 }, { body: gzipSync("größer"), headers: { "content-encoding": "gzip" } })
  expect(await readText(url, { env: {} })).toBe("größer")
})

it("reads no text beyond its limit", async () => {
  const { origin, url } = await site()
  origin.fail("/otp.tar.gz", { body: Buffer.alloc(64 * 1024 * 1024 + 1) })
  expect((await failure(readText(url, { env: {} }))).id).toBe("download/too-large")
})

it("sends the credentials of a URL and prints none", async () => {
  const { origin, to } = await site()
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
