/** The main job with nothing faked but upstream: real Erlang/OTP, Elixir, Node, npm, esbuild and a real browser. */

import { once } from "node:events"
import { cp, mkdtemp, readdir, rename, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { execa } from "execa"
import type { Browser } from "playwright-core"
import { PNG } from "pngjs"
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest"
import { freePort } from "../../scripts/free-port.ts"
import { pageWithAssets } from "../../scripts/page.ts"
import { tempDir } from "../support/app.ts"
import { launchChromium } from "../support/chromium.ts"

const root = join(import.meta.dirname, "../..")
const beampack = join(root, "dist/beampack/bin/beampack")

/** Nothing of Erlang, Elixir or Node; no node name, since others may run the app on this machine too. */
const bareEnv = { PATH: "/usr/bin:/bin", RELEASE_DISTRIBUTION: "none" }
/** Whoever still downloads something fails. */
const noNetwork = { HTTP_PROXY: "http://127.0.0.1:1", HTTPS_PROXY: "http://127.0.0.1:1", NO_PROXY: "localhost" }

let demoDir: string
let firstRun: string

beforeAll(async () => {
  demoDir = await mkdtemp(join(tmpdir(), "beampack-demo-"))
  firstRun = await demo()
}, 300_000)
afterAll(() => rm(demoDir, { recursive: true, force: true }))

/** The README's first command: makes a mirror, builds, serves and fetches the page. */
async function demo(env: Readonly<Record<string, string>> = {}): Promise<string> {
  const args = [join(root, "scripts/demo.ts"), "--check", "--dir", demoDir]
  const { all } = await execa("node", args, { env, all: true })
  return all
}

/** Starts `web` of a built app where there is no Erlang, until the test ends. Returns what it says first. */
async function start(app: string, ...args: readonly string[]): Promise<string> {
  const options = { env: bareEnv, extendEnv: false, reject: false, all: true } as const
  const running = execa(beampack, ["run", app, ...args], options)
  onTestFinished(async () => {
    running.kill()
    await running
  })
  const [said] = await once(running.all, "data")
  return String(said)
}

async function serve(app: string): Promise<string> {
  const port = String(await freePort())
  await start(app, "--port", port)
  return `http://localhost:${port}/`
}

describe("examples/hello", { timeout: 60_000 }, () => {
  it("serves the page with digested assets", () => {
    expect(firstRun).toMatch(/^ +200 {2}\/ /m)
    expect(firstRun).toMatch(/^ +200 {2}\/assets\/app-[0-9a-f]{32}\.css /m)
    expect(firstRun).toMatch(/^ +200 {2}\/assets\/app-[0-9a-f]{32}\.js /m)
  })

  it("is built again without downloading anything", async () => {
    const log = await demo(noNetwork)
    expect(log).toMatch(/Using Erlang\/OTP \S+ from the cache/)
    expect(log).toMatch(/Using Node\.js \S+ from the cache/)
    expect(log).toMatch(/^ +200 {2}\/ /m)
  })

  it("carries the release and nothing else: no sources, no Node, none of the build's runtimes", async () => {
    const app = join(demoDir, "hello")
    expect((await readdir(app)).toSorted()).toEqual([".beampack", ".profile.d", "_build"])
    expect(await readdir(join(app, ".beampack"))).toEqual(["release.yml"])
    expect(await readdir(join(app, "_build/prod"))).toEqual(["rel"])
  })

  it("runs from another folder, on its own ERTS, with no Erlang on PATH", async () => {
    const erl = await execa("sh", ["-c", "command -v erl"], { env: bareEnv, extendEnv: false, reject: false })
    expect(erl.exitCode).not.toBe(0)
    const moved = join(await tempDir("moved"), "app")
    await cp(join(demoDir, "hello"), moved, { recursive: true, verbatimSymlinks: true })
    await rename(join(demoDir, "hello"), join(demoDir, "gone"))
    onTestFinished(() => rename(join(demoDir, "gone"), join(demoDir, "hello")))
    expect(await readdir(join(moved, "_build/prod/rel/hello"))).toContainEqual(expect.stringMatching(/^erts-/))
    const page = await pageWithAssets(await serve(moved))
    expect(page.map(({ status }) => status)).toEqual([200, 200, 200])
  })

  it("looks right in a browser and counts a click", async () => {
    const url = await serve(join(demoDir, "hello"))
    await pageWithAssets(url)
    const browser: Browser = await launchChromium()
    onTestFinished(() => browser.close())
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: "dark" })
    const problems: string[] = []
    page.on("pageerror", (error) => problems.push(String(error)))
    page.on("response", (answer) => answer.status() >= 400 && problems.push(`${answer.status()} ${answer.url()}`))
    await page.goto(url)
    expect(await page.textContent("h1")).toContain("Hello")
    const before = Number(await page.textContent("#visits"))
    await page.click("#visit")
    await expect.poll(async () => Number(await page.textContent("#visits"))).toBeGreaterThan(before)
    const picture = PNG.sync.read(await page.screenshot())
    expect([picture.width, picture.height]).toEqual([1280, 800])
    expect(colors(picture)).toBeGreaterThan(100)
    expect(problems).toEqual([])
  })
})

/** How many colours a picture has; an unstyled page has a handful. */
function colors(picture: PNG): number {
  const seen = new Set<number>()
  for (let at = 0; at < picture.data.length; at += 4) seen.add(picture.data.readUInt32BE(at))
  return seen.size
}

describe("an app without a release", { timeout: 60_000 }, () => {
  it("runs on the runtimes it was built with, wherever it is, and compiles nothing at boot", async () => {
    const work = await tempDir("plain")
    const app = join(root, "test/fixtures/plain")
    const env = { BEAMPACK_MIRROR: join(demoDir, "mirror") }
    await execa(beampack, ["build", app, "--out", join(work, "out"), "--cache", join(work, "cache")], { env })
    await rm(join(work, "cache"), { recursive: true })
    await rename(join(work, "out"), join(work, "moved"))

    const said = await start(join(work, "moved"))
    expect(said).toMatch(/^up, compiled in \S+, LANG=C\.UTF-8, MIX_ENV=prod\n/)
  })
})
