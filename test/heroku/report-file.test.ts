import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { withReport } from "../../lib/heroku/report-file.ts"
import { tempDir, writeFiles } from "../support/app.ts"

const about = { version: "1", id: "a", purpose: "test", signal: new AbortController().signal } as const

async function reportIn(cache: string): Promise<Readonly<Record<string, unknown>>> {
  return JSON.parse(await readFile(join(cache, "beampack/report.json"), "utf8"))
}

it("keeps what was noted, and takes the old report away before the build", async () => {
  const cache = await writeFiles(await tempDir(), { "beampack/report.json": "{}\n" })
  await withReport(cache, about, async (note) => {
    await expect(reportIn(cache)).rejects.toMatchObject({ code: "ENOENT" })
    note({ times: new Map([["compile", { began: performance.now(), took: 1000 }]]) })
    note({ configVars: {} })
  })
  expect(await reportIn(cache)).toMatchObject({
    purpose: "test",
    compile_start: expect.closeTo(0, 0),
    compile_duration: 1,
    result: "success",
  })
})

it("throws what the build threw", async () => {
  const cache = await tempDir()
  const error = new Error("no")
  await expect(withReport(cache, about, () => Promise.reject(error))).rejects.toBe(error)
  expect(await reportIn(cache)).toMatchObject({ result: "failure", failure_id: "beampack/bug" })
})

it("fails no build that it cannot report on", async () => {
  const cache = await writeFiles(await tempDir(), { beampack: "a file" })
  const error = new Error("no")
  await withReport(cache, about, async () => {})
  await expect(withReport(cache, about, () => Promise.reject(error))).rejects.toBe(error)
  expect(await readFile(join(cache, "beampack"), "utf8")).toBe("a file")
})
