import { createHash, randomBytes } from "node:crypto"
import { cp, mkdir, readdir, readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { describe, expect, it, onTestFinished } from "vitest"
import { digestFile } from "../../lib/io/files.ts"
import { packTar } from "../../lib/io/pack.ts"
import { type Files, tempDir, writeFiles } from "../support/app.ts"
import { eventually } from "../support/eventually.ts"
import { onSmallDisk } from "../support/mounts.ts"
import { startOrigin } from "../support/origin.ts"
import { startProxy } from "../support/proxy.ts"
import { shells } from "./shells.ts"

const root = join(import.meta.dirname, "../..")

/** A tree that has no Node of its own. */
async function treeWithoutNode(): Promise<string> {
  const tree = join(await tempDir("tree"), "beampack")
  await cp(join(root, "dist/beampack"), tree, { recursive: true, verbatimSymlinks: true })
  await rm(join(tree, "node"), { recursive: true })
  return tree
}

/**
 * A folder for PATH with these programs and links to the machine's own; whose folders may hold a node. `busybox:tar` is
 * busybox as tar.
 */
async function pathOf(programs: Files, ...tools: readonly string[]): Promise<string> {
  const path = await writeFiles(await tempDir("path"), programs)
  const script = 'cd "$1"; shift; while [ $# -gt 0 ]; do ln -s "$(command -v "$1")" "$2"; shift 2; done'
  const links = tools.filter((tool) => !(tool in programs)).map((tool) => tool.split(":"))
  await execa("sh", ["-c", script, "-", path, ...links.flatMap(([name = "", as = name]) => [name, as])])
  return path
}

/** A Node that tells its version when asked, and else says that it was started. */
function nodeOfVersion(version: string): string {
  return `#!/bin/sh
if [ "$1" = -p ]; then exec "${process.execPath}" -p "const process = { versions: { node: '${version}' } }; $2"; fi
echo "started on ${version}"
`
}

describe("beampack --version, which fetches nothing", () => {
  async function versionWith(programs: Files) {
    const tree = await treeWithoutNode()
    const env = { PATH: await pathOf(programs, "dirname", "readlink") }
    return execa("/bin/sh", [join(tree, "bin/beampack"), "--version"], { env, extendEnv: false, reject: false })
  }

  it.each(["24.0.0", "25.1.0", "100.0.0"])("starts on the system's Node %s", async (version) => {
    const result = await versionWith({ node: nodeOfVersion(version) })
    expect(result).toMatchObject({ exitCode: 0, stdout: `started on ${version}`, stderr: "" })
  })

  it.each<[string, Files]>([
    ["no node", {}],
    ["an old node", { node: nodeOfVersion("20.20.2") }],
    ["a node that cannot start", { node: "#!/bin/sh\necho broken >&2\nexit 1\n" }],
  ])("says what is missing when there is %s", async (_, programs) => {
    const result = await versionWith(programs)
    expect(result).toMatchObject({ exitCode: 1, stdout: "" })
    expect(result.stderr).toMatchInlineSnapshot(`
      " !
       !     beampack found no Node.js to run on
       !
       !     It runs on Node 24 or newer. The packages bring it along; in a git checkout
       !     npm brings it: npm ci
       !
       !     Error id: launcher/no-node
       !"
    `)
  })
})

describe("lib/node.lock", () => {
  const readPins = async (): Promise<readonly (readonly string[])[]> =>
    (await readFile(join(root, "lib/node.lock"), "utf8")).split("\n").map((line) => line.split(" "))

  it("pins the version that package-lock.json pins, for both architectures", async () => {
    const { packages } = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"))
    const pin = (platform: string) => [
      platform,
      packages[`node_modules/node-${platform}`].version,
      expect.stringMatching(/^[0-9a-f]{64}$/),
    ]
    expect(await readPins()).toEqual([pin("linux-x64"), pin("linux-arm64"), [""]])
  })

  it("has the digest of the program that npm has installed", async () => {
    const platform = `linux-${process.arch}`
    const pin = (await readPins()).find(([name]) => name === platform)
    expect(pin?.[2]).toBe(await digestFile(join(root, `node_modules/node-${platform}/bin/node`), "sha256"))
  })
})

const version = "24.99.0"
const platform = `linux-${process.arch}`
const archive = `/dist/v${version}/node-v${version}-${platform}.tar.gz`
const stub = '#!/bin/sh\necho "started: $*"\n'
const anotherProgram = "#!/bin/sh\necho This must not run\n"
const riscv = { uname: "#!/bin/sh\necho Linux riscv64\n" }
const musl = {
  uname: "#!/bin/sh\necho Linux x86_64\n",
  ldd: "#!/bin/sh\necho 'musl libc (x86_64)' >&2\nexit 1\n",
}
const fetching = `-----> Fetching Node.js ${version} for beampack itself`

const common = ["dirname", "readlink", "cat", "uname", "ldd", "mkdir", "rm", "mv", "chmod"]
const unpackers = ["tar", "gzip", "sha256sum", "head", "tail", "grep"]
const withCurl = [...common, ...unpackers, "curl"]
const withWget = [...common, ...unpackers, "wget", "timeout"]
/** Busybox has no ldd, and fewer options than GNU's tools. */
const applets = [...common, ...unpackers, "timeout"].filter((name) => name !== "ldd").map((name) => `busybox:${name}`)
const withApplets = [...applets, "curl"]
const mounters = ["unshare", "sh", "mktemp", "mount", "umount", "cp", "find", "rmdir"]
const withBusyboxWget = [...applets, "busybox:wget"]

interface SiteOptions {
  /** What is on PATH: programs of the test's own, and the machine's. */
  readonly programs?: Files
  readonly tools?: readonly string[]
}

interface StartOptions {
  readonly shell?: readonly string[]
  readonly hook?: string
  readonly env?: Readonly<Record<string, string>>
}

/** A tree that pins a stub, a mirror that has it, and config vars that name the mirror. */
async function site({ programs = {}, tools = withCurl }: SiteOptions = {}) {
  const tree = await treeWithoutNode()
  const sha256 = createHash("sha256").update(stub).digest("hex")
  await writeFiles(tree, { "lib/node.lock": `linux-other 1.0.0 0\n${platform} ${version} ${sha256}\n` })
  const mirror = await tempDir("mirror")
  await publish(mirror, stub)
  const origin = await startOrigin(mirror)
  const cache = join(await tempDir("cache"), "a cache")
  const envDir = await writeFiles(await tempDir("env"), { BEAMPACK_MIRROR: origin.url })
  const path = await pathOf(programs, ...tools)

  function start({ shell = ["/bin/sh"], hook = "compile", env = {} }: StartOptions = {}) {
    const [command = "", ...before] = shell
    const args = [...before, join(tree, "bin/launch"), hook, "BUILD_DIR", cache, envDir]
    const options = { env: { PATH: path, ...env }, extendEnv: false, reject: false, detached: true } as const
    const launcher = execa(command, args, options)
    onTestFinished(() => endGroup(launcher.pid))
    return launcher
  }
  return {
    tree,
    mirror,
    origin,
    cache,
    envDir,
    start,
    started: `started: --disable-warning=ExperimentalWarning -- ${tree}/lib/main.js compile BUILD_DIR ${cache} ${envDir}`,
    /** What CACHE_DIR has of ours. */
    kept: async () => (await readdir(join(cache, "beampack")).catch(() => [])).toSorted(),
    /** What was printed, fit for a snapshot. */
    stable: (text: string) =>
      text
        .replaceAll(origin.url, "ORIGIN")
        .replaceAll(cache, "CACHE_DIR")
        .replaceAll(platform, "linux-ARCH")
        .replace(/\b[0-9a-f]{64}\b/g, "DIGEST")
        // Their words differ from version to version.
        .replace(/(curl: \(\d+\)) .*/, "$1 WORDS")
        .replace(/\S+ \S+ ERROR 404.*/, "ERROR 404"),
  }
}

/** Puts an archive with this program as its Node into the mirror. */
async function publish(mirror: string, node: string): Promise<void> {
  await mkdir(join(mirror, `dist/v${version}`), { recursive: true })
  const content = await writeFiles(await tempDir("node"), { "bin/node": node, "bin/npm": "", LICENSE: "" })
  await packTar(content, join(mirror, archive), { prefix: `node-v${version}-${platform}` })
}

function endGroup(leader: number | undefined): void {
  try {
    process.kill(-(leader ?? 0), "SIGKILL")
  } catch {
    // Nothing of it is left.
  }
}

const folder = `node-${version}-${process.arch}`

const fetchers = [
  ["curl", withCurl],
  ["wget", withWget],
  ["curl beside busybox", withApplets],
  ["busybox's wget", withBusyboxWget],
] as const

/** They do not depend on the shell: the two that differ most try them all, the others one. */
const shellsOfAll: readonly string[] = ["dash -eu", "busybox sh"]

describe.each(shells)("a build hook without Node, by $shell", ({ shell: name, start: shell }) => {
  it.each(shellsOfAll.includes(name) ? fetchers : fetchers.slice(0, 1))(
    "fetches the pinned Node once, by %s, and keeps it",
    async (_, tools) => {
      const { origin, start, started, kept } = await site({ tools })
      expect(await start({ shell })).toMatchObject({ exitCode: 0, stdout: `${fetching}\n${started}`, stderr: "" })
      expect(await kept()).toEqual([folder])
      expect(await start({ shell })).toMatchObject({ exitCode: 0, stdout: started, stderr: "" })
      expect(origin.requests).toEqual([archive])
    },
  )

  it("throws away and does not run what is not the pinned one", async () => {
    const { mirror, start, kept } = await site()
    await publish(mirror, anotherProgram)
    const { exitCode, stdout, stderr } = await start({ shell })
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: fetching })
    expect(stderr).toContain("Error id: launcher/digest\n")
    expect(await kept()).toEqual([])
  })

  it("uses nothing half-made after it was killed", async () => {
    const { origin, start, started, kept } = await site()
    origin.fail(archive, { stall: 60_000, after: 100 })
    const first = start({ shell })
    await eventually(async () => origin.requests.length > 0)
    endGroup(first.pid)
    await first
    expect(await kept()).toEqual([".node-new"])
    expect(await start({ shell })).toMatchObject({ exitCode: 0, stdout: `${fetching}\n${started}` })
    expect(await kept()).toEqual([folder])
  })

  it.each([
    ["SIGTERM", 143],
    ["SIGINT", 130],
    ["SIGHUP", 129],
  ] as const)("heeds %s at once and leaves nothing", async (signal, exitCode) => {
    const { origin, start, kept } = await site()
    origin.fail(archive, { stall: 60_000, after: 100 })
    const launcher = start({ shell })
    await eventually(async () => origin.requests.length > 0)
    launcher.kill(signal)
    expect(await launcher).toMatchObject({ exitCode, stderr: "" })
    expect(await kept()).toEqual([])
  })
})

