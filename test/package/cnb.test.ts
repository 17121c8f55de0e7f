/** The .cnb files for both architectures, with a small file in the place of Node. */
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { execa } from "execa"
import { parse } from "smol-toml"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Arch } from "../../lib/core/target.ts"
import { archs, ownArch } from "../../scripts/package/catalogue.ts"
import { makeCnb } from "../../scripts/package/cnb.ts"
import { deflated } from "../../scripts/package/gzip.ts"
import { licencesOf } from "../../scripts/package/licences.ts"
import type { Made } from "../../scripts/package/made.ts"
import { root, writeTrees } from "../../scripts/trees.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { type LaidOutImage, readImageLayout } from "../support/package/image-layout.ts"

const names = ["elixir", "static", "phoenix"] as const
type Name = (typeof names)[number]

let work: string
let version: string
const made = new Map<Arch, readonly Made[]>()
const images = new Map<string, LaidOutImage>()

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), "beampack-cnb-"))
  version = JSON.parse(await readFile(join(root, "package.json"), "utf8")).version
  const trees = join(work, "trees")
  const bundled = await licencesOf(await writeTrees(trees))
  const nodes = new Map(await Promise.all(archs.map(async (arch) => [arch, await fakeNode(arch)] as const)))
  for (const arch of archs) {
    made.set(arch, await makeCnb({ api: "cnb", arch }, work, { trees, bundled, nodes }))
    for (const { name, file } of made.get(arch) ?? []) {
      const into = join(work, "layouts", arch, name)
      await mkdir(into, { recursive: true })
      images.set(`${name} ${arch}`, await readImageLayout(file.from, into))
    }
  }
})
afterAll(() => rm(work, { recursive: true }))

async function fakeNode(arch: Arch) {
  const program = `#!/bin/sh\n# Node for ${arch}\n`
  const manifest = JSON.stringify({ name: "node", version: "24.0.0", license: "MIT" })
  const files = { "bin/node": program, LICENSE: "Node's", "package.json": manifest }
  return { folder: await writeFiles(join(work, "node", arch), files), program: await deflated(Buffer.from(program)) }
}

function imageOf(name: Name, arch: Arch): LaidOutImage {
  const image = images.get(`${name} ${arch}`)
  if (image === undefined) throw new Error(`There is no ${name} for ${arch}`)
  return image
}

/** The layer of the buildpack that an image is named by. */
function layerOf(name: Name, arch: Arch): Buffer {
  const [layer] = imageOf(name, arch).layers
  if (layer === undefined) throw new Error(`${name} for ${arch} has no layer`)
  return layer
}

/** The content of a layer as tar lists it. */
async function listed(layer: Buffer): Promise<readonly string[]> {
  const options = ["--list", "--verbose", "--numeric-owner", "--full-time", "--absolute-names"]
  const { stdout } = await execa("tar", options, { input: layer, env: { TZ: "UTC" } })
  return stdout.split("\n").map((line) => line.replace(/ +\d+ (?=1980)/, " "))
}

