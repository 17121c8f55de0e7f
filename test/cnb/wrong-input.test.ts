import { readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Files } from "../support/app.ts"
import { phoenixApp, plainApp, releaseApp } from "../support/apps.ts"
import { type CnbApp, startCnb } from "../support/cnb/beampack.ts"
import { addedLayers } from "../support/cnb/image.ts"
import { imageOf } from "../support/cnb/platform.ts"
import { writeSample } from "../support/cnb/sample.ts"
import { layer } from "../support/cnb/sample-lines.ts"
import type { Target } from "../support/cnb/target.ts"
import { copyOfTree, runHook } from "../support/hook.ts"

/** The error of a build that bin/build refused, as users see it. */
async function errorOf(files: Files, target?: Target): Promise<string> {
  const { refusal, text } = await (await startCnb()).push(files, { ...(target && { target }) })
  expect(refusal?.message, text).toBe("beampack/elixir: bin/build ended with 1")
  return text.slice(text.indexOf(" !\n"))
}

describe("bin/build refuses, with exit code 1,", () => {
  it("a project.toml that is no TOML", async () => {
    const files = { ...plainApp, "project.toml": '[com.beampack]\nerlang = "27\n' }
    expect(await errorOf(files)).toMatchInlineSnapshot(`
      " !
       !     project.toml:2:13 is not valid TOML
       !
       !     2 | erlang = "27
       !                     ^
       !
       !     What the parser says: control characters are not allowed in strings.
       !
       !     A text stands in quotes, and each key once, on a line of its own. Our settings look like this:
       !       [com.beampack]
       !       erlang = "27.3.4"
       !       keep = ["docs", "priv/*.db"]
       !       cache = false
       !
       !     Error id: config/project-toml
       !
      "
    `)
  })

  it("a setting that there is not", async () => {
    const files = { ...plainApp, "project.toml": '[com.beampack]\nerlnag = "27"\n' }
    expect(await errorOf(files)).toMatchInlineSnapshot(`
      " !
       !     project.toml:2: [com.beampack] has no setting erlnag
       !
       !     2 | erlnag = "27"
       !         ^
       !
       !     Did you mean erlang? For example:
       !       [com.beampack]
       !       erlang = "27.3.4"
       !
       !     Error id: config/unknown-key
       !
      "
    `)
  })

  it("a version that there is not", async () => {
    expect(await errorOf({ ...plainApp, ".tool-versions": "erlang 99.1\n" })).toMatchInlineSnapshot(`
      " !
       !     There is no Erlang/OTP 99.1 to install
       !
       !     .tool-versions:1 asks for it, but http://origin/builds/otp/ARCH/ubuntu-24.04/builds.txt does not list it.
       !     The nearest versions there: 28.0.2, 27.3.4.2, 27.3.4, 26.2.5.11, 25.3.2.21
       !
       !     Name one of them in .tool-versions, for example:
       !
       !         erlang 28.0.2
       !
       !     Error id: version/unknown
       !
      "
    `)
  })

  it("an app whose code does not compile", async () => {
    expect(await errorOf({ ...plainApp, ".stub-fail": "mix compile" })).toMatchInlineSnapshot(`
      " !
       !     The app does not compile: lib/hello.ex
       !
       !     Its message is in the log above. The same fails on your machine with:
       !       MIX_ENV=prod mix compile
       !
       !     Error id: mix/compile
       !
      "
    `)
  })

  it("a distribution whose programs run on musl", async () => {
    const target = { os: "linux", arch: "amd64", distro: { name: "alpine", version: "3.20" } }
    expect(await errorOf(plainApp, target)).toMatchInlineSnapshot(`
      " !
       !     No Erlang/OTP build runs on alpine 3.20
       !
       !     Precompiled Erlang/OTP needs glibc 2.35 or later and OpenSSL 3.
       !
       !     Build on Ubuntu 22.04 or later, Debian 12 or later, or the stack heroku-22, heroku-24 or heroku-26.
       !
       !     Error id: target/unsupported
       !
      "
    `)
  })

  it("to be started by anybody but a lifecycle", async () => {
    const { exitCode, stderr } = await runHook(await copyOfTree("beampack-elixir"), "build", [
      "/layers",
      "/platform",
      "/plan",
    ])
    expect(exitCode).toBe(1)
    expect(stderr).toContain("Error id: cnb/no-lifecycle\n")
  })
})

