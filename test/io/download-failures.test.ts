import { readdir, readFile } from "node:fs/promises"
import { expect, it } from "vitest"
import type { OutputEvent } from "../../lib/core/output.ts"
import { download } from "../../lib/io/download.ts"
import { CONTENT, digestOf, downloadSite } from "../support/download-site.ts"
import { failure } from "../support/failure.ts"
import type { Fault } from "../support/origin.ts"

it.each<{ what: string; faults: Fault[] }>([
  { what: "two server errors", faults: [{ status: 500, times: 2 }] },
  { what: "too many requests", faults: [{ status: 429 }] },
  { what: "a request timeout", faults: [{ status: 408 }] },
  { what: "a body that is cut", faults: [{ cut: 1000 }] },
  { what: "a body that is cut before its first byte", faults: [{ cut: 0 }] },
  { what: "one of each", faults: [{ status: 503 }, { cut: 100_000 }] },
])("gets over $what", async ({ faults }) => {
  const { origin, url, to } = await downloadSite()
  origin.fail("/otp.tar.gz", ...faults)
  await download(url, to, digestOf(CONTENT), { env: {} })
  expect(await readFile(to, "utf8")).toBe(CONTENT)
})

it("says that it tries again", async () => {
  const { origin, url, to } = await downloadSite()
  origin.fail("/otp.tar.gz", { status: 500 })
  const events: OutputEvent[] = []
  await download(url, to, digestOf(CONTENT), { env: {}, output: (event) => events.push(event) })
  expect(events.filter((event) => event.kind === "detail")).toEqual([
    { kind: "detail", text: `The server failed with status 500: ${url}; trying again` },
  ])
})

it("waits before it tries again, longer each time", async () => {
  const { origin, url, to } = await downloadSite()
  origin.fail("/otp.tar.gz", { status: 500, times: 2 })
  await download(url, to, digestOf(CONTENT), { env: {} })
  const [first = 0, second = 0, third = 0] = origin.times
  // Timers may be early by a fraction of a millisecond.
  expect(second - first).toBeGreaterThan(249)
  expect(third - second).toBeGreaterThan(999)
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
  { id: "download/bad-redirect", faults: [{ redirect: "file:///etc/hostname" }], requests: 1 },
  { id: "download/bad-redirect", faults: [{ redirect: "data:,text" }], requests: 1 },
  { id: "download/bad-redirect", faults: [{ redirect: "ftp://mirror.test/otp.tar.gz" }], requests: 1 },
])("fails with $id after $faults, with $requests requests, leaving nothing", async ({ id, faults, requests }) => {
  const { origin, url, to, dir } = await downloadSite()
  origin.fail("/otp.tar.gz", ...faults)
  const error = await failure(download(url, to, digestOf(CONTENT), { env: {} }))
  expect(error.id).toBe(id)
  expect(origin.requests.length).toBe(requests)
  expect(await readdir(dir).catch(() => [])).toEqual([])
})

it("keeps an older file when the new one cannot be had", async () => {
  const { origin, url, to, dir } = await downloadSite()
  await download(url, to, digestOf(CONTENT), { env: {} })
  origin.fail("/otp.tar.gz", { body: "something else" })
  await failure(download(url, to, digestOf(CONTENT), { env: {} }))
  expect(await readFile(to, "utf8")).toBe(CONTENT)
  expect(await readdir(dir)).toEqual(["otp.tar.gz"])
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
  const { origin, url, to, dir } = await downloadSite()
  origin.fail("/otp.tar.gz", fault)
  const error = await failure(download(url, to, digestOf(CONTENT), { env }))
  expect(error.id).toBe("download/timeout")
  expect(error.help).toContain(says)
  expect(origin.requests.length).toBe(3)
  expect(await readdir(dir).catch(() => [])).toEqual([])
})
