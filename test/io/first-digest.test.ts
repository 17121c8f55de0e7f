import { readdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { expect, it } from "vitest"
import type { OutputEvent } from "../../lib/core/output.ts"
import { checkArchive } from "../../lib/io/archive-head.ts"
import { download } from "../../lib/io/download.ts"
import { firstDigest } from "../../lib/io/first-digest.ts"
import { memoryFiles } from "../../lib/io/memory-files.ts"
import type { DownloadOptions } from "../../lib/io/receive.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { ARCHIVE, digestOf, downloadSite } from "../support/download-site.ts"
import { failure } from "../support/failure.ts"

/** Of an archive. */
async function first(url: string, options: Omit<DownloadOptions, "env"> = {}) {
  return firstDigest(url, (head) => checkArchive(head, url), { env: {}, ...options })
}

it("downloads the file once, keeps it nowhere, and has what to warn of", async () => {
  const { origin, url, dir } = await downloadSite(ARCHIVE)
  const events: OutputEvent[] = []
  const output = (event: OutputEvent) => events.push(event)
  const { digest, warning } = await first(url.replace("//", "//mona:s3cret@"), { output })
  expect(digest).toEqual({ ...digestOf(ARCHIVE), firstUse: true })
  expect(origin.requests).toEqual(["/otp.tar.gz"])
  expect(await readdir(dir).catch(() => [])).toEqual([])
  const total = ARCHIVE.length
  expect(events).toContainEqual({ kind: "progress", text: "otp.tar.gz", bytes: total, total })
  expect(warning.replace(origin.url, "ORIGIN")).toMatchInlineSnapshot(
    `"Trusting ORIGIN/otp.tar.gz as it is today, since no digest of it is published: sha256 e9122265fe2df03260b684f7e06577457a9fcbc82425e00625dbc63442bee59a"`,
  )
})

it("tries again when the download breaks off, and hashes only what came whole", async () => {
  const { origin, url } = await downloadSite(ARCHIVE)
  origin.fail("/otp.tar.gz", { cut: 1000 })
  expect((await first(url)).digest).toMatchObject(digestOf(ARCHIVE))
})

it("stops when it is told to", async () => {
  const { origin, url } = await downloadSite(ARCHIVE)
  origin.fail("/otp.tar.gz", { stall: 60_000, after: 1000 })
  const reason = new Error("another step failed")
  const controller = new AbortController()
  setTimeout(() => controller.abort(reason), 100)
  await expect(first(url, { signal: controller.signal })).rejects.toBe(reason)
  const file = pathToFileURL(join(await writeFiles(await tempDir(), { "otp.zip": ARCHIVE }), "otp.zip")).href
  await expect(first(file, { signal: controller.signal })).rejects.toBe(reason)
})

it("fails as a download does", async () => {
  const { url } = await downloadSite(ARCHIVE)
  expect(await failure(first(`${url}.asc`))).toMatchObject({ id: "download/not-found" })
})

it("is not had of a page that a proxy sends in its place", async () => {
  const { origin, url } = await downloadSite(ARCHIVE)
  origin.fail("/otp.tar.gz", { body: "<!DOCTYPE html><title>Sign in</title>" })
  const error = await failure(first(url))
  expect(error).toMatchObject({ id: "archive/unknown-format", title: "Not an archive: otp.tar.gz" })
  expect(error.help).toContain("It is an HTML page.")
  expect((await first(url)).digest).toMatchObject(digestOf(ARCHIVE))
})

it("holds the file to it in later builds", async () => {
  const { url, to } = await downloadSite(ARCHIVE)
  const cache = await tempDir("cache")
  const memory = () => memoryFiles(join(cache, "indexes"), async () => [])
  const kept = memory()
  kept.record(url, (await first(url)).digest)
  await kept.save()

  const trusted = (await memory().recorded(url)) ?? digestOf("none")
  expect(await download(url, to, trusted, { env: {} })).toBe(ARCHIVE.length)
  await writeFile(to.replace("/new/", "/files/"), "something else")
  expect(await failure(download(url, to, trusted, { env: {} }))).toMatchObject({ id: "download/changed" })
})
