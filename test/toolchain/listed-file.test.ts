import { pathToFileURL } from "node:url"
import { expect, it } from "vitest"
import { runtimeNames } from "../../lib/core/runtime.ts"
import { findArtifacts } from "../../lib/toolchain/find.ts"
import { fromOrigin, whereThere } from "../../lib/toolchain/index-text.ts"
import { listedFile } from "../../lib/toolchain/listed-file.ts"
import { target } from "../support/finding.ts"
import { wanted } from "../support/requests.ts"
import { stubMirror } from "../support/toolchain.ts"

const read = whereThere(fromOrigin({ env: {} }))

async function start() {
  const { dir } = await stubMirror()
  const base = pathToFileURL(dir).href
  const place = { origins: { hex: base, node: base }, platform: { arch: "amd64", ubuntu: "24.04" } } as const
  return { dir, place }
}

it.each([
  ["newest", {}],
  ["old", { erlang: "25.3.2.21", elixir: "1.14.5", node: "20.19.5" }],
])("is that of the version that was chosen: %s", async (_, versions: Readonly<Record<string, string>>) => {
  const { dir, place } = await start()
  const requests = runtimeNames.map((name) => wanted(name, versions[name]))
  const artifacts = await findArtifacts(requests, { env: { BEAMPACK_MIRROR: dir }, target, output: () => {} })
  expect(artifacts).toHaveLength(5)
  for (const artifact of artifacts) {
    const { url, digest } = artifact
    expect(await listedFile(artifact, place, read)).toEqual({ url, digest })
  }
})

it.each([
  ["erlang", "OTP-27.9"],
  ["elixir", "v1.18.4-otp-99"],
  ["hex", "1.18.4/hex-9.9.9-otp-27.ez"],
  ["rebar3", "1.14.0/rebar3-9.9.9"],
  ["node", "v24.99.0"],
] as const)("is none of a version that is not listed: %s %s", async (name, ref) => {
  const { place } = await start()
  expect(await listedFile({ name, ref }, place, read)).toBeUndefined()
})

it("is none where there is no list", async () => {
  const { place } = await start()
  const elsewhere = { ...place, origins: { hex: `${place.origins.hex}/none`, node: `${place.origins.node}/none` } }
  for (const name of runtimeNames) expect(await listedFile({ name, ref: "v1.0.0" }, elsewhere, read)).toBeUndefined()
})
