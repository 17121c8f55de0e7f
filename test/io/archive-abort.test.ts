import { execFileSync } from "node:child_process"
import { existsSync } from "node:fs"
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { setImmediate as nextTurn } from "node:timers/promises"
import { gzipSync } from "node:zlib"
import { expect, it } from "vitest"
import { unpack } from "../../lib/io/archive.ts"
import { unpackTar } from "../../lib/io/archive-tar.ts"
import { unpackZip } from "../../lib/io/archive-zip.ts"
import { tempDir } from "../support/app.ts"
import { archived, type Entry, tarOf, zipOf } from "../support/archives.ts"

const FILES = Array.from({ length: 400 }, (_, index) => ({ path: `otp/${index}`, content: "x".repeat(50_000) }))
const ONE_FILE: readonly Entry[] = [{ path: "otp/0", content: "x".repeat(20_000_000) }]
const REASON = new Error("the build was ended")

it.each<{ what: string; content: () => Buffer | Promise<Buffer> }>([
  { what: "tar", content: () => tarOf(FILES) },
  { what: "tar.gz", content: () => gzipSync(tarOf(FILES), { level: 1 }) },
  { what: "tar.gz with one large file", content: () => gzipSync(tarOf(ONE_FILE), { level: 1 }) },
  { what: "tar.xz", content: () => execFileSync("xz", ["-0c"], { input: tarOf(FILES), maxBuffer: 1e8 }) },
  { what: "zip", content: () => zipOf(FILES) },
  { what: "zip with one large file", content: () => zipOf(ONE_FILE as never) },
])("stops in the middle of a $what and leaves nothing", async ({ content }) => {
  const { dir, file, into } = await archived("a", await content())
  const controller = new AbortController()
  const outcome = unpack(file, into, { signal: controller.signal }).then(
    () => "unpacked to its end",
    (error: unknown) => error,
  )
  while ((await readdir(join(dir, "layers"), { recursive: true }).catch(() => [])).length < 3) await nextTurn()
  controller.abort(REASON)
  expect(await outcome).toBe(REASON)
  expect(await readdir(join(dir, "layers"))).toEqual([])
})

it("writes no part of a tar that comes after the abort", async () => {
  const into = await tempDir()
  const controller = new AbortController()
  let taken = 0
  async function* chunks(): AsyncGenerator<Buffer> {
    const tar = tarOf(FILES)
    for (let at = 0; at < tar.length; at += 100_000) {
      taken++
      if (taken === 3) controller.abort(REASON)
      yield tar.subarray(at, at + 100_000)
    }
  }
  await expect(unpackTar(chunks(), into, { strip: 1, signal: controller.signal })).rejects.toBe(REASON)
  expect(taken).toBe(3)
  expect((await readdir(into)).length).toBeLessThan(5)
})

it("writes few entries of a zip after the abort", async () => {
  const { dir, file } = await archived("a.zip", await zipOf(FILES))
  const controller = new AbortController()
  const unpacked = unpackZip(file, dir, { strip: 1, signal: controller.signal })
  const outcome = expect(unpacked).rejects.toBe(REASON)
  while (!existsSync(join(dir, "0"))) await nextTurn()
  controller.abort(REASON)
  await outcome
  expect((await readdir(dir)).length).toBeLessThan(FILES.length / 2)
})

it("begins nothing when the build was ended before", async () => {
  const { dir, file, into } = await archived("a.zip", await zipOf(FILES))
  await expect(unpack(file, into, { signal: AbortSignal.abort(REASON) })).rejects.toBe(REASON)
  expect(await readdir(dir)).toEqual(["a.zip", "layers"])
  expect(await readdir(join(dir, "layers"))).toEqual([])
})
