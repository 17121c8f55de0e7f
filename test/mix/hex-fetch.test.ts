import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { fetchFrom } from "../../lib/mix/hex-fetch.ts"
import { tempDir } from "../support/app.ts"
import { hexPackageOf, publish } from "../support/hex-package.ts"
import { startOrigin } from "../support/origin.ts"
import { stepContext } from "../support/step-context.ts"

/** A package that hex.pm has, and a mirror that has none; both keep note of what they are told. */
async function twoServers(repository: string) {
  const made = hexPackageOf("secret", { repository })
  const [files, empty, out] = await Promise.all([tempDir("hexpm"), tempDir("mirror"), tempDir("out")])
  await publish(files, [made])
  const [hexpm, mirror] = await Promise.all([startOrigin(files), startOrigin(empty)])
  const path = `/tarballs/${made.file}`
  const { inner, outer } = made
  const wanted = { app: "secret", name: "secret", version: "1.0.0", inner, outer, repository, managers: ["mix"] }
  const places = [{ url: `${mirror.url}${path}` }, { url: `${hexpm.url}${path}`, authorization: "k3y" }]
  const to = join(out, "secret.tar")
  const fetched = () => fetchFrom(places, wanted, to, stepContext({ env: {} }))
  return { made, to, hexpm, mirror, path, fetched }
}

it.each([404, 403, 401])("takes a private package from hex.pm when our mirror answers %d", async (status) => {
  const { made, to, hexpm, mirror, path, fetched } = await twoServers("hexpm:acme")
  mirror.fail(path, { status })
  expect(await fetched()).toBeUndefined()
  expect(await readFile(to)).toEqual(made.tarball)
  expect(mirror.headers.map(({ authorization }) => authorization)).toEqual([undefined])
  expect(hexpm.headers.map(({ authorization }) => authorization)).toEqual(["k3y"])
})

it("asks nobody else for a package that all may have when our mirror refuses it", async () => {
  const { hexpm, mirror, path, fetched } = await twoServers("hexpm")
  mirror.fail(path, { status: 403 })
  const unfetched = await fetched()
  expect(unfetched).toMatchObject({ why: "secret 1.0.0 could not be fetched", isOutage: false })
  expect(unfetched?.warning).toContain(mirror.url)
  expect(hexpm.requests).toEqual([])
})

it("tells nobody a key that was refused", async () => {
  const { hexpm, path, fetched } = await twoServers("hexpm:acme")
  hexpm.fail(path, { status: 403 })
  const unfetched = await fetched()
  expect(unfetched?.warning).toContain(hexpm.url)
  expect(JSON.stringify(unfetched)).not.toContain("k3y")
})
