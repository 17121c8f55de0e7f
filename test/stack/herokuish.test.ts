/** An app of real Hex packages on Dokku: built by herokuish's steps in the stack's build image, run in its run image. */
import { join } from "node:path"
import { execa } from "execa"
import { expect, inject, it } from "vitest"
import { stableLog } from "../support/hook.ts"
import {
  buildByHerokuish,
  type Choice,
  createHerokuishApp,
  type HerokuishBuild,
  runByHerokuish,
  serveByHerokuish,
} from "../support/stack/herokuish.ts"
import { type FullMirror, hexSite, startFullMirror } from "../support/stack/hex-site.ts"

const nothing = { packages: [], runtimes: [] }

it.each<{ readonly urls: string; readonly choose: (mirror: FullMirror) => Choice }>([
  { urls: "one URL", choose: ({ buildpackUrl }) => ({ url: buildpackUrl("pair") }) },
  { urls: "two URLs", choose: ({ buildpackUrl }) => ({ urls: [buildpackUrl("elixir"), buildpackUrl("static")] }) },
])(
  "builds, serves, migrates and answers with $urls, and fetches nothing for the second build",
  { timeout: 300_000 },
  async (given) => {
    const mirror = await startFullMirror()
    const app = await createHerokuishApp()
    const options = { source: await hexSite(), buildpacks: given.choose(mirror), vars: mirror.vars }

    const first = await buildByHerokuish(app, options)
    expect(first.exitCode, first.stdout + first.stderr).toBe(0)
    expect(first.stderr).toBe("")
    expect(stableSections(first, mirror)).toMatchSnapshot()
    expect(mirror.fetched()).toEqual({
      packages: [
        expect.stringMatching(/^cowboy-[\d.]+\.tar$/),
        expect.stringMatching(/^cowlib-/),
        expect.stringMatching(/^earmark_parser-/),
        expect.stringMatching(/^makeup-/),
        expect.stringMatching(/^nimble_parsec-/),
        expect.stringMatching(/^ranch-/),
      ],
      runtimes: [
        expect.stringMatching(/^OTP-27/),
        expect.stringMatching(/^hex-/),
        expect.stringMatching(/^node-v24/),
        expect.stringMatching(/^rebar3-/),
        expect.stringMatching(/^v1\.18/),
      ],
    })
    expect(first.processes).toEqual({
      web: "_build/prod/rel/hex_site/bin/server",
      release: "_build/prod/rel/hex_site/bin/migrate",
      console: "_build/prod/rel/hex_site/bin/hex_site start_iex",
    })

    const web = await serveByHerokuish(first)
    const [page, ...assets] = await web.page()
    expect(page?.text).toContain("<h1>Parts from Hex</h1>")
    expect(page?.text).toContain('<span class="k">defmodule</span>')
    expect(assets.map(({ status }) => status)).toEqual([200, 200])
    expect((await web.container.exec(["ps", "-C", "beam.smp", "-o", "uid="])).stdout.trim()).toBe("32767")
    expect(await runByHerokuish(first, "release")).toEqual({
      exitCode: 0,
      stdout: "migrated hex_site 0.1.0\n",
      stderr: "",
    })
    const console = await runByHerokuish(first, "console", "is_pid(Process.whereis(HexSite.Supervisor)) and 42\n")
    expect(console).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^iex\(1\)> 42$/m) })

    const second = await buildByHerokuish(app, options)
    expect(second.exitCode, second.stdout + second.stderr).toBe(0)
    expect(mirror.fetched()).toEqual(nothing)
    process.stdout.write(`test/fixtures/hex-site, ${given.urls}: ${await figures(first, second)}\n`)
  },
)