it("serves bin/test-compile too", async () => {
  const { start, kept } = await site()
  expect(await start({ hook: "test-compile" })).toMatchObject({ exitCode: 0 })
  expect(await kept()).toEqual([folder])
})

it("takes the system's Node when it is new enough, and not an old one", async () => {
  const fresh = await site({ programs: { node: nodeOfVersion("24.0.0") } })
  expect(await fresh.start()).toMatchObject({ stdout: "started on 24.0.0" })
  expect(fresh.origin.requests).toEqual([])
  const old = await site({ programs: { node: nodeOfVersion("20.20.2") } })
  expect(await old.start()).toMatchObject({ stdout: `${fetching}\n${old.started}` })
})

it("takes the system's Node where there is none to fetch", async () => {
  const { start } = await site({ programs: { ...riscv, node: nodeOfVersion("24.0.0") } })
  expect(await start()).toMatchObject({ exitCode: 0, stdout: "started on 24.0.0" })
})

it("fetches nothing in a checkout, which needs npm ci anyway", async () => {
  const { tree, origin, start } = await site()
  await rm(join(tree, "lib/main.js"))
  const { exitCode, stderr } = await start()
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining("launcher/no-node") })
  expect(origin.requests).toEqual([])
})

it("takes a Node of an earlier build before the system's", async () => {
  const { cache, origin, start, started } = await site({ programs: { node: nodeOfVersion("24.0.0") } })
  await writeFiles(join(cache, "beampack"), { [`${folder}/bin/node`]: stub })
  expect(await start()).toMatchObject({ exitCode: 0, stdout: started })
  expect(origin.requests).toEqual([])
})

