import { readdir, rm } from "node:fs/promises"
import { describe, expect, it } from "vitest"
import { writeFiles } from "../../support/app.ts"
import { addedLayers, layerNamed } from "../../support/cnb/image.ts"
import { imageOf } from "../../support/cnb/platform.ts"
import { buildSamples, localCnb } from "../../support/cnb/sample.ts"

const launchLayer = "printf '[types]\\nlaunch = true\\n' >one.toml"

it("an image has the same layers whenever and in whatever order its files were written", async () => {
  const cnb = await localCnb()
  const first = { build: `mkdir one; echo a >one/a; echo b >one/b; ${launchLayer}` }
  const other = { build: `mkdir one; echo b >one/b; touch -d 2001-01-01 one/b; echo a >one/a; ${launchLayer}` }
  const before = imageOf(await buildSamples(cnb, [first]))
  const after = imageOf(await buildSamples(cnb, [other], { sourceTime: new Date() }))
  expect(after.layers.map(({ digest }) => digest)).toEqual(before.layers.map(({ digest }) => digest))
  expect(addedLayers(before)).toEqual(["sample/one:one", "app:1", "config"])
  expect(addedLayers(after)).toEqual([])
})

it("a changed mode is a changed layer", async () => {
  const cnb = await localCnb()
  const build = `mkdir one; echo a >one/a; ${launchLayer}`
  await buildSamples(cnb, [{ build }])
  expect(addedLayers(imageOf(await buildSamples(cnb, [{ build: `${build}; chmod 700 one/a` }])))).toEqual([
    "sample/one:one",
  ])
})

it("a launch layer without content is that of the image before", async () => {
  const cnb = await localCnb()
  const build = `[ -f one.toml ] || { mkdir one; echo a >one/a; }; ${launchLayer}`
  const before = imageOf(await buildSamples(cnb, [{ build }]))
  const after = imageOf(await buildSamples(cnb, [{ build }]))
  expect(layerNamed(after, "sample/one:one")).toEqual({ ...layerNamed(before, "sample/one:one"), reused: true })
})

it("an image before of which a layer is lost is none", async () => {
  const cnb = await localCnb()
  const build = `[ -f one.toml ] || { mkdir one; echo a >one/a; }; ${launchLayer}`
  const before = imageOf(await buildSamples(cnb, [{ build }]))
  await rm(layerNamed(before, "app:1").file)
  const { restored } = await buildSamples(cnb, [{ build }])
  expect(restored).toEqual({ content: [], metadata: [], removed: [] })
})

it("a cached launch layer of which cache and image differ does not come back", async () => {
  const cnb = await localCnb()
  const build = "mkdir one; echo a >one/a; printf '[types]\\nlaunch = true\\ncache = true\\n' >one.toml"
  await buildSamples(cnb, [{ build }])
  const { restored } = await buildSamples(cnb, [{ build: `rm -r one; ${build}` }])
  expect(restored).toEqual({ content: ["sample/one:one"], metadata: [], removed: [] })
  const one = { digest: "sha256:0", launch: true, build: false, cache: true }
  await writeFiles(cnb.cache, { "metadata.json": JSON.stringify({ layers: { "sample/one": { one } } }) })
  const again = await buildSamples(cnb, [{ build: `[ ! -e one.toml ]; ${build}` }])
  expect(again.refusal?.message).toBeUndefined()
  expect(again.restored).toEqual({ content: [], metadata: [], removed: ["sample/one:one"] })
})

describe("a warning", () => {
  const web = 'printf \'[[processes]]\\ntype = "web"\\ncommand = ["true"]\\n\' >>launch.toml'

  it.each([
    ["a process declared twice", [{ build: `${web}; ${web}` }], "sample/one declares the process web twice"],
    [
      "a default process that is taken over",
      [{ build: `${web}; echo default = true >>launch.toml` }, { id: "sample/two", build: web }],
      "the default process web is declared again, and is not the default one any more",
    ],
    [
      "a layer without content that is to be cached",
      [{ build: "printf '[types]\\ncache = true\\n' >one.toml" }],
      "the layer sample/one:one has no content to cache",
    ],
  ])("is given for %s", async (_, samples, warning) => {
    expect((await buildSamples(await localCnb(), samples)).warnings).toEqual([warning])
  })

  it("leaves an image without a default process", async () => {
    const samples = [{ build: `${web}; echo default = true >>launch.toml` }, { id: "sample/two", build: web }]
    expect(imageOf(await buildSamples(await localCnb(), samples)).defaultType).toBeUndefined()
    expect(imageOf(await buildSamples(await localCnb(), samples.slice(0, 1))).defaultType).toBe("web")
  })
})

it("a log has what bin/build prints, its errors where they were printed", async () => {
  const { log, refusal } = await buildSamples(await localCnb(), [
    { build: "echo one; echo two >&2; echo three" },
    { id: "sample/two", build: "echo four >&2; exit 7" },
  ])
  expect(log).toBe("one\ntwo\nthree\nfour\n")
  expect(refusal?.message).toBe("sample/two: bin/build ended with 7")
})

it("a cache keeps nothing but the layers of the last build", async () => {
  const cnb = await localCnb()
  const layer = (name: string) => `mkdir ${name}; echo a >${name}/a; printf '[types]\\ncache = true\\n' >${name}.toml`
  await buildSamples(cnb, [{ build: `${layer("one")}; ${layer("two")}` }])
  expect(await readdir(cnb.cache)).toHaveLength(3)
  await buildSamples(cnb, [{ build: layer("three") }])
  expect(await readdir(cnb.cache)).toHaveLength(2)
})

it("a failed build leaves cache and image as they were", async () => {
  const cnb = await localCnb()
  const layer = "mkdir -p one; date +%N >one/a; printf '[types]\\ncache = true\\n' >one.toml"
  const build = (more: string) => ({ build: `cat one/a 2>/dev/null || echo none; ${layer}; ${more}` })
  const [first, failed, after] = [
    await buildSamples(cnb, [build("cat one/a")]),
    await buildSamples(cnb, [build("exit 1")]),
    await buildSamples(cnb, [build("")]),
  ]
  const [, made] = first.log.split("\n")
  expect(failed.log).toBe(`${made}\n`)
  expect(after.log).toBe(`${made}\n`)
})

it("the folder of the platform has no env without variables", async () => {
  const { image } = await buildSamples(await localCnb(), [{ build: 'see "$(ls "$CNB_PLATFORM_DIR")"' }])
  expect(image?.labels.seen).toBe("")
})