describe("a target", () => {
  it.each([
    ["another system", { os: "windows", arch: "amd64" }],
    ["another architecture", { os: "linux", arch: "s390x" }],
  ])("that is %s is for no lifecycle to build", async (_, target) => {
    const { refusal, log } = await (await startCnb()).push(plainApp, { target })
    expect(refusal?.kind).toBe("detect-errored")
    expect(log).toBe("")
  })

  it.each([
    ["a distribution that we know", { name: "debian", version: "12" }],
    ["one that we do not know", { name: "wolfi", version: "20230201" }],
  ])("is %s", async (_, distro) => {
    const { refusal, text } = await (await startCnb()).push(plainApp, {
      target: { os: "linux", arch: "amd64", distro },
    })
    expect(refusal?.message).toBeUndefined()
    expect(text.slice(text.indexOf("- Planning"), text.indexOf("- Installing"))).toMatchSnapshot()
  })

  it("without a distribution is that of the machine", async () => {
    const { refusal } = await (await startCnb()).push(plainApp, { target: { os: "linux", arch: "amd64" } })
    expect(refusal?.message).toBeUndefined()
  })
})

/** Writes other metadata for each layer of the cache, as another version of beampack might have left it. */
async function changeMetadata({ cnb }: CnbApp, change: (metadata: unknown, name: string) => unknown): Promise<void> {
  const file = join(cnb.cache, "metadata.json")
  const content = JSON.parse(await readFile(file, "utf8"))
  for (const layers of Object.values<Record<string, { metadata: unknown }>>(content.layers)) {
    for (const [name, layer] of Object.entries(layers)) layer.metadata = change(layer.metadata, name)
  }
  await writeFile(file, JSON.stringify(content))
}

describe("layers of another version of beampack", () => {
  it.each<[string, (metadata: unknown) => unknown]>([
    ["without metadata", () => undefined],
    ["with a text for metadata", () => "erlang-27"],
    ["with a list for metadata", () => [1, "a"]],
    ["with other keys", () => ({ layout: 9, made: { at: "2020-01-01", by: ["x"] } })],
    ["with one key more", (metadata) => ({ ...(metadata as object), more: "x" })],
    [
      "with numbers for texts",
      (metadata) => Object.fromEntries(Object.keys(metadata as object).map((key) => [key, 1])),
    ],
  ])("%s are made anew", async (_, change) => {
    const app = await startCnb()
    await app.push(releaseApp)
    await changeMetadata(app, change)
    const second = await app.push(releaseApp)
    expect(second.refusal?.message, second.text).toBeUndefined()
    expect(second.text).toMatch(/Installing Erlang\/OTP 27\S+/)
    expect(addedLayers(imageOf(second))).toEqual([])
  })

  it("of which the files are gone are made anew", async () => {
    const app = await startCnb()
    await app.push(releaseApp)
    const file = join(app.cnb.cache, "metadata.json")
    const { layers } = JSON.parse(await readFile(file, "utf8"))
    layers["beampack/elixir"].erlang.digest = layers["beampack/elixir"].indexes.digest
    await writeFile(file, JSON.stringify({ layers }))
    const { refusal, text } = await app.push(releaseApp)
    expect(refusal?.message, text).toBeUndefined()
  })
})

it("a build of an app that failed before succeeds", async () => {
  const app = await startCnb()
  expect((await app.push({ ...phoenixApp, ".stub-fail": "mix assets.deploy" })).refusal?.kind).toBe("buildpack")
  expect((await app.push(phoenixApp)).refusal?.message).toBeUndefined()
})

it("a build without any variable of the user, and so without a folder for them, succeeds", async () => {
  const app = await startCnb()
  const before = await writeSample({
    id: "other/mirror",
    build: layer("settings", ["build"], { "env/BEAMPACK_MIRROR": app.origin.url }),
  })
  const vars = { BEAMPACK_MIRROR: undefined, STUB_LOG: undefined, SOURCE_DATE_EPOCH: undefined }
  const trees = [before as `/${string}`, "beampack-elixir"] as const
  const { refusal, text } = await app.push(releaseApp, { trees, vars })
  expect(refusal?.message, text).toBeUndefined()
  expect(await readdir(app.cnb.machine.folders.platform)).toEqual([])
})