describe.each(archs)("for %s", (arch) => {
  it.each(names)("%s is an image for that architecture", (name) => {
    const { manifest, config } = imageOf(name, arch)
    expect(config).toMatchObject({ os: "linux", architecture: arch, rootfs: { type: "layers" } })
    const { mediaType } = manifest.config
    expect([mediaType, ...manifest.layers.map((layer) => layer.mediaType)]).toEqual([
      "application/vnd.oci.image.config.v1+json",
      ...manifest.layers.map(() => "application/vnd.oci.image.layer.v1.tar+gzip"),
    ])
  })

  it.each(["elixir", "static"] as const)("%s has its tree where platforms look for it", async (name) => {
    const dir = await tempDir("layer")
    await execa("tar", ["-x", "-C", dir], { input: layerOf(name, arch) })
    const place = join(dir, `cnb/buildpacks/beampack_${name}/${version}`)
    const { stdout } = await execa("diff", ["-r", join(work, `cnb-${arch}`, name), place])
    expect(stdout).toBe("")
    expect(await readFile(join(place, "node/bin/node"), "utf8")).toContain(`Node for ${arch}`)
  })

  it.each(["elixir", "static"] as const)("%s has plain files of root, and those in bin can be run", async (name) => {
    const entries = await listed(layerOf(name, arch))
    const since = "0/0 1980-01-01 00:00:01"
    const parent = `/cnb/buildpacks/beampack_${name}`
    expect(entries.slice(0, 2)).toEqual([parent, `${parent}/${version}`].map((path) => `drwxr-xr-x ${since} ${path}`))
    const modes = "drwxr-xr-x|-rwxr-xr-x(?=.*/bin/[^/]+$)|-rw-r--r--(?!.*/bin/)"
    const allowed = new RegExp(`^(${modes}) ${since} ${parent}(/|$)`)
    expect(entries.filter((entry) => !allowed.test(entry))).toEqual([])
    for (const hook of ["bin/build", "bin/detect", "node/bin/node"]) {
      expect(entries).toContain(`-rwxr-xr-x ${since} ${parent}/${version}/${hook}`)
    }
  })

  it("the composite has no program, and the layers of the components", async () => {
    const entries = await listed(layerOf("phoenix", arch))
    expect(entries.map((entry) => entry.replace(/^.*beampack_phoenix/, "").replace(version, "VERSION"))).toEqual([
      "",
      "/VERSION",
      "/VERSION/LICENSE",
      "/VERSION/buildpack.toml",
      "/VERSION/package.toml",
    ])
    const [, ...components] = imageOf("phoenix", arch).manifest.layers
    const alone = [imageOf("elixir", arch), imageOf("static", arch)].flatMap(({ manifest }) => manifest.layers)
    expect(components).toEqual(alone)
  })

  it("says so in the labels that platforms read, in pack's words", () => {
    const { config } = imageOf("phoenix", arch)
    const known: readonly (readonly [string, string])[] = [
      [version, "VERSION"],
      [`"${arch}"`, '"ARCH"'],
      ...config.rootfs.diff_ids.map((id, index) => [id, `LAYER ${index}`] as const),
    ]
    const labels = Object.entries(config.config.Labels).map(([key, value]) => {
      const text = known.reduce((rest, [from, to]) => rest.replaceAll(from, to), value)
      // A line for each buildpack.
      return [key, text.replaceAll(/,(?="\w+\/)/g, ",\n ")]
    })
    expect(Object.fromEntries(labels)).toMatchInlineSnapshot(`
      {
        "io.buildpacks.buildpack.layers": "{"beampack/elixir":{"VERSION":{"api":"0.10","targets":[{"os":"linux","arch":"ARCH"}],"layerDiffID":"LAYER 1","name":"Elixir"}},
       "beampack/phoenix":{"VERSION":{"api":"0.10","order":[{"group":[{"id":"beampack/elixir","version":"VERSION"},{"id":"beampack/static","version":"VERSION","optional":true}]}],"layerDiffID":"LAYER 0","name":"Elixir"}},
       "beampack/static":{"VERSION":{"api":"0.10","targets":[{"os":"linux","arch":"ARCH"}],"layerDiffID":"LAYER 2","name":"Phoenix assets"}}}",
        "io.buildpacks.buildpackage.metadata": "{"id":"beampack/phoenix","name":"Elixir","version":"VERSION","description":"Takes an Elixir or Phoenix app from git push to production: runtimes, compile, assets, release","keywords":["elixir","erlang","phoenix"],"licenses":[{"Type":"MIT","URI":""}],"stacks":[{"id":"*"}]}",
      }
    `)
  })

  it.each(["elixir", "static"] as const)("%s says that it is for that architecture alone", async (name) => {
    const own = await readFile(join(root, "lib", name, "buildpack.toml"), "utf8")
    const packed = await readFile(join(work, `cnb-${arch}`, name, "buildpack.toml"), "utf8")
    expect(parse(packed)).toEqual({ ...parse(own), targets: [{ os: "linux", arch }] })
  })

  it("the composite says where the components lie, and the architecture", async () => {
    const text = await readFile(join(work, `cnb-${arch}/phoenix/package.toml`), "utf8")
    expect(text.replace(`"${arch}"`, '"ARCH"')).toMatchInlineSnapshot(`
      "[buildpack]
      uri = "."

      [[dependencies]]
      uri = "../elixir"

      [[dependencies]]
      uri = "../static"

      [[targets]]
      os = "linux"
      arch = "ARCH"
      "
    `)
  })

  it("hands out folders for this machine alone", () => {
    const paths = (made.get(arch) ?? []).flatMap(({ file, folders }) => [file, ...folders].map(({ to }) => to))
    const files = names.map((name) => `cnb/${name}-linux-${arch}.cnb`)
    const folders = arch === ownArch ? names.map((name) => `cnb/${name}`) : []
    expect(paths.toSorted()).toEqual([...files, ...folders].toSorted())
  })
})
