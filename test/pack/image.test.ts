/** What is in the example's image, and beside it. */
import { readdir, readFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { beforeAll, describe, expect, inject, it } from "vitest"
import { createPackApp, createPublishedApp, type PackApp, packBuild, packImage } from "../support/pack/app.ts"
import { type Image, inspectImage, packInspect, runInImage } from "../support/pack/image.ts"

const source = { folder: join(import.meta.dirname, "../../examples/hello") }

describe("the image of examples/hello", () => {
  let app: PackApp
  let image: Image
  let sboms: string

  beforeAll(async () => {
    app = await createPackApp()
    sboms = join(app.work, "sboms")
    image = (await packImage(app, { source, args: ["--sbom-output-dir", sboms] })).image
  })

  it("has at most 25 MB more than the run image", async () => {
    const more = image.bytes - (await inspectImage(inject("pack").images.run)).bytes
    process.stdout.write(`image of examples/hello: run image + ${(more / 1e6).toFixed(1)} MB\n`)
    expect(more).toBeLessThan(25e6)
  })

  it("holds the release and nothing that it was made of", async () => {
    const { stdout } = await runInImage(app.image, ["find", "/workspace", "-maxdepth", "4"])
    const release = ["", "/_build", "/_build/prod", "/_build/prod/rel", "/_build/prod/rel/hello"]
    expect(stdout.trimEnd().split("\n").toSorted()).toEqual(release.map((path) => `/workspace${path}`))
    const programs = await runInImage(app.image, [
      "bash",
      "-c",
      "compgen -c | grep -xE 'erlc?|elixirc?|mix|iex|node|npm'",
    ])
    expect(programs).toMatchObject({ stdout: "", stderr: "" })
  })

  it("has bills of materials of what it holds, of what it was made of, and of cached layers", async () => {
    const bills = (await readdir(sboms, { recursive: true })).filter((path) => path.endsWith("/sbom.cdx.json"))
    const entries = await Promise.all(
      bills.toSorted().map(async (path) => [dirname(path), await purls(join(sboms, path))]),
    )
    expect(Object.fromEntries(entries)).toMatchInlineSnapshot(`
      {
        "build/beampack_elixir/elixir": [
          "pkg:github/elixir-lang/elixir",
        ],
        "build/beampack_elixir/erlang": [
          "pkg:github/erlang/otp",
        ],
        "build/beampack_static": [],
        "build/beampack_static/node": [
          "pkg:github/nodejs/node",
        ],
        "cache/beampack_elixir/elixir": [
          "pkg:github/elixir-lang/elixir",
        ],
        "cache/beampack_elixir/erlang": [
          "pkg:github/erlang/otp",
        ],
        "cache/beampack_static/node": [
          "pkg:github/nodejs/node",
        ],
        "launch/beampack_static": [
          "pkg:github/elixir-lang/elixir",
          "pkg:github/erlang/otp",
          "pkg:npm/%40esbuild/linux-ARCH",
          "pkg:npm/esbuild",
          "pkg:otp/compiler",
          "pkg:otp/eex",
          "pkg:otp/elixir",
          "pkg:otp/erts",
          "pkg:otp/iex",
          "pkg:otp/kernel",
          "pkg:otp/logger",
          "pkg:otp/sasl",
          "pkg:otp/stdlib",
        ],
      }
    `)
  })
})

/** The package URLs of a bill, without their versions, which are those of the stack's distribution. */
async function purls(file: string): Promise<readonly string[]> {
  const bill = JSON.parse(await readFile(file, "utf8"))
  expect(bill).toMatchObject({ bomFormat: "CycloneDX", specVersion: expect.stringMatching(/^1\.\d$/) })
  const all: readonly string[] = bill.components.map(({ purl }: { readonly purl: string }) => purl)
  expect(all.filter((purl) => !/^pkg:[a-z]+\/[^@?]+@[^@?]+(\?[^?]+)?$/.test(purl))).toEqual([])
  return all.map((purl) => purl.replace(/@.*/, "").replace(/linux-(x64|arm64)/, "linux-ARCH"))
}

it("an image in a registry tells pack its buildpacks and processes", async () => {
  const app = await createPublishedApp()
  await packBuild(app, { source })
  const program = { command: "/workspace/_build/prod/rel/hello/bin/hello", "working-dir": "/workspace" }
  expect(await packInspect(app.image)).toMatchObject({
    buildpacks: [{ id: "beampack/elixir" }, { id: "beampack/static" }],
    processes: [
      { type: "web", default: true, args: ["start"], ...program },
      { type: "console", default: false, args: ["start_iex"], ...program },
    ],
    rebasable: true,
  })
})

it("variables of the user reach the build", async () => {
  const app = await createPackApp()
  const env = { MIX_ENV: "staging", BEAMPACK_ELIXIR: "1.18.3" }
  const { buildLog } = await packBuild(app, { source, env })
  expect(buildLog).toContain("Elixir 1.18.3 (BEAMPACK_ELIXIR)")
  expect(buildLog).toContain("_build/staging/rel/hello")
})
