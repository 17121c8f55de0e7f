import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { exists } from "../../lib/io/files.ts"
import { hexPackages } from "../../lib/mix/hex-packages.ts"
import { writeFiles } from "../support/app.ts"
import { hexApp } from "../support/hex-app.ts"
import { hexPackageOf, lockOf, metadataOf, publish } from "../support/hex-package.ts"

const content = [
  { path: "lib/a.ex", content: "a\n", mode: 0o664 },
  { path: "bin/run", content: "#!/bin/sh\n", mode: 0o4777 },
  { path: "priv", type: "Directory", mode: 0o750 },
  { path: "priv/to", type: "SymbolicLink", linkpath: "../lib/a.ex" },
] as const

it("puts packages in place as Hex does, and fetches them once", async () => {
  const packages = [hexPackageOf("alpha", { content }), hexPackageOf("beta", { needs: ["alpha"] })]
  const { app, asked, lock, place } = await hexApp(packages)
  const began = Date.now() - 1000

  expect(await place()).toEqual({ count: 2, why: [], log: ["Fetching 2 packages of mix.lock"] })
  expect(asked()).toEqual(["alpha-1.0.0.tar", "beta-1.0.0.tar"])
  const alpha = join(app, "deps/alpha")
  expect((await readdir(alpha)).toSorted()).toEqual([".hex", "bin", "hex_metadata.config", "lib", "priv"])
  expect(await readFile(join(alpha, "priv/to"), "utf8")).toBe("a\n")
  expect(await readFile(join(alpha, "hex_metadata.config"), "utf8")).toBe(metadataOf("alpha", "1.0.0"))
  const modes = await Promise.all(["lib/a.ex", "bin/run", "priv"].map((path) => stat(join(alpha, path))))
  expect(modes.map(({ mode }) => (mode & 0o7777).toString(8))).toEqual(["664", "777", "750"])
  expect((await stat(join(alpha, "lib/a.ex"))).mtimeMs).toBeGreaterThan(began)

  expect(await place()).toEqual({ count: 2, why: [], log: [] })
  await lock(packages)
  expect(await place()).toEqual({ count: 2, why: [], log: ["Using 2 packages from the cache"] })
  expect(asked()).toEqual([])
})

it("replaces what is of another version, and what was compiled of it and of all that needs it", async () => {
  const [old, now] = [hexPackageOf("alpha"), hexPackageOf("alpha", { version: "1.1.0" })]
  const beta = hexPackageOf("beta", { needs: ["alpha"] })
  const gamma = hexPackageOf("gamma")
  const { app, lock, place } = await hexApp([old, now, beta, gamma])
  await lock([old, beta, gamma])
  await place()
  const built = ["prod/lib/alpha", "prod/lib/beta", "prod/lib/gamma", "dev/lib/beta", "prod/lib/hello"]
  await writeFiles(app, Object.fromEntries(built.map((path) => [`_build/${path}/ebin/x.app`, ""])))
  await writeFiles(app, { "deps/alpha/lib/gone.ex": "" })
  await writeFiles(app, { "mix.lock": `%{\n  ${now.entry},\n  ${beta.entry},\n  ${gamma.entry},\n}\n` })

  expect(await place()).toEqual({ count: 3, why: [], log: ["Fetching 1 package of mix.lock"] })
  expect(await exists(join(app, "deps/alpha/lib/gone.ex"))).toBe(false)
  const left = await Promise.all(built.map((path) => exists(join(app, "_build", path))))
  expect(built.filter((_, at) => left[at])).toEqual(["prod/lib/gamma", "prod/lib/hello"])
})

