import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { startUpstream } from "../../../bench/upstream/upstream.ts"
import { tempDir, writeFiles } from "../../support/app.ts"

const BANDWIDTH = 2_000_000 // bytes a second

async function started({ latency = 0, bandwidth = 1e9 }: { latency?: number; bandwidth?: number } = {}) {
  const dir = await tempDir("bench-upstream")
  await writeFiles(dir, {
    "overlay/names": "ours",
    "mirror/names": "theirs",
    "mirror/builds/elixir/builds.txt": "v1.18.3",
    "mirror/tarballs/big-1.0.0.tar": "x".repeat(400_000),
    "npm/esbuild/packument.json": "{}",
  })
  const mirror = [join(dir, "overlay"), join(dir, "mirror")]
  const upstream = await startUpstream({ mirror, npm: join(dir, "npm"), latency, bandwidth })
  onTestFinished(upstream.close)
  return upstream
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

it("serves the first folder that has a file, and counts by kind", async () => {
  const upstream = await started()
  expect(await (await fetch(`${upstream.mirror}/names`)).text()).toBe("ours")
  expect((await fetch(`${upstream.mirror}/nothing`)).status).toBe(404)
  expect((await fetch(`${upstream.npm}/esbuild`)).status).toBe(200)
  expect(upstream.traffic()).toEqual({
    "hex-registry": { requests: 1, bytes: 4 },
    other: { requests: 1, bytes: 0 },
    "npm-registry": { requests: 1, bytes: 2 },
  })
  expect(upstream.traffic()).toEqual({})
})

it("sends nothing to who has it already", async () => {
  const upstream = await started()
  const url = `${upstream.mirror}/builds/elixir/builds.txt`
  const etag = (await fetch(url)).headers.get("etag") ?? ""
  expect((await fetch(url, { headers: { "if-none-match": etag } })).status).toBe(304)
  expect(upstream.traffic()).toEqual({ elixir: { requests: 2, bytes: 7 } })
})

it("lets every answer wait, and the first one of a connection as long as it takes to connect", async () => {
  const upstream = await started({ latency: 80 })
  expect(await seconds(() => fetch(`${upstream.mirror}/names`))).toBeGreaterThan(3 * 0.075)
})

it("lets all answers share its bandwidth", async () => {
  const upstream = await started({ bandwidth: BANDWIDTH })
  const get = async () => (await fetch(`${upstream.mirror}/tarballs/big-1.0.0.tar`)).arrayBuffer()
  const expected = (2 * 400_000) / BANDWIDTH
  expect(await seconds(() => Promise.all([get(), get()]))).toBeGreaterThan(expected * 0.9)
})
