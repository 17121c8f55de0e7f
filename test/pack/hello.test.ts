/** The example by real clients, built as the contract suite builds it: for the first time, again, and after a change. */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { beforeAll, describe, expect, it } from "vitest"
import { stableCnbLog } from "../support/cnb/log.ts"
import { layersBeyond, startImage } from "../support/pack/image.ts"
import { type WayApp, type WayBuild, ways } from "../support/pack/ways.ts"

const folder = join(import.meta.dirname, "../../examples/hello")
const source = { folder }
const logs = "../support/cnb/logs"

describe.each(ways)("$title", (way) => {
  let app: WayApp
  let first: WayBuild

  beforeAll(async () => {
    app = await way.start()
    first = await app.build({ source })
  })

  it("builds an image", async () => {
    expect(first.log).toMatch(/^2 of 3 buildpacks participating\nbeampack\/elixir +\S+\nbeampack\/static +\S+$/m)
    await expect(stableCnbLog(first.buildLog)).toMatchFileSnapshot(`${logs}/hello-first.txt`)
  })

  it("starts it as any user on a read-only file system: page and digested assets are served", async () => {
    const page = await (await startImage(first.name)).page()
    expect(page.map(({ status }) => status)).toEqual([200, 200, 200])
  })

  it("builds it again from the cache: nothing is fetched or compiled, and no layer is new", async () => {
    const fetched = app.mirror.requests.length
    const second = await app.build({ source })
    await expect(stableCnbLog(second.buildLog)).toMatchFileSnapshot(`${logs}/hello-second.txt`)
    expect(layersBeyond(second.image, first.image)).toEqual([])
    // Which versions there are is asked again.
    const archives = app.mirror.requests
      .slice(fetched)
      .filter((path) => !/\/(builds|SHASUMS256)\.txt$|\.json$/.test(path))
    expect(archives).toEqual([])
  })

  it("builds a change of one line into one new layer, which is small", async () => {
    const page = "lib/hello/page.html.eex"
    const text = (await readFile(join(folder, page), "utf8")).replace("</h1>", " and one line more</h1>")
    const changed = await app.build({ source: { folder, files: { [page]: text } } })
    expect(changed.buildLog).toMatch(/Compiling 1 file/)
    const layers = layersBeyond(changed.image, first.image)
    expect(layers).toMatchObject([{ title: expect.stringMatching(/^Application Slice/) }])
    expect(layers[0]?.bytes).toBeLessThan(500e3)
    const [served] = await (await startImage(changed.name)).page()
    expect(served?.text).toContain("and one line more")
  })
})
