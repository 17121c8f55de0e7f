import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync } from "node:fs"
import { mkdir, readdir, readFile, readlink, rename, rm, symlink, writeFile } from "node:fs/promises"
import { hostname } from "node:os"
import { basename, join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { afterEach, expect, it } from "vitest"
import { atStablePlace, type Placed } from "../../lib/heroku/stable-place.ts"
import { tempDir } from "../support/app.ts"

const places: string[] = []

afterEach(async () => {
  for (const place of places.splice(0))
    for (const path of [place, `${place}.json`]) await rm(path, { recursive: true, force: true })
})

/** A folder of a platform that builds `build_1`, and the next time another one. */
async function platform() {
  const root = await tempDir("platform")
  const cache = join(root, "cache")
  const buildDir = async (name: string): Promise<string> => {
    await mkdir(join(root, name), { recursive: true })
    await writeFile(join(root, name, "mix.exs"), name)
    return join(root, name)
  }
  const build = (dir: string, work: (placed: Placed) => Promise<unknown> = async () => {}): Promise<Placed> =>
    atStablePlace(cache, dir, async (placed) => {
      if (placed.app !== placed.leftAt) places.push(placed.app)
      await work(placed)
      return placed
    })
  return { root, cache, buildDir, build }
}

it("is the same in each build, whatever the folder's name, and leaves the app where it was", async () => {
  const { root, buildDir, build } = await platform()
  const seen: string[] = []
  const look = async ({ app, leftAt }: Placed): Promise<void> => {
    seen.push(await readFile(join(app, "mix.exs"), "utf8"), await readlink(leftAt))
    await writeFile(join(app, "built"), "")
  }
  const first = await build(await buildDir("build_1"), look)
  const second = await build(await buildDir("other/place"), look)
  expect(second.app).toBe(first.app)
  expect(seen).toEqual(["build_1", first.app, "other/place", first.app])
  expect(await readdir(join(root, "build_1"))).toEqual(["built", "mix.exs"])
  expect(await readdir(join(root, "other/place"))).toEqual(["built", "mix.exs"])
  expect([first.app, `${first.app}.json`].filter(existsSync)).toEqual([])
})

it("leaves the app where it was when the build fails, and nothing in the cache", async () => {
  const { root, cache, buildDir, build } = await platform()
  const failing = build(await buildDir("build_1"), async () => Promise.reject(new Error("no")))
  await expect(failing).rejects.toThrow("no")
  expect(await readdir(join(root, "build_1"))).toEqual(["mix.exs"])
  expect(existsSync(cache)).toBe(false)
})

it.each(["", "beampack-01234567", "/tmp/elsewhere", "/tmp/beampack-0123456g", "/nowhere/beampack-01234567"])(
  "is another one when the cache says %j",
  async (text) => {
    const { root, cache, buildDir, build } = await platform()
    await mkdir(join(cache, "beampack"), { recursive: true })
    await writeFile(join(cache, "beampack/place"), text)
    const { app, leftAt } = await build(await buildDir("build_1"))
    expect(leftAt).toBe(join(root, "build_1"))
    expect(app).toMatch(/^\/tmp\/beampack-[0-9a-f]{8}$/)
    expect(await readFile(join(cache, "beampack/place"), "utf8")).toBe(app)
  },
)

it("is another one while another build works there", async () => {
  const { buildDir, build } = await platform()
  const first = await build(await buildDir("build_1"))
  const outer = await build(await buildDir("build_2"), async ({ app }) => {
    expect(app).toBe(first.app)
    const inner = await build(await buildDir("build_3"))
    expect(inner.app).not.toBe(first.app)
  })
  expect(await readFile(join(outer.leftAt, "mix.exs"), "utf8")).toBe("build_2")
})

it("is another one when something lies there that no build has put there", async () => {
  const { buildDir, build } = await platform()
  const first = await build(await buildDir("build_1"))
  await mkdir(first.app)
  await writeFile(join(first.app, "precious"), "")
  expect((await build(await buildDir("build_2"))).app).not.toBe(first.app)
  expect(await readdir(first.app)).toEqual(["precious"])
})

/** As a build leaves it that is killed in the middle: BUILD_DIR is a link, and the process is gone. */
async function killed(place: string, buildDir: string, elsewhere?: string): Promise<void> {
  const among = elsewhere ?? `${hostname()} ${await readlink("/proc/self/ns/pid")}`
  const gone = spawn("true")
  await once(gone, "exit")
  await writeFile(`${place}.json`, JSON.stringify({ from: buildDir, process: gone.pid, began: 0, among }))
  await rename(buildDir, place)
  await symlink(place, buildDir)
  await writeFile(join(place, "half"), "")
}

it("is the same after a build that was killed, whose folder goes back to where it was", async () => {
  const { root, buildDir, build } = await platform()
  const first = await build(await buildDir("build_1"))
  await killed(first.app, await buildDir("build_2"))
  const third = await build(await buildDir("build_3"))
  expect(third.app).toBe(first.app)
  expect(await readdir(join(root, "build_2"))).toEqual(["half", "mix.exs"])
  expect(await readFile(join(root, "build_3/mix.exs"), "utf8")).toBe("build_3")
})

it("is the same when that very folder is built again", async () => {
  const { root, buildDir, build } = await platform()
  const first = await build(await buildDir("build_1"))
  await killed(first.app, await buildDir("build_2"))
  // The hook was given the link, and has followed it.
  const again = await build(first.app)
  expect(again).toEqual({ app: first.app, leftAt: join(root, "build_2") })
  expect(await readdir(join(root, "build_2"))).toEqual(["half", "mix.exs"])
})

it("is the same after a build that was killed as its folder was moved back, and loses nothing", async () => {
  const { root, buildDir, build } = await platform()
  const first = await build(await buildDir("build_1"))
  await killed(first.app, await buildDir("build_2"))
  await rm(join(root, "build_2"))
  const third = await build(await buildDir("build_3"))
  expect(third.app).toBe(first.app)
  expect(await readdir(join(root, "build_2"))).toEqual(["half", "mix.exs"])
})

it.each<[string, (root: string, buildDir: (name: string) => Promise<string>) => Promise<unknown>, string[]]>([
  ["made another one there", (_, buildDir) => buildDir("of/build_2"), ["mix.exs"]],
  ["thrown away all around it", (root) => rm(join(root, "of"), { recursive: true }), []],
])("is the same when the platform has %s, and what was left goes", async (_, change, expected) => {
  const { root, buildDir, build } = await platform()
  const first = await build(await buildDir("build_1"))
  await killed(first.app, await buildDir("of/build_2"))
  await rm(join(root, "of/build_2"))
  await change(root, buildDir)
  const third = await build(await buildDir("build_3"))
  expect(third.app).toBe(first.app)
  expect(await readdir(third.leftAt)).toEqual(["mix.exs"])
  expect(await readdir(join(root, "of/build_2")).catch(() => [])).toEqual(expected)
})

it("is another one beside a build of another container, of which nobody can tell whether it lives", async () => {
  const { root, buildDir, build } = await platform()
  const first = await build(await buildDir("build_1"))
  await killed(first.app, await buildDir("build_2"), "elsewhere pid:[1]")
  expect((await build(await buildDir("build_3"))).app).not.toBe(first.app)
  expect(await readdir(first.app)).toEqual(["half", "mix.exs"])
  expect(await readlink(join(root, "build_2"))).toBe(first.app)
})

it("is had by one of many builds at once, after one that was killed", async () => {
  const { root, buildDir, build } = await platform()
  const first = await build(await buildDir("build_1"))
  await killed(first.app, await buildDir("build_2"))
  const names = Array.from({ length: 12 }, (_, at) => `many_${at}`)
  const dirs = await Promise.all(names.map(buildDir))
  const apps = await Promise.all(
    dirs.map(async (dir) => {
      const { app } = await build(dir, async (placed) => {
        expect(await readFile(join(placed.app, "mix.exs"), "utf8")).toBe(basename(dir))
        await sleep(20)
      })
      return app
    }),
  )
  const others = apps.filter((app) => app !== first.app)
  expect(new Set(others).size).toBe(others.length)
  expect(await readdir(join(root, "build_2"))).toEqual(["half", "mix.exs"])
  for (const [at, dir] of dirs.entries()) expect(await readFile(join(dir, "mix.exs"), "utf8")).toBe(names[at])
})

it("is the same after a first build that was killed", async () => {
  const { root, buildDir, build } = await platform()
  const first = await build(await buildDir("build_1"))
  await rm(join(root, "cache"), { recursive: true })
  await killed(first.app, await buildDir("build_2"))
  expect((await build(await buildDir("build_3"))).app).toBe(first.app)
})

it("is BUILD_DIR itself when that cannot be moved", async () => {
  const { build } = await platform()
  // As little as a mount.
  expect(await build("/proc/self/fd")).toEqual({ app: "/proc/self/fd", leftAt: "/proc/self/fd" })
})