it("fetches ahead what is new, and all once nothing is kept", async () => {
  const [alpha, beta] = [hexPackageOf("alpha"), hexPackageOf("beta")]
  const newer = hexPackageOf("beta", { version: "1.1.0" })
  const { app, asked, kept, lock, place } = await hexApp([alpha, beta, newer])
  await lock([alpha, beta])
  expect(await place({}, { ahead: true })).toMatchObject({ log: ["Fetching 2 packages of mix.lock"] })
  expect(asked()).toEqual(["alpha-1.0.0.tar", "beta-1.0.0.tar"])

  await writeFiles(app, { "mix.lock": lockOf([alpha, newer]) })
  expect(await place({}, { ahead: true })).toEqual({ count: 2, why: [], log: ["Fetching 1 package of mix.lock"] })
  expect(asked()).toEqual(["beta-1.1.0.tar"])

  await rm(kept, { recursive: true })
  expect(await place({}, { ahead: true })).toEqual({ count: 2, why: [], log: [] })
  expect(asked()).toEqual([])
})

it("asks nobody twice for what could not be fetched ahead", async () => {
  const [alpha, beta, gamma] = [hexPackageOf("alpha"), hexPackageOf("beta"), hexPackageOf("gamma")]
  const { asked, lock, place } = await hexApp([alpha])
  await lock([alpha])
  await place()
  asked()
  await lock([alpha, beta, gamma])
  const placed = await place({}, { ahead: true })
  expect(placed).toMatchObject({
    count: 1,
    why: ["beta 1.0.0 could not be fetched", "gamma 1.0.0 could not be fetched"],
  })
  expect(asked()).toEqual(["beta-1.0.0.tar", "gamma-1.0.0.tar"])
})

it("writes Mix's note where Mix wants one", async () => {
  const { app, place } = await hexApp([hexPackageOf("alpha")])
  await place({}, { noted: true })
  expect(await readFile(join(app, "deps/alpha/.fetch"), "utf8")).toBe("")
})

it("replaces a link in the place of a dependency, and not what it leads to", async () => {
  const { app, place } = await hexApp([hexPackageOf("alpha")])
  await writeFiles(app, { "vendor/alpha/own.ex": "own" })
  await mkdir(join(app, "deps"))
  await symlink("../vendor/alpha", join(app, "deps/alpha"))
  await place()
  expect(await readdir(join(app, "vendor/alpha"))).toEqual(["own.ex"])
  expect((await readdir(join(app, "deps/alpha"))).toSorted()).toEqual([".hex", "hex_metadata.config", "lib"])
})

it("puts them where MIX_DEPS_PATH says, and leaves all to Mix where mix.exs does", async () => {
  const alpha = hexPackageOf("alpha")
  const { app, lock, place } = await hexApp([alpha])
  await place({ MIX_DEPS_PATH: "elsewhere" })
  expect(await readdir(join(app, "elsewhere"))).toEqual(["alpha"])
  await lock([alpha], { "mix.exs": 'defmodule A do\n  def project, do: [app: :a, deps_path: "x", deps: []]\nend\n' })
  expect(await place()).toEqual({ count: 0, why: ["mix.exs has its own places for what Mix keeps"], log: [] })
  expect(await place({ MIX_EXS: "other.exs" })).toMatchObject({ count: 0, why: ["MIX_EXS is set"] })
  await rm(join(app, "mix.lock"))
  expect(await place()).toMatchObject({ count: 0, why: ["there is no mix.lock"] })
})

it("fetches again what is damaged in the cache", async () => {
  const alpha = hexPackageOf("alpha")
  const { asked, kept, lock, place } = await hexApp([alpha])
  await place()
  await writeFile(join(kept, `${alpha.outer}.tar`), "damaged")
  await lock([alpha])
  expect(await place()).toMatchObject({ count: 1, log: ["Fetching 1 package of mix.lock"] })
  expect(asked()).toEqual(["alpha-1.0.0.tar", "alpha-1.0.0.tar"])
})

it("keeps a package for ten builds that do not need it, and nothing that was left half-written", async () => {
  const [alpha, beta] = [hexPackageOf("alpha"), hexPackageOf("beta")]
  const { kept, lock, place } = await hexApp([alpha, beta])
  await place()
  await writeFile(join(kept, ".x.tar.0.tmp"), "")
  await lock([alpha])
  await place()
  expect(await readdir(kept), "another build may be writing it").toContain(".x.tar.0.tmp")
  for (let builds = 1; builds < 10; builds++) await place()
  expect((await readdir(kept)).toSorted()).toEqual(
    ["unneeded.json", `${alpha.outer}.tar`, `${beta.outer}.tar`].toSorted(),
  )
  await lock([alpha, beta])
  await place()
  await lock([alpha])
  for (let builds = 0; builds < 11; builds++) await place()
  expect((await readdir(kept)).toSorted()).toEqual(["unneeded.json", `${alpha.outer}.tar`].toSorted())
})

