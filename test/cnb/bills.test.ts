import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { phoenixApp, releaseApp } from "../support/apps.ts"
import { type CnbApp, startCnb } from "../support/cnb/beampack.ts"
import { installImage } from "../support/cnb/launch.ts"
import { sbomErrors } from "../support/cyclonedx.ts"
import { filesBelow } from "../support/heroku.ts"

interface Bom {
  readonly metadata: { readonly component?: { readonly name: string; readonly version: string } }
  readonly components: readonly { readonly purl: string }[]
}

/** The bills of an image by path, each as the package URLs in it. All that CycloneDX does not allow fails the test. */
async function billsOf({ cnb, push }: CnbApp, files: Parameters<CnbApp["push"]>[0], vars = {}) {
  const { image, text } = await push(files, { vars })
  if (image === undefined) throw new Error(text)
  await installImage(cnb.machine, image)
  const folder = join(cnb.machine.folders.layers, "sbom/launch")
  const texts = await Promise.all(
    (await filesBelow(folder)).map(async (path) => [path, await readFile(join(folder, path), "utf8")] as const),
  )
  expect(texts.flatMap(([, text]) => sbomErrors(text))).toEqual([])
  const bills = texts.map(([path, text]) => [path, JSON.parse(text) as Bom] as const)
  const purls = bills.map(([path, { components }]) => [path, components.map(({ purl }) => purl)])
  return { image, bills: Object.fromEntries(bills), purls: Object.fromEntries(purls) }
}

const lock = {
  lockfileVersion: 3,
  packages: {
    "": { name: "assets" },
    "node_modules/left-pad": { version: "1.3.0", resolved: "https://registry.npmjs.org/left-pad/-/left-pad-1.3.0.tgz" },
  },
}

it("an image says what is in it, and what it is called", async () => {
  const files = { ...phoenixApp, "assets/package-lock.json": JSON.stringify(lock) }
  const { image, bills, purls } = await billsOf(await startCnb(), files, {
    SOURCE_VERSION: "0123abc",
    BP_OCI_TITLE: "Hello!",
  })
  expect(purls).toMatchInlineSnapshot(`
    {
      "beampack_static/sbom.cdx.json": [
        "pkg:github/erlang/otp@OTP-27.3.4.2",
        "pkg:npm/left-pad@1.3.0",
        "pkg:otp/erts@15.2?repository_url=https:%2F%2Fgithub.com%2Ferlang%2Fotp&vcs_url=git%2Bhttps:%2F%2Fgithub.com%2Ferlang%2Fotp.git",
      ],
    }
  `)
  expect(bills["beampack_static/sbom.cdx.json"]?.metadata.component).toMatchObject({ name: "hello", version: "0.1.0" })
  expect(image.labels).toMatchObject({
    "org.opencontainers.image.title": "Hello!",
    "org.opencontainers.image.version": "0.1.0",
    "org.opencontainers.image.revision": "0123abc",
  })
})

it("an app that runs on Mix has the bills of its runtimes beside its own", async () => {
  const files = { ...releaseApp, "elixir_buildpack.config": "release=false\n" }
  const { purls } = await billsOf(await startCnb(), files)
  expect(purls).toMatchInlineSnapshot(`
    {
      "beampack_elixir/elixir/sbom.cdx.json": [
        "pkg:github/elixir-lang/elixir@v1.18.4",
      ],
      "beampack_elixir/erlang/sbom.cdx.json": [
        "pkg:github/erlang/otp@OTP-27.3.4.2",
      ],
      "beampack_elixir/sbom.cdx.json": [],
    }
  `)
})
