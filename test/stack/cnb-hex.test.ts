/** An app of real Hex packages as an image: its dependencies are in a layer of their own, which outlives its own changes. */
import { expect, it } from "vitest"
import { entriesOf } from "../support/cnb/archive.ts"
import { addedLayers, type ImageLayer } from "../support/cnb/image.ts"
import { imageOf } from "../support/cnb/platform.ts"
import { createStackCnb } from "../support/stack/cnb.ts"
import { makeDockerImage, runProcess, startWebOf } from "../support/stack/cnb-image.ts"
import { hexSite, startFullMirror } from "../support/stack/hex-site.ts"

it("serves its page, and a change of its own code exports nothing of its dependencies", async () => {
  const mirror = await startFullMirror()
  const app = await createStackCnb()
  const site = await hexSite()
  const built = await app.build(site, { vars: mirror.vars })
  const first = imageOf(built)
  expect(built.log).toContain("Fetching 6 packages of mix.lock")
  expect(built.log).not.toContain("mix deps.get")
  expect(mirror.fetched().packages.length).toBe(6)

  const same = await app.build(site, { vars: mirror.vars })
  imageOf(same)
  expect(mirror.fetched()).toEqual({ packages: [], runtimes: [] })
  expect(same.log).not.toMatch(/Compil(?:ing|ed) \d+ file|Generated \w+ app|==> |===> /)

  const docker = await makeDockerImage(first)
  const web = await startWebOf(docker, { user: "12345:0", readOnly: true })
  expect((await web.page()).map(({ status }) => status)).toEqual([200, 200, 200])
  expect((await runProcess(docker, ["release"])).exitCode).toBe(0)
  await docker.remove()

  const files = { ...site.files, "lib/hex_site/extra.ex": "defmodule HexSite.Extra do\n  def line, do: 1\nend\n" }
  const second = imageOf(await app.build({ ...site, files }, { vars: mirror.vars }))
  expect(mirror.fetched()).toEqual({ packages: [], runtimes: [] })
  const added = addedLayers(second)
  const libraries = await Promise.all(second.layers.map(librariesIn))
  const old = second.layers.flatMap(({ name }, at) => (added.includes(name) ? [] : (libraries[at] ?? [])))
  const fresh = second.layers.flatMap(({ name }, at) => (added.includes(name) ? (libraries[at] ?? []) : []))
  expect(fresh).toEqual(["hex_site"])
  expect(old).toEqual(expect.arrayContaining(["cowboy", "elixir", "kernel", "makeup", "stdlib"]))
})

/** The applications of a release that a layer holds. */
async function librariesIn(layer: ImageLayer): Promise<readonly string[]> {
  const names = (await entriesOf(layer)).flatMap(({ path }) => /\/rel\/[^/]+\/lib\/(\w+)-[^/]+\//.exec(path)?.[1] ?? [])
  return [...new Set(names)].toSorted()
}