it("does not mind a count that is damaged", async () => {
  const { kept, place } = await hexApp([hexPackageOf("alpha")])
  await place()
  await writeFile(join(kept, "unneeded.json"), "{")
  expect(await place()).toMatchObject({ count: 1, why: [] })
})

it("leaves to Mix what nobody has, and asks for it once in a build", async () => {
  const [alpha, beta] = [hexPackageOf("alpha"), hexPackageOf("beta")]
  const { app, asked, lock, origin, place } = await hexApp([alpha])
  await lock([alpha, beta])
  const packages = hexPackages({ noted: false })
  const why = ["beta 1.0.0 could not be fetched"]
  const { log, ...placed } = await place({}, { packages })
  expect(placed).toEqual({ count: 1, why })
  expect(log).toEqual([
    "Fetching 2 packages of mix.lock",
    `beta 1.0.0 could not be fetched, which is left to Mix. Not found: ${origin.url}/tarballs/beta-1.0.0.tar`,
  ])
  expect(await place({}, { packages })).toEqual({ count: 1, why, log: [] })
  expect(asked()).toEqual(["alpha-1.0.0.tar", "beta-1.0.0.tar"])
  expect(await readdir(join(app, "deps"))).toEqual(["alpha"])
})

it("stops asking a server that fails", async () => {
  const packages = Array.from({ length: 20 }, (_, at) => hexPackageOf(`p${at}`))
  const { asked, origin, place } = await hexApp(packages)
  for (const { file } of packages) origin.fail(`/tarballs/${file}`, { status: 500, times: 3 })
  const { count, why, log } = await place()
  expect({ count, why: why.length }).toEqual({ count: 0, why: why.length })
  expect(asked().length).toBe(8 * 3)
  expect(log.filter((line) => line.includes("left to Mix")).length).toBe(1)
}, 20_000)

it("asks for nothing when HEX_OFFLINE is set", async () => {
  const { asked, place } = await hexApp([hexPackageOf("alpha")])
  expect(await place({ HEX_OFFLINE: "1" })).toMatchObject({ count: 0, why: ["HEX_OFFLINE is set"] })
  expect(asked()).toEqual([])
})

it("takes from upstream what our own mirror lacks", async () => {
  const { asked, origin, place } = await hexApp([hexPackageOf("alpha")])
  const placed = await place({ HEX_MIRROR: "", BEAMPACK_MIRROR: origin.url })
  expect(placed).toMatchObject({ count: 1, why: [] })
  expect(asked()).toEqual(["alpha-1.0.0.tar"])
})

it("tells an organisation's key to the registry, and to nobody else", async () => {
  const secret = hexPackageOf("secret", { repository: "hexpm:acme" })
  const other = await hexApp([])
  const { kept, lock, origin, place, app } = await hexApp([])
  await publish(join(app, "../mirror"), [secret], "acme")
  await lock([secret])
  const env = { HEX_TRUSTED_MIRROR: origin.url, HEX_ORGANIZATIONS: "acme:k3y" }

  expect(await place({ HEX_MIRROR: origin.url })).toMatchObject({
    count: 0,
    why: ["only Hex knows the repository hexpm:acme"],
  })
  origin.fail(`/repos/acme/tarballs/${secret.file}`, { redirect: `${other.origin.url}/elsewhere` })
  const redirected = await place(env)
  expect(redirected.count).toBe(0)
  expect(JSON.stringify(redirected)).not.toContain("k3y")
  expect(other.origin.headers.map((headers) => headers.authorization)).toEqual([undefined])

  expect(await place(env)).toMatchObject({ count: 1, why: [] })
  expect(origin.headers.map((headers) => headers.authorization)).toEqual(["k3y", "k3y"])
  expect(await readdir(kept)).toContain(`${secret.outer}.tar`)
})