it("drops the Node of an earlier version and the report of the build before, and nothing else", async () => {
  const { cache, start, kept } = await site()
  const files = { "node-24.1.0-x64/bin/node": stub, "report.json": "{}", "layers/elixir.json": "{}" }
  await writeFiles(join(cache, "beampack"), files)
  expect(await start()).toMatchObject({ exitCode: 0 })
  expect(await kept()).toEqual(["layers", folder])
})

it("drops the report of the build before also when there will be no Node", async () => {
  const { cache, mirror, envDir, start, kept } = await site()
  await writeFiles(join(cache, "beampack"), { "report.json": "{}" })
  await writeFiles(envDir, { BEAMPACK_MIRROR: join(mirror, "nowhere") })
  expect(await start()).toMatchObject({ exitCode: 1 })
  expect(await kept()).toEqual([])
})

it.each([
  ["a folder", (mirror: string) => mirror],
  ["a folder's URL", (mirror: string) => `file://${mirror}`],
  ["a folder with a slash and blanks around", (mirror: string) => ` ${mirror}/ \n`],
])("fetches from a mirror that is %s", async (_, spelled) => {
  const { mirror, origin, envDir, start, started } = await site()
  await writeFiles(envDir, { BEAMPACK_MIRROR: spelled(mirror) })
  expect(await start()).toMatchObject({ stdout: `${fetching}\n${started}`, stderr: "" })
  expect(origin.requests).toEqual([])
})

