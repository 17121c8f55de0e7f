import { pathToFileURL } from "node:url"
import { expect, it } from "vitest"
import type { Env } from "../../lib/core/env.ts"
import { hexEnv, packagePlaces } from "../../lib/mix/hex-origin.ts"
import { tempDir, writeFiles } from "../support/app.ts"

const jason = { app: "jason", name: "jason", version: "1.4.4+x", inner: "", outer: "", managers: [] }
const file = "tarballs/jason-1.4.4%2Bx.tar"

const places = (env: Env, repository = "hexpm") => packagePlaces({ ...jason, repository }, env)

it.each<[string, Env, readonly string[]]>([
  ["at hex.pm", {}, ["https://repo.hex.pm"]],
  ["at a mirror", { HEX_MIRROR: "https://hex.example/" }, ["https://hex.example"]],
  [
    "at the mirror that Hex asks first",
    { HEX_MIRROR: "https://b.example", HEX_MIRROR_URL: "https://a.example" },
    ["https://a.example"],
  ],
  [
    "at a mirror that is trusted",
    { HEX_MIRROR: "https://a.example", HEX_TRUSTED_MIRROR: "https://b.example" },
    ["https://b.example"],
  ],
  [
    "at our mirror, which may have none",
    { BEAMPACK_MIRROR: "https://m.example/" },
    ["https://m.example", "https://repo.hex.pm"],
  ],
  ["at hex.pm for our mirror in a folder that has none", { BEAMPACK_MIRROR: "/nowhere" }, ["https://repo.hex.pm"]],
])("finds a package %s", (_, env, roots) => {
  expect(places(env)).toEqual(roots.map((root) => ({ url: `${root}/${file}` })))
})

it("finds a package in a folder that is our mirror", async () => {
  const dir = await writeFiles(await tempDir("mirror"), { "tarballs/a.tar": "" })
  const own = `${pathToFileURL(dir).href}/${file}`
  expect(places({ BEAMPACK_MIRROR: dir })?.[0]?.url).toBe(own)
  expect(places({ BEAMPACK_MIRROR: pathToFileURL(dir).href })?.[0]?.url).toBe(own)
})

const keys = { HEX_ORGANIZATIONS: "other:k1 acme:k2:x" }

it.each<[string, Env, string | undefined]>([
  ["its own key", keys, "k2:x"],
  ["the key for all", { HEX_REPOS_KEY: "k3" }, "k3"],
  ["its own key before that for all", { ...keys, HEX_REPOS_KEY: "k3" }, "k2:x"],
  ["its own key, at a mirror that is trusted", { ...keys, HEX_TRUSTED_MIRROR: "https://repo.hex.pm" }, "k2:x"],
  ["no key, at any other mirror", { ...keys, HEX_MIRROR: "https://repo.hex.pm" }, undefined],
])("asks for a package of an organisation with %s", (_, env, authorization) => {
  expect(places(env, "hexpm:acme")).toEqual([{ url: `https://repo.hex.pm/repos/acme/${file}`, authorization }])
})

it("tells hex.pm the key of an organisation, and not our mirror, which is asked first", () => {
  expect(places({ ...keys, BEAMPACK_MIRROR: "https://m.example" }, "hexpm:acme")).toEqual([
    { url: `https://m.example/repos/acme/${file}`, authorization: undefined },
    { url: `https://repo.hex.pm/repos/acme/${file}`, authorization: "k2:x" },
  ])
})

it.each<[string, Env, string]>([
  ["an organisation without a key", { HEX_ORGANIZATIONS: "other:k1" }, "hexpm:acme"],
  ["another repository", keys, "oban"],
  ["an organisation with an odd name", keys, "hexpm:../x"],
])("leaves to Hex %s", (_, env, repository) => {
  expect(places(env, repository)).toBeUndefined()
})

it.each<[string, Env, string | undefined]>([
  ["the one key of all organisations", { HEX_ORGANIZATIONS: "acme:k1" }, "k1"],
  ["its own key before that", { HEX_ORGANIZATIONS: "acme:k1", HEX_REPOS_KEY: "k3" }, "k3"],
  ["none of several keys", keys, undefined],
  ["no key when there is none", { HEX_ORGANIZATIONS: "acme" }, undefined],
])("gives Hex %s", (_, env, key) => {
  expect(hexEnv(env).HEX_REPOS_KEY).toBe(key)
})
