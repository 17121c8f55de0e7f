/** An app of real Hex packages by the real pack. */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { createPackApp, packImage } from "../support/pack/app.ts"
import { layersBeyond, startImage } from "../support/pack/image.ts"
import { hexSite, startFullMirror } from "../support/stack/hex-site.ts"

it("serves its page, and a change of its own code makes one new layer without its dependencies", async () => {
  const mirror = await startFullMirror()
  const app = await createPackApp()
  const site = await hexSite()
  const sboms = join(app.work, "sboms")
  const first = await packImage(app, { source: site, env: mirror.vars, args: ["--sbom-output-dir", sboms] })
  expect(mirror.fetched().packages).not.toEqual([])
  expect((await (await startImage(app.image)).page()).map(({ status }) => status)).toEqual([200, 200, 200])
  const bill = await readFile(join(sboms, "launch/beampack_static/sbom.cdx.json"), "utf8")
  for (const name of ["cowboy", "earmark_parser", "makeup"]) expect(bill).toContain(`"pkg:hex/${name}@`)

  const files = { ...site.files, "lib/hex_site/extra.ex": "defmodule HexSite.Extra do\n  def line, do: 1\nend\n" }
  const second = await packImage(app, { source: { ...site, files }, env: mirror.vars })
  expect(mirror.fetched()).toEqual({ packages: [], runtimes: [] })
  expect(second.buildLog).toMatch(/^ +Compiling 1 file/m)
  const layers = layersBeyond(second.image, first.image)
  expect(layers.map(({ title }) => title.replace(/\d+$/, "N"))).toEqual(["Application Slice: N"])
  expect(layers[0]?.bytes).toBeLessThan(500e3)
})
