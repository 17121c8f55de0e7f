import { readdir, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { failure } from "../support/failure.ts"
import { paths, requests, startFinding } from "../support/finding.ts"

const { otp: otpIndex, elixir: elixirIndex, node: nodeIndex, sums } = paths
const pinned = requests({ erlang: "27.3.4.2", elixir: "1.18.4", hex: "2.2.2", rebar3: "3.24.0", node: "24.11.0" })
const unpinned = requests({ erlang: undefined, elixir: undefined, node: undefined })

/** What a build tells its user. */
function said({ found, passedOver, details, warnings }: Awaited<ReturnType<Build>>) {
  return { found, passedOver, details, warnings }
}

type Build = Awaited<ReturnType<typeof startFinding>>["build"]

describe("what the last build resolved, and the cache holds", () => {
  it.each([
    ["pinned", pinned],
    ["left open", unpinned],
  ])("is found again without asking the origin when versions are %s", async (_, wanted) => {
    const { build } = await startFinding()
    const first = await build(wanted)
    expect(await build(wanted)).toMatchObject({ ...said(first), asked: [] })
  })

  it("is found without asking the origin, even when it is down", async () => {
    const { origin, build } = await startFinding()
    const first = await build(pinned)
    expect(first.asked).toEqual([elixirIndex, otpIndex, nodeIndex, sums, "/installs/hex.csv", "/installs/rebar.csv"])
    await origin.close()
    expect(await build(pinned)).toMatchObject({ ...said(first), asked: [] })
  })

  it("brings the Hex and rebar3 that were chosen for them, until another Elixir is asked for", async () => {
    const { build } = await startFinding()
    const helpers = { hex: undefined, rebar3: undefined }
    const first = await build(requests({ erlang: "27.3.4.2", elixir: "1.18.4", ...helpers }))
    expect(await build(requests({ erlang: "27.3.4.2", elixir: "1.18.4", ...helpers }))).toMatchObject({
      ...said(first),
      asked: [],
    })
    const { asked } = await build(requests({ erlang: "27.3.4.2", elixir: "1.17.3", ...helpers }))
    expect(asked).toContain(elixirIndex)
  })

  it("is found so for each buildpack by itself", async () => {
    const { build } = await startFinding()
    await build(requests({ erlang: undefined, elixir: "1.18.4" }))
    await build(requests({ node: "24.11.0" }))
    expect((await build(requests({ node: "24.11.0" }))).asked).toEqual([])
    expect((await build(requests({ erlang: undefined, elixir: "1.18.4" }))).asked).toEqual([])
  })

  it("is found without credentials on the disk", async () => {
    const { cache, build } = await startFinding((origin) => origin.replace("//", "//mona:s3cret@"))
    const node = requests({ node: "24.11.0" })
    await build(node)
    expect((await build(node)).asked).toEqual([])
    const folder = join(cache, "beampack", "indexes")
    const files = await readdir(folder)
    expect(files).toHaveLength(4)
    for (const file of files) {
      expect(`${file} ${await readFile(join(folder, file), "utf8")}`).not.toMatch(/mona|s3cret/)
    }
  })
})

describe("the origin is asked again", () => {
  it("when nothing is to be taken from the cache", async () => {
    const { build } = await startFinding()
    await build(unpinned)
    expect((await build(unpinned, { anew: true })).asked).toEqual([elixirIndex, otpIndex, nodeIndex, sums])
  })

  it("for a pinned version that the remembered index does not list", async () => {
    const { dir, build } = await startFinding()
    const releases = JSON.parse(await readFile(join(dir, nodeIndex), "utf8"))
    const older = releases.filter(({ version }: { version: string }) => version !== "v24.11.0")
    await writeFile(join(dir, nodeIndex), JSON.stringify(older))
    await build(requests({ node: "22.12.0" }))
    await writeFile(join(dir, nodeIndex), JSON.stringify(releases))
    const next = await build(requests({ node: "24.11.0" }))
    expect(next).toMatchObject({ found: ["node 24.11.0"], asked: [nodeIndex, sums] })
  })

  it("for a pinned version that is listed but not in the cache, since it may have been published anew", async () => {
    const { build } = await startFinding()
    await build(requests({ erlang: "27.3.4" }))
    expect((await build(requests({ erlang: "27.3.4.2" }), { install: false })).asked).toEqual([otpIndex])
    expect((await build(requests({ erlang: "27.3.4.2" }))).asked).toEqual([otpIndex])
    expect((await build(requests({ erlang: "27.3.4.2" }))).asked).toEqual([])
  })

  it("when what is remembered is damaged", async () => {
    const { cache, build } = await startFinding()
    const node = requests({ node: "24.11.0" })
    await build(node)
    const folder = join(cache, "beampack", "indexes")
    for (const file of await readdir(folder)) await writeFile(join(folder, file), "<html>")
    expect((await build(node)).asked).toEqual([nodeIndex, sums])
    expect((await build(node)).asked).toEqual([])
  })
})

describe("an origin that cannot answer", () => {
  it("is replaced by what earlier builds read, with a warning for each index", async () => {
    const { origin, build } = await startFinding()
    const first = await build(unpinned)
    await origin.close()
    const { found, warnings } = await build(unpinned, { anew: true })
    expect(found).toEqual(first.found)
    expect(warnings.toSorted()).toMatchInlineSnapshot(`
      [
        "Using the digests of Node.js 24.11.0 that an earlier build read, since ORIGIN/dist/v24.11.0/SHASUMS256.txt cannot be read now",
        "Using the list of Elixir versions that an earlier build read, since ORIGIN/builds/elixir/builds.txt cannot be read now",
        "Using the list of Erlang/OTP versions that an earlier build read, since ORIGIN/builds/otp/amd64/ubuntu-24.04/builds.txt cannot be read now",
        "Using the list of Node.js versions that an earlier build read, since ORIGIN/dist/index.json cannot be read now",
      ]
    `)
  })

  it.each([
    ["fails", { status: 503, times: 3 }],
    ["breaks off", { cut: 10, times: 3 }],
  ])("is replaced when it %s; the other indexes are read", async (_, fault) => {
    const { origin, build } = await startFinding()
    await build(unpinned)
    origin.fail(elixirIndex, fault)
    const { asked, warnings } = await build(unpinned, { anew: true })
    expect(asked).toEqual([elixirIndex, elixirIndex, elixirIndex, otpIndex, nodeIndex, sums])
    expect(warnings).toEqual([expect.stringContaining("the list of Elixir versions")])
  })

  it.each([
    ["is down", "download/unreachable"],
    ["fails", "download/server-error"],
  ])("fails the first build when it %s", async (how, id) => {
    const { origin, build } = await startFinding()
    if (how === "is down") await origin.close()
    else origin.fail(elixirIndex, { status: 500, times: 3 })
    expect(await failure(build(unpinned))).toMatchObject({ id })
  })
})

describe("an origin that answers no", () => {
  it.each([
    ["the index is missing", elixirIndex, 404, "index/missing"],
    ["the digests are missing", sums, 404, "download/not-found"],
    ["it refuses", nodeIndex, 403, "download/refused"],
  ])("is believed: %s", async (_, path, status, id) => {
    const { origin, build } = await startFinding()
    await build(unpinned)
    origin.fail(path, { status })
    expect(await failure(build(unpinned, { anew: true }))).toMatchObject({ id })
  })
})

it("remembers no index of a mirror that is a folder", async () => {
  const { dir, cache, build } = await startFinding((_, folder) => folder)
  await build(pinned)
  for (const file of await readdir(join(cache, "beampack", "indexes"))) {
    const text = await readFile(join(cache, "beampack", "indexes", file), "utf8")
    expect(text).toMatch(/\n(?:sha\d+ [0-9a-f]+ listed|.*beampack lock.*)$/)
  }
  await rm(join(dir, elixirIndex))
  expect(await failure(build(pinned))).toMatchObject({ id: "index/missing" })
})
