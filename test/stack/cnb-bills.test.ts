/** What the bill of materials says about an app of real Hex and npm packages. */
import { readFile } from "node:fs/promises"
import { execa } from "execa"
import { expect, inject, it } from "vitest"
import { layerNamed } from "../support/cnb/image.ts"
import { imageOf } from "../support/cnb/platform.ts"
import { sbomErrors } from "../support/cyclonedx.ts"
import { createStackCnb } from "../support/stack/cnb.ts"
import { hexSite, startFullMirror } from "../support/stack/hex-site.ts"

interface Bom {
  readonly components: readonly {
    readonly name: string
    readonly purl: string
    readonly hashes?: readonly { readonly content: string }[]
  }[]
}

const path = "/layers/sbom/launch/beampack_static/sbom.cdx.json"

it("names what the release has of Erlang/OTP, Elixir and Hex packages, and what the assets were made of", async () => {
  const { vars } = await startFullMirror()
  const image = imageOf(await (await createStackCnb()).build(await hexSite(), { vars }))
  const { stdout: text } = await execa("tar", ["-xPOf", layerNamed(image, "sbom").file, path])
  expect(sbomErrors(text)).toEqual([])
  const { components }: Bom = JSON.parse(text)
  const purls = components.map(({ purl }) => purl.replace(/\?.*/, "").replace(/@[^@]+$/, ""))
  expect(purls).toMatchInlineSnapshot(`
    [
      "pkg:github/elixir-lang/elixir",
      "pkg:github/erlang/otp",
      "pkg:hex/cowboy",
      "pkg:hex/cowlib",
      "pkg:hex/earmark_parser",
      "pkg:hex/makeup",
      "pkg:hex/nimble_parsec",
      "pkg:hex/ranch",
      "pkg:npm/%40esbuild/linux-x64",
      "pkg:npm/esbuild",
      "pkg:otp/asn1",
      "pkg:otp/compiler",
      "pkg:otp/crypto",
      "pkg:otp/eex",
      "pkg:otp/elixir",
      "pkg:otp/erts",
      "pkg:otp/iex",
      "pkg:otp/kernel",
      "pkg:otp/logger",
      "pkg:otp/public_key",
      "pkg:otp/sasl",
      "pkg:otp/ssl",
      "pkg:otp/stdlib",
    ]
  `)

  const lock = await readFile(inject("stack").registry.lock, "utf8")
  for (const { name, hashes } of components.filter(({ purl }) => purl.startsWith("pkg:hex/"))) {
    const [line = ""] = lock.split("\n").filter((each) => each.startsWith(`  "${name}": `))
    expect(line).toMatch(new RegExp(`"hexpm", "${hashes?.[0]?.content}"\\},$`))
  }
})