it("keeps what a failed build has fetched, by a buildpack that the image brings along", {
  timeout: 300_000,
}, async () => {
  const mirror = await startFullMirror()
  const app = await createHerokuishApp()
  const source = await hexSite()
  const options = { source, buildpacks: { bundled: inject("stack").packages.pair }, vars: mirror.vars }
  const broken = {
    "lib/hex_site/page.ex":
      "defmodule HexSite.Page do\n  def init(request, state), do: {:ok, answer(request), state}\nend\n",
  }

  const failed = await buildByHerokuish(app, {
    ...options,
    source: { ...source, files: { ...source.files, ...broken } },
  })
  expect(failed.exitCode).toBe(1)
  expect(failed.stdout.slice(failed.stdout.indexOf("error:"))).toMatchInlineSnapshot(`
    "error: undefined function answer/1 (expected HexSite.Page to define such a function or for it to be imported, but none are available)
           │
           2 │   def init(request, state), do: {:ok, answer(request), state}
           │                                       ^^^^^^
           │
           └─ lib/hex_site/page.ex:2:39: HexSite.Page.init/2
           
           
    == Compilation error in file lib/hex_site/page.ex ==
           ** (CompileError) lib/hex_site/page.ex: cannot compile module HexSite.Page (errors have been logged)
           
    "
  `)
  expect(failed.stderr).toMatchInlineSnapshot(`
    " !
     !     The app does not compile: lib/hex_site/page.ex
     !
     !     Its message is in the log above. The same fails on your machine with:
     !       MIX_ENV=prod mix compile
     !
     !     Error id: mix/compile
     !
    "
  `)
  expect(mirror.fetched()).not.toEqual(nothing)

  const mended = await buildByHerokuish(app, options)
  expect(mended.exitCode, mended.stdout + mended.stderr).toBe(0)
  expect(mirror.fetched()).toEqual(nothing)
  const page = await (await serveByHerokuish(mended)).page()
  expect(page.map(({ status }) => status)).toEqual([200, 200, 200])
})

it("shows why an app is none for it, although herokuish heeds only what detect prints", async () => {
  const mirror = await startFullMirror()
  const source = { folder: join(import.meta.dirname, "../../examples/hello/assets") }
  const options = { source, buildpacks: { url: mirror.buildpackUrl("pair") }, vars: mirror.vars }
  const refused = await buildByHerokuish(await createHerokuishApp(), options)
  expect(refused.exitCode).toBe(1)
  expect(refused.stdout).toMatch(/\n-----> Unable to select a buildpack\n$/)
  expect(refused.stderr).toContain("No mix.exs in the app's top folder")
})

/**
 * The log in the order of its titles, since steps that run at once end in any order; without what differs by machine
 * and time.
 */
function stableSections({ stdout }: HerokuishBuild, { origin }: FullMirror): string {
  return stableLog(stdout, { MIRROR: origin.url })
    .replace(/-(amd64|arm64)\.tgz/g, "-ARCH.tgz")
    .replace(/\b\d+(\.\d+)+( +(?= ))?/g, "N")
    .replace(/\bin \w+s$/gm, "in Ns")
    .replace(/^.* \(it's taking more than \d+s\)\n/gm, "")
    .split(/\n(?=-----> )/)
    .map((section) => inAnyOrder(section.trimEnd()))
    .toSorted()
    .join("\n")
}

/** Which dependency is compiled first is a matter of the machine, and so is whether Mix names the app between two of them. */
function inAnyOrder(section: string): string {
  return section.replace(/(?<= dependencies), \d+ at a time\n(.*?)(?=^ +mix compile$)/ms, (_, lines: string) => {
    const told = lines.split("\n").filter((line) => line !== "" && line !== "==> hex_site")
    return `, N at a time\n${told.toSorted().join("\n")}\n`
  })
}

async function figures(first: HerokuishBuild, second: HerokuishBuild): Promise<string> {
  const { stdout: bytes } = await execa("sh", ["-c", 'tar -C "$1" -cz . | wc -c', "-", first.dir])
  expect(Number(bytes)).toBeLessThan(20e6)
  const slug = `slug ${(Number(bytes) / 1e6).toFixed(1)} MB`
  return `${slug}, built in ${first.seconds.toFixed(0)} s, then in ${second.seconds.toFixed(0)} s`
}
