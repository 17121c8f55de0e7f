/** The example as a Cloud Native Buildpacks platform builds and starts it: as a plain user, in containers of the stack. */
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { digestsOf, type Entry, entriesOf } from "../support/cnb/archive.ts"
import { addedLayers, type Image, layerNamed } from "../support/cnb/image.ts"
import { stableCnbLog } from "../support/cnb/log.ts"
import { imageOf } from "../support/cnb/platform.ts"
import { createStackCnb, type StackCnb, type TimedBuild } from "../support/stack/cnb.ts"
import { detectTimes } from "../support/stack/cnb-detect-time.ts"
import { type DockerImage, makeDockerImage, runProcess, startWebOf } from "../support/stack/cnb-image.ts"
import type { Source } from "../support/stack/source.ts"

const source: Source = { folder: join(import.meta.dirname, "../../examples/hello") }
const logs = join(import.meta.dirname, "../support/cnb/logs")

let app: StackCnb
let first: TimedBuild
let image: Image
let docker: DockerImage

beforeAll(async () => {
  app = await createStackCnb()
  first = await app.build(source)
  image = imageOf(first)
  docker = await makeDockerImage(image)
})

afterAll(() => docker.remove())

function tell(text: string): void {
  process.stdout.write(`examples/hello by Cloud Native Buildpacks: ${text}\n`)
}

async function bytesOf({ layers }: Image, wanted: (name: string) => boolean): Promise<number> {
  const entries = await Promise.all(layers.filter(({ name }) => wanted(name)).map(entriesOf))
  return entries.flat().reduce((sum, { bytes }) => sum + bytes, 0)
}

it("is built by both components, and tells so as the log of a first build has it", async () => {
  expect(first.agreement?.group.map(({ id }) => id)).toEqual(["beampack/elixir", "beampack/static"])
  expect(first.warnings).toEqual([])
  await expect(stableCnbLog(first.log)).toMatchFileSnapshot(join(logs, "hello-first.txt"))
})

describe("its image", () => {
  let entries: readonly Entry[]
  beforeAll(async () => {
    entries = (await Promise.all(image.layers.map(entriesOf))).flat()
  })

  it("holds the release, its environment and bills of materials, and nothing that it was made of", () => {
    const folders = [
      /^\/workspace\/_build\/prod\/rel\/hello\//,
      /^\/layers\/beampack_(elixir|static)\/launch-env\//,
      /^\/layers\/(config|sbom\/launch)\//,
    ]
    const paths = entries.map(({ path }) => path)
    expect(paths.filter((path) => !folders.some((folder) => folder.test(path)))).toEqual([])
    const sources = /\.(ex|erl|c|mjs|map)$|\/(mix\.(exs|lock)|package(-lock)?\.json|node_modules|deps|src)(\/|$)/
    expect(paths.filter((path) => sources.test(path))).toEqual([])
  })

  it("can be read and run by all, and written by its owner alone", () => {
    expect(entries.filter(({ mode }) => !/^(-r[w-]([x-])r-\2r-\2|l.*)$/.test(mode))).toEqual([])
  })

  it("adds at most 25 MB to the run image", () => {
    tell(`the image adds ${(docker.bytes / 1e6).toFixed(1)} MB to the run image`)
    expect(docker.bytes).toBeLessThan(25e6)
  })

  it("serves its page and assets as any user, on a file system that cannot be written", async () => {
    const web = await startWebOf(docker, { user: "12345:0", readOnly: true })
    const page = await web.page()
    expect(page.map(({ status }) => status)).toEqual([200, 200, 200])
    const { stdout } = await web.container.exec(["sh", "-c", "id -u; touch /workspace/x /tmp/x 2>&1 || true"])
    expect(stdout).toMatch(/^12345\n(touch: .*Read-only file system\n){2}$/)
  })

  it("has a console", async () => {
    const stdin = "is_pid(Process.whereis(Hello.Counter)) and 42\n"
    const console = await runProcess(docker, ["console"], { stdin, env: { PORT: "0" } })
    expect(console).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^iex\(1\)> 42$/m) })
  })

  it("evaluates what a user says in the place of a process's own arguments", async () => {
    const ended = await runProcess(docker, ["web", "eval", "IO.puts(6 * 7)"])
    expect(ended).toEqual({ exitCode: 0, stdout: "42\n", stderr: "" })
  })

  it("has no Erlang, Elixir or Node on PATH, and runs as a plain user", async () => {
    const line = "id -u; command -v curl erl erlc epmd elixir mix iex node npm"
    const { stdout } = await runProcess(docker, ["--", "sh", "-c", line])
    expect(stdout).toBe("1000\n/usr/bin/curl\n")
  })
})

describe("built again", () => {
  it("with nothing changed, no layer is new, and the log is that of a second build", async () => {
    const second = await app.build(source)
    tell(`built in ${first.seconds.toFixed(1)} s, again in ${second.seconds.toFixed(1)} s`)
    expect(addedLayers(imageOf(second))).toEqual([])
    expect(second.restored?.removed).toEqual([])
    await expect(stableCnbLog(second.log)).toMatchFileSnapshot(join(logs, "hello-second.txt"))
  })

  it("without a network, it is the same", async () => {
    const offline = await app.build(source, { offline: true })
    expect(addedLayers(imageOf(offline))).toEqual([])
  })

  it("with one line changed, little is new", async () => {
    const files = { "lib/hello/extra.ex": "defmodule Hello.Extra do\n  def line, do: 1\nend\n" }
    const changed = imageOf(await app.build({ ...source, files }))
    const added = addedLayers(changed)
    const bytes = await bytesOf(changed, (name) => added.includes(name))
    tell(`one new module exports ${added.join(", ")}, ${(bytes / 1e3).toFixed(0)} kB`)
    expect(added.filter((name) => name.startsWith("beampack/"))).toEqual([])
    expect(bytes).toBeLessThan(1e6)
  })
})

it("is the same image when somebody else builds it, but for the cookie that Mix makes at random", async () => {
  const other = imageOf(await (await createStackCnb()).build(source))
  const different = image.layers.filter(({ digest }, at) => other.layers[at]?.digest !== digest)
  const last = image.layers.findLast(({ name }) => name.startsWith("app:"))
  expect(different).toEqual([last])
  const [ours, theirs] = await Promise.all([image, other].map((each) => digestsOf(layerNamed(each, last?.name ?? ""))))
  const paths = Object.keys(ours ?? {}).filter((path) => ours?.[path] !== theirs?.[path])
  expect(paths).toEqual(["/workspace/_build/prod/rel/hello/releases/COOKIE"])
})

it("is detected in no time", async () => {
  const times = await detectTimes(app, source)
  const median = times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN
  tell(`both components detect within ${median.toFixed(0)} ms`)
  expect(median).toBeLessThan(500)
})