it("takes the mirror from the environment when no config var names one", async () => {
  const { origin, envDir, start, started } = await site()
  await rm(join(envDir, "BEAMPACK_MIRROR"))
  const result = await start({ env: { BEAMPACK_MIRROR: origin.url } })
  expect(result).toMatchObject({ stdout: `${fetching}\n${started}` })
})

it.each([
  ["curl", withCurl],
  ["wget", withWget],
])("goes to nodejs.org through the proxy of a config var, by %s", async (_, tools) => {
  const proxy = await startProxy()
  const { envDir, start } = await site({ tools })
  await rm(join(envDir, "BEAMPACK_MIRROR"))
  await writeFiles(envDir, { HTTPS_PROXY: `http://${proxy.host}` })
  const { stderr } = await start()
  expect(stderr).toContain(`https://nodejs.org${archive}\n`)
  expect(new Set(proxy.requests)).toEqual(new Set(["CONNECT nodejs.org:443"]))
})

it("asks again when the server fails for a moment", async () => {
  const { origin, start, started } = await site()
  origin.fail(archive, { status: 503 })
  expect(await start()).toMatchObject({ exitCode: 0, stdout: `${fetching}\n${started}` })
  expect(origin.requests).toEqual([archive, archive])
})

describe("says what went wrong", () => {
  type Site = Awaited<ReturnType<typeof site>>

  it.each<[string, (site: Site) => unknown, SiteOptions?]>([
    ["the mirror does not have it", ({ mirror }) => rm(join(mirror, archive))],
    ["a mirror's folder does not have it", ({ envDir }) => writeFiles(envDir, { BEAMPACK_MIRROR: "/nowhere" })],
    ["the mirror is relative", ({ envDir }) => writeFiles(envDir, { BEAMPACK_MIRROR: "mirror" })],
    ["the download broke off", ({ origin }) => origin.fail(archive, { cut: 100 })],
    ["another page came", ({ origin }) => origin.fail(archive, { body: "<html>Please log in</html>" })],
    ["another program came", ({ mirror }) => publish(mirror, anotherProgram)],
    ["it took too long", slowOrigin],
    ["nobody listens there", ({ origin }) => origin.close()],
    ["wget gets nothing", ({ mirror }) => rm(join(mirror, archive)), { tools: withWget }],
    ["wget takes too long", slowOrigin, { tools: withWget }],
    ["busybox's wget gets nothing", ({ mirror }) => rm(join(mirror, archive)), { tools: withBusyboxWget }],
    ["busybox's wget takes too long", slowOrigin, { tools: withBusyboxWget }],
    ["busybox's tar cannot unpack it", ({ origin }) => origin.fail(archive, { body: "?" }), { tools: withApplets }],
    ["there is neither curl nor wget", () => undefined, { tools: [...common, ...unpackers] }],
    ["the system is musl's", () => undefined, { programs: musl }],
    ["the machine is another one", () => undefined, { programs: riscv }],
    ["CACHE_DIR is a file", ({ cache }) => writeFiles(join(cache, ".."), { "a cache": "" })],
  ])("%s", async (_, prepare, options) => {
    const made = await site(options)
    await prepare(made)
    const { exitCode, stderr } = await made.start()
    expect({ exitCode, stderr: made.stable(stderr) }).toMatchSnapshot()
    expect(await made.kept()).toEqual([])
  })

  it.each([
    ["the archive", randomBytes(50_000).toString("base64")],
    ["the program", "x".repeat(50_000)],
  ])("the disk has no room for %s", async (_, program) => {
    const { mirror, start, stable, kept } = await site({ tools: [...withCurl, ...mounters] })
    await publish(mirror, program)
    const { exitCode, stderr } = await start({ shell: onSmallDisk("cache", 16) })
    expect({ exitCode, stderr: stable(stderr) }).toMatchSnapshot()
    expect(await kept()).toEqual([])
  })

  it("without the mirror's password", async () => {
    const { mirror, origin, envDir, start } = await site()
    await rm(join(mirror, archive))
    const url = origin.url.replace("://", "://user:secret@")
    await writeFiles(envDir, { BEAMPACK_MIRROR: `${url}/@team` })
    const { stderr } = await start()
    expect(stderr).toContain(`${origin.url}/@team${archive}\n`)
    expect(stderr).not.toContain("secret")
  })

  async function slowOrigin({ origin, envDir }: Site): Promise<void> {
    origin.fail(archive, { stall: 60_000, after: 100, times: 9 })
    await writeFiles(envDir, { CURL_TIMEOUT: "1" })
  }
})

it.each(["bin/detect", "bin/release", "bin/report", "bin/test"])("%s fetches nothing", async (hook) => {
  expect(await readFile(join(root, hook), "utf8")).not.toMatch(/launch|fetch-node/)
})
