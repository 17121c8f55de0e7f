/** The main job with nothing faked but upstream: real Erlang/OTP, Elixir, Node, npm, esbuild and a real browser. */
import { mkdtemp, readdir, rename, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { execa } from "execa"
import type { Browser } from "playwright-core"
import { PNG } from "pngjs"
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest"
import { freePort } from "../../scripts/free-port.ts"
import { pageWithAssets } from "../../scripts/page.ts"
import { launchChromium } from "../support/chromium.ts"

const root = join(import.meta.dirname, "../..")
/** Nothing of Erlang, Elixir or Node; no node name, since others may run the app on this machine too. */
const bareEnv = { PATH: "/usr/bin:/bin", RELEASE_DISTRIBUTION: "none" }

describe("examples/hello, built by the pair", { timeout: 240_000 }, () => {
  let demoDir: string
  let firstRun: string

  beforeAll(async () => {
    demoDir = await mkdtemp(join(tmpdir(), "beampack-demo-"))
    firstRun = await demo()
  }, 240_000)
  afterAll(() => rm(demoDir, { recursive: true, force: true }))

  /** The README's first command, after `npm run build`. */
  async function demo(env: Readonly<Record<string, string>> = {}): Promise<string> {
    const { all } = await execa("node", [join(root, "scripts/demo.ts"), "--check", "--dir", demoDir], {
      env,
      all: true,
    })
    return all
  }

  /** Serves the built app from a folder as another process, until the test ends. */
  async function serve(app: string): Promise<string> {
    const port = String(await freePort())
    const beampack = join(root, "dist/beampack/bin/beampack")
    const web = execa(beampack, ["run", app, "--port", port], { env: bareEnv, extendEnv: false, reject: false })
    onTestFinished(async () => {
      web.kill()
      await web
    })
    return `http://localhost:${port}/`
  }

  it("serves the page with digested assets", () => {
    expect(firstRun).toMatch(/^ +200 {2}\/ /m)
    expect(firstRun).toMatch(/^ +200 {2}\/assets\/app-[0-9a-f]{32}\.css /m)
    expect(firstRun).toMatch(/^ +200 {2}\/assets\/app-[0-9a-f]{32}\.js /m)
  })

  it("builds again without downloading anything", async () => {
    const noNetwork = "http://127.0.0.1:1"
    const log = await demo({ HTTP_PROXY: noNetwork, HTTPS_PROXY: noNetwork, NO_PROXY: "localhost,127.0.0.1" })
    expect(log).toContain("Using Erlang/OTP 25.2.3 from the cache")
    expect(log).toMatch(/^ +200 {2}\/ /m)
  })

  it("leaves Node, node_modules and nothing of the build's tools in the result", async () => {
    const app = join(demoDir, "hello")
    expect(await readdir(join(app, ".beampack"))).toEqual(["release.yml"])
    expect(await readdir(join(app, "assets"))).not.toContain("node_modules")
  })

  it("runs from another folder, with its own ERTS and no Erlang on PATH", async () => {
    const moved = join(demoDir, "elsewhere")
    await rename(join(demoDir, "hello"), moved)
    const erl = await execa("sh", ["-c", "command -v erl"], { env: bareEnv, extendEnv: false, reject: false })
    expect(erl.exitCode).not.toBe(0)
    expect(await readdir(join(moved, "_build/prod/rel/hello"))).toContainEqual(expect.stringMatching(/^erts-/))
    const page = await pageWithAssets(await serve(moved))
    expect(page.map(({ status }) => status)).toEqual([200, 200, 200])
    await rename(moved, join(demoDir, "hello"))
  })

  describe("in a browser", () => {
    let browser: Browser
    beforeAll(async () => {
      browser = await launchChromium()
    })
    afterAll(() => browser.close())

    it("shows the page, styled, and counts a click", async () => {
      const url = await serve(join(demoDir, "hello"))
      await pageWithAssets(url)
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: "dark" })
      const problems: string[] = []
      page.on("pageerror", (error) => problems.push(String(error)))
      page.on(
        "response",
        (response) => response.status() >= 400 && problems.push(`${response.status()} ${response.url()}`),
      )
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
})

/** How many colours a picture has; an unstyled page has a handful. */
function colors(picture: PNG): number {
  const seen = new Set<number>()
  for (let at = 0; at < picture.data.length; at += 4) seen.add(picture.data.readUInt32BE(at))
  return seen.size
}
