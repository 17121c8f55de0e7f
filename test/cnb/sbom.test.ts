import { expect, it } from "vitest"
import { sbomText } from "../../lib/cnb/sbom.ts"
import type { Component } from "../../lib/core/component.ts"
import { runtimeComponent } from "../../lib/core/runtime-component.ts"
import { sbomErrors } from "../support/cyclonedx.ts"

const version = "0.1.0"
const sha256 = { algorithm: "sha256", hex: "ab".repeat(32) } as const
const sha512 = { algorithm: "sha512", hex: "cd".repeat(64) } as const

const about: Component = { kind: "application", name: "shop", version: "1.2.3" }
const jason: Component = {
  kind: "library",
  name: "jason",
  version: "1.4.4",
  purl: "pkg:hex/jason@1.4.4",
  digest: sha256,
}
const core: Component = {
  kind: "library",
  group: "@babel",
  name: "core",
  version: "7.26.0",
  purl: "pkg:npm/%40babel/core@7.26.0",
  digest: sha512,
}
const unnamed: Component = { kind: "library", name: "inhouse", version: "0.1.0" }
const erlang: Component = {
  ...runtimeComponent("erlang", "27.3.4.1"),
  digest: sha256,
  url: "https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/OTP-27.3.4.1.tar.gz",
}

/** The components of the text. */
function listed(components: readonly Component[]) {
  return JSON.parse(sbomText({ components, version })).components
}

it("says what is known of each component", () => {
  expect(sbomText({ about, components: [erlang, jason, core, unnamed], version })).toMatchInlineSnapshot(`
    "{
      "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
      "bomFormat": "CycloneDX",
      "specVersion": "1.6",
      "version": 1,
      "metadata": {
        "tools": {
          "components": [
            {
              "type": "application",
              "name": "beampack",
              "version": "0.1.0"
            }
          ]
        },
        "component": {
          "type": "application",
          "bom-ref": "shop@1.2.3",
          "name": "shop",
          "version": "1.2.3"
        }
      },
      "components": [
        {
          "type": "library",
          "bom-ref": "inhouse@0.1.0",
          "name": "inhouse",
          "version": "0.1.0"
        },
        {
          "type": "platform",
          "bom-ref": "pkg:github/erlang/otp@OTP-27.3.4.1",
          "name": "Erlang/OTP",
          "version": "27.3.4.1",
          "hashes": [
            {
              "alg": "SHA-256",
              "content": "abababababababababababababababababababababababababababababababab"
            }
          ],
          "cpe": "cpe:2.3:a:erlang:erlang\\\\/otp:27.3.4.1:*:*:*:*:*:*:*",
          "purl": "pkg:github/erlang/otp@OTP-27.3.4.1",
          "externalReferences": [
            {
              "type": "distribution",
              "url": "https://builds.hex.pm/builds/otp/amd64/ubuntu-24.04/OTP-27.3.4.1.tar.gz"
            }
          ]
        },
        {
          "type": "library",
          "bom-ref": "pkg:hex/jason@1.4.4",
          "name": "jason",
          "version": "1.4.4",
          "hashes": [
            {
              "alg": "SHA-256",
              "content": "abababababababababababababababababababababababababababababababab"
            }
          ],
          "purl": "pkg:hex/jason@1.4.4"
        },
        {
          "type": "library",
          "bom-ref": "pkg:npm/%40babel/core@7.26.0",
          "group": "@babel",
          "name": "core",
          "version": "7.26.0",
          "hashes": [
            {
              "alg": "SHA-512",
              "content": "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
            }
          ],
          "purl": "pkg:npm/%40babel/core@7.26.0"
        }
      ]
    }
    "
  `)
})

it.each<[string, Parameters<typeof sbomText>[0]]>([
  ["an app", { about, components: [erlang, jason, core, unnamed], version }],
  ["an app that tells no version", { about: { kind: "application", name: "shop" }, components: [jason], version }],
  ["a layer", { components: [erlang], version }],
  ["nothing", { components: [], version }],
])("CycloneDX's schema allows it for %s", (_, sbom) => {
  expect(sbomErrors(sbomText(sbom))).toEqual([])
})

it("CycloneDX's schema refuses what is not allowed", () => {
  const text = sbomText({ components: [jason], version }).replace('"library"', '"package"')
  expect(sbomErrors(text).map(({ instancePath }) => instancePath)).toEqual(["/components/0/type"])
})

it("is the same text whatever the order, and lists what occurs twice once", () => {
  const text = sbomText({ about, components: [core, erlang, jason, unnamed], version })
  expect(sbomText({ about, components: [unnamed, jason, jason, erlang, core], version })).toBe(text)
})

it.each([
  ["a folder of this machine", "file:///srv/mirror/otp.tar.gz", undefined],
  ["a mirror", "https://mirror.example.com/otp.tar.gz", "https://mirror.example.com/otp.tar.gz"],
  ["a password", "https://me:secret@mirror.example.com/otp.tar.gz?token=x", "https://mirror.example.com/otp.tar.gz"],
])("tells nothing of where a file was taken from that others may not know or cannot use: %s", (_, url, expected) => {
  const [component] = listed([{ ...erlang, url }])
  expect(component.externalReferences?.[0].url).toBe(expected)
})

it("tells two components without a package URL apart", () => {
  expect(listed([unnamed, { ...unnamed, version: "0.2.0" }, { ...unnamed, digest: sha256 }])).toHaveLength(3)
})
