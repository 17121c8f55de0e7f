/** An app on Heroku: built in the stack's build image, run from its slug in the run image, built again without a network. */
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { beforeAll, describe, expect, inject, it } from "vitest"
import { makeSlug, runDyno, type Slug, startWeb } from "../support/stack/dyno.ts"
import { type Build, type BuildOptions, createApp, type HerokuApp, push } from "../support/stack/heroku.ts"
import type { Source } from "../support/stack/source.ts"

const { packages } = inject("stack")

const source: Source = {
  folder: join(import.meta.dirname, "../../examples/hello"),
  files: {
    "rel/overlays/bin/migrate":
      '#!/bin/sh\nexec "$(dirname "$0")/hello" eval \'IO.puts("migrated as #{System.get_env("STAGE")}")\'\n',
  },
}

interface Case extends BuildOptions {
  readonly urls: string
  readonly names: readonly string[]
}

describe.each<Case>([
  { urls: "one URL", names: ["Elixir"], source, buildpacks: [packages.pair] },
  {
    urls: "two URLs",
    names: ["Elixir", "Phoenix assets"],
    source,
    buildpacks: [packages.elixir, packages.static],
    exports: true,
  },
])("an app with $urls", ({ urls, names, ...options }) => {
  let app: HerokuApp
  let first: Build
  let slug: Slug

  beforeAll(async () => {
    app = await createApp()
    first = await push(app, options)
    expect(first.exitCode, first.stdout + first.stderr).toBe(0)
    slug = await makeSlug(first)
    process.stdout.write(`slug of examples/hello, ${urls}: ${(slug.bytes / 1e6).toFixed(1)} MB\n`)
  })

  it("is detected, and built without a word on stderr", () => {
    expect(first).toMatchObject({ detected: names, stderr: "" })
  })

  it("is compiled once, however often Mix is run", () => {
    expect(first.stdout.match(/Compiling \d+ files? \(\.ex\)/g)).toHaveLength(1)
  })

  it("gets its process types from the last buildpack", () => {
    expect(slug.processes).toEqual({
      web: "_build/prod/rel/hello/bin/hello start",
      release: "_build/prod/rel/hello/bin/migrate",
      console: "_build/prod/rel/hello/bin/hello start_iex",
    })
  })

  it("is a slug that holds the release and nothing that it was made of, in less than 20 MB", async () => {
    expect((await readdir(first.dir)).toSorted()).toEqual([".beampack", ".profile.d", "_build"])
    expect(await readdir(join(first.dir, "_build/prod"))).toEqual(["rel"])
    expect(slug.bytes).toBeLessThan(20e6)
  })

  it("is reported as one flat object by each buildpack", () => {
    const values = expect.toSatisfy((value) => ["string", "number", "boolean"].includes(typeof value))
    for (const report of first.reports) {
      expect(report).toMatchObject({ result: "success", stack: "heroku-24", release: "hello" })
      expect(Object.values(report ?? {})).toEqual(Object.values(report ?? {}).map(() => values))
    }
    expect(first.reports).toHaveLength(names.length)
  })

  it("consists of files of its own user, in which no link leads out or nowhere", async () => {
    const wrong = ["!", "-uid", "1000", "-o", "!", "-gid", "1000", "-o", "!", "-type", "l", "-perm", "/6002"]
    const links = ["-o", "-lname", "/*", "-o", "-xtype", "l"]
    const { stdout } = await execa("find", [first.dir, "-mindepth", "1", "(", ...wrong, ...links, ")", "-ls"])
    expect(stdout).toBe("")
  })

  it("serves its page and digested assets, and compiles nothing for that", async () => {
    const web = await startWeb(slug)
    const page = await web.page()
    expect(page.map(({ status }) => status)).toEqual([200, 200, 200])
    const digests = ["sh", "-c", "cd $1 && find . -name '*.beam' -exec sha256sum {} + | LC_ALL=C sort", "-"]
    const [sh = "", ...args] = digests
    const built = await execa(sh, [...args, first.dir], { stripFinalNewline: false })
    expect(built.stdout).toContain("/Elixir.Hello.Page.beam\n")
    expect((await web.container.exec([...digests, "/app"])).stdout).toBe(built.stdout)
  })

  it("runs as a plain user who has no Erlang, Elixir or Node on PATH", async () => {
    const line = "id -u; command -v curl erl erlc epmd elixir mix iex node npm"
    expect(await runDyno(slug, line)).toMatchObject({ stdout: "1000\n/usr/bin/curl\n", stderr: "" })
  })

  it("runs its release process with config vars, and lets a console answer", async () => {
    const released = await runDyno(slug, "release", { vars: { STAGE: "staging" } })
    expect(released).toEqual({ exitCode: 0, stdout: "migrated as staging\n", stderr: "" })
    const stdin = "is_pid(Process.whereis(Hello.Counter)) and 42\n"
    const console = await runDyno(slug, "console", { stdin, vars: { PORT: "0" } })
    expect(console).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^iex\(1\)> 42$/m) })
  })

  it("is built again in another folder without any network, and serves the same page", async () => {
    const second = await push(app, { ...options, offline: true })
    expect(second.exitCode, second.stdout + second.stderr).toBe(0)
    // With two, the first does not know what comes of its result.
    const said =
      names.length === 1
        ? ["Nothing has changed since the last build: its result is used"]
        : ["Erlang/OTP", "Elixir", "Node.js"].map((runtime) => `Using ${runtime} `)
    for (const text of said) expect(second.stdout).toContain(text)
    const web = await startWeb(await makeSlug(second))
    const page = await web.page()
    expect(page.map(({ status }) => status)).toEqual([200, 200, 200])
  })
})
