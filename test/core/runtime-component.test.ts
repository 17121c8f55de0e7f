import { expect, it } from "vitest"
import type { Artifact, RuntimeName } from "../../lib/core/runtime.ts"
import { runtimeComponent, runtimeLayers } from "../../lib/core/runtime-component.ts"

it.each<[RuntimeName, string, string, string | undefined]>([
  ["erlang", "27.3.4.1", "pkg:github/erlang/otp@OTP-27.3.4.1", "cpe:2.3:a:erlang:erlang\\/otp:27.3.4.1:*:*:*:*:*:*:*"],
  ["erlang", "28.0-rc1", "pkg:github/erlang/otp@OTP-28.0-rc1", undefined],
  ["elixir", "1.18.3", "pkg:github/elixir-lang/elixir@v1.18.3", undefined],
  ["elixir", "branch main", "pkg:github/elixir-lang/elixir", undefined],
  ["hex", "2.2.1", "pkg:github/hexpm/hex@v2.2.1", undefined],
  ["rebar3", "3.24.0", "pkg:github/erlang/rebar3@3.24.0", undefined],
  ["node", "24.1.0", "pkg:github/nodejs/node@v24.1.0", "cpe:2.3:a:nodejs:node.js:24.1.0:*:*:*:*:*:*:*"],
])("%s %s is %s", (name, version, purl, cpe) => {
  expect(runtimeComponent(name, version)).toMatchObject({ version, purl })
  expect(runtimeComponent(name, version).cpe).toBe(cpe)
})

it("a layer of a runtime has its file's URL and digest", () => {
  const artifact: Artifact = {
    name: "node",
    version: { value: "24.1.0", origin: { kind: "default", why: "newest" } },
    ref: "v24.1.0",
    url: "https://nodejs.org/dist/v24.1.0/node-v24.1.0-linux-x64.tar.gz",
    digest: { algorithm: "sha256", hex: "ab".repeat(32) },
  }
  const { url, digest } = artifact
  expect(runtimeLayers([artifact])).toEqual({ node: [{ ...runtimeComponent("node", "24.1.0"), url, digest }] })
})
