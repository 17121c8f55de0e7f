import { readdir, stat } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { parse } from "smol-toml"
import { describe, expect, it } from "vitest"
import { shells } from "../house/shells.ts"
import { type Files, tempDir, writeFiles } from "../support/app.ts"

const program = join(import.meta.dirname, "../../lib/cnb/exec.d/limits")

type Vars = Readonly<Record<string, string>>

interface Run {
  /** What the system says in /proc and /sys. */
  readonly system?: Files
  readonly env?: Vars
  readonly start?: readonly string[]
  /** The app's folder; one that can be written unless given. */
  readonly app?: string
}

/** A folder in which nobody can make another. */
const unwritable = "/proc"

/** What the program sets, and the folder of TMPDIR. It may print nothing and never fails. */
async function limits({ system = {}, env = {}, start = [], app }: Run): Promise<{ set: Vars; tmp: string }> {
  const root = await writeFiles(await tempDir("system"), system)
  const tmp = await tempDir("tmp")
  const [command = program, ...args] = [...start, program, root]
  const { exitCode, stdio } = await execa(command, args, {
    env: { PATH: "/usr/bin:/bin", TMPDIR: tmp, ...env },
    extendEnv: false,
    cwd: app ?? root,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    reject: false,
  })
  expect({ exitCode, stdout: stdio[1], stderr: stdio[2] }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
  return { set: parse(String(stdio[3])) as Vars, tmp }
}

const cpus = (list: string): Files => ({
  "proc/self/status": `Name:\tsh\nCpus_allowed:\tff\nCpus_allowed_list:\t${list}\n`,
})
const openFiles = (soft: string): Files => ({
  "proc/self/limits": `Limit                     Soft Limit           Hard Limit           Units     \nMax open files            ${soft.padEnd(20)} unlimited            files     \n`,
})
const v2 = (path: string, max: Files): Files => ({ "proc/self/cgroup": `0::${path}\n`, ...max })
const cpuMax = (folder: string, text: string): Files => ({ [join("sys/fs/cgroup", folder, "cpu.max")]: `${text}\n` })
const v1 = (controllers: string, path: string, folder: string, quota: string): Files => ({
  "proc/self/cgroup": `12:pids:/other\n4:${controllers}:${path}\n0::/\n`,
  [join("sys/fs/cgroup", folder, "cpu.cfs_quota_us")]: `${quota}\n`,
  [join("sys/fs/cgroup", folder, "cpu.cfs_period_us")]: "100000\n",
})

const calm = "+sbwt none +sbwtdcpu none +sbwtdio none"

const cases: readonly (readonly [what: string, system: Files, flags: string | undefined])[] = [
  ["nothing that can be read", {}, undefined],
  ["no limit", { ...cpus("0-7"), ...v2("/", cpuMax("", "max 100000")), ...openFiles("1024") }, undefined],
  ["half a CPU", { ...cpus("0-7"), ...v2("/", cpuMax("", "50000 100000")) }, `+S 1 ${calm}`],
  ["two and a half CPUs", { ...cpus("0-7"), ...v2("/", cpuMax("", "250000 100000")) }, `+S 2 ${calm}`],
  ["another period", { ...cpus("0-7"), ...v2("/", cpuMax("", "60000 20000")) }, `+S 3 ${calm}`],
  ["as many CPUs as there are", { ...cpus("0-1"), ...v2("/", cpuMax("", "200000 100000")) }, undefined],
  ["more CPUs than this process may use", { ...cpus("3"), ...v2("/", cpuMax("", "200000 100000")) }, undefined],
  ["some of listed CPUs", { ...cpus("0-3,8,10-11"), ...v2("/", cpuMax("", "600000 100000")) }, `+S 6 ${calm}`],
  ["a quota, CPUs unknown", v2("/", cpuMax("", "50000 100000")), undefined],
  [
    "a limit of the cgroup itself, in the machine's own tree",
    { ...cpus("0-7"), ...v2("/pods/a/b", cpuMax("pods/a/b", "100000 100000")) },
    `+S 1 ${calm}`,
  ],
  [
    "the smallest of those above",
    {
      ...cpus("0-7"),
      ...v2("/pods/a", {
        ...cpuMax("pods/a", "300000 100000"),
        ...cpuMax("pods", "200000 100000"),
        ...cpuMax("", "max 100000"),
      }),
    },
    `+S 2 ${calm}`,
  ],
  [
    "a container's limit at the top of what it sees",
    { ...cpus("0-7"), ...v2("/docker/7b37", cpuMax("", "100000 100000")) },
    `+S 1 ${calm}`,
  ],
  ["half a CPU by cgroup v1", { ...cpus("0-7"), ...v1("cpu", "/docker/7b37", "cpu", "50000") }, `+S 1 ${calm}`],
  [
    "cgroup v1 with two controllers in one",
    { ...cpus("0-7"), ...v1("cpu,cpuacct", "/docker/7b37", "cpu,cpuacct", "400000") },
    `+S 4 ${calm}`,
  ],
  [
    "two controllers under the name of one",
    { ...cpus("0-7"), ...v1("cpu,cpuacct", "/", "cpu", "400000") },
    `+S 4 ${calm}`,
  ],
  ["no quota by cgroup v1", { ...cpus("0-7"), ...v1("cpu", "/", "cpu", "-1") }, undefined],
  ["a quota of nonsense", { ...cpus("0-7"), ...v2("/", cpuMax("", "lots 100000")) }, undefined],
  ["a quota of no time", { ...cpus("0-7"), ...v2("/", cpuMax("", "100 0")) }, undefined],
  ["an empty quota", { ...cpus("0-7"), ...v2("/", cpuMax("", "")) }, undefined],
  ["a list of CPUs of nonsense", { ...cpus("all"), ...v2("/", cpuMax("", "50000 100000")) }, undefined],
  ["docker's usual number of files", openFiles("1048576"), undefined],
  ["docker's unlimited number of files", openFiles("1073741816"), "+Q 1048576"],
  ["no limit of files", openFiles("unlimited"), "+Q 1048576"],
  [
    "few CPUs and many files",
    { ...cpus("0-7"), ...v2("/", cpuMax("", "50000 100000")), ...openFiles("1073741816") },
    `+S 1 ${calm} +Q 1048576`,
  ],
]

describe.each(shells)("by $shell", ({ start }) => {
  it.each(cases)("%s", async (_, system, flags) => {
    const { set } = await limits({ system, start })
    expect(set).toEqual(flags === undefined ? {} : { ERL_AFLAGS: flags })
  })

  it.each([
    ["words", "-proto_dist inet6_tcp"],
    ["quotes and backslashes", `-kernel x "\\"a\\\\b\\"" 'c'`],
    ["lines", "-hidden\n+S 3\n"],
    ["shell's own characters", '`id` $HOME $(id) %s %d * ~ "#"'],
  ])("the user's ERL_AFLAGS come after ours: %s", async (_, theirs) => {
    const { set } = await limits({ system: openFiles("unlimited"), env: { ERL_AFLAGS: theirs }, start })
    expect(set).toEqual({ ERL_AFLAGS: `+Q 1048576 ${theirs}` })
  })

  it.each([
    ["bytes that are not ASCII", "-x \u00e9"],
    ["control characters", "-x \u0007"],
  ])("ERL_AFLAGS stay as they are with %s", async (_, theirs) => {
    expect(await limits({ system: openFiles("unlimited"), env: { ERL_AFLAGS: theirs }, start })).toMatchObject({
      set: {},
    })
  })

  it("leaves the table of ports to ERL_MAX_PORTS", async () => {
    const { set } = await limits({ system: openFiles("unlimited"), env: { ERL_MAX_PORTS: "4096" }, start })
    expect(set).toEqual({})
  })

  it("makes a folder for the release that only its user can read, where the app's cannot be written", async () => {
    const { set, tmp } = await limits({ start, app: unwritable })
    const [name = ""] = await readdir(tmp)
    expect(set).toEqual({ RELEASE_TMP: join(tmp, name) })
    expect((await stat(join(tmp, name))).mode & 0o777).toBe(0o700)
  })

  it("leaves nothing behind where the app's folder can be written", async () => {
    const app = await tempDir("app")
    const { set, tmp } = await limits({ start, app })
    expect({ set, made: [...(await readdir(tmp)), ...(await readdir(app))] }).toEqual({ set: {}, made: [] })
  })

  it("leaves the release's folder to RELEASE_TMP", async () => {
    const { set, tmp } = await limits({ env: { RELEASE_TMP: "/data" }, start, app: unwritable })
    expect({ set, made: await readdir(tmp) }).toEqual({ set: {}, made: [] })
  })

  it.each(["off", "no", "false", "0"])("does nothing when BEAMPACK_LIMITS is %s", async (value) => {
    const run = { system: openFiles("unlimited"), env: { BEAMPACK_LIMITS: value }, start, app: unwritable }
    const { set, tmp } = await limits(run)
    expect({ set, made: await readdir(tmp) }).toEqual({ set: {}, made: [] })
  })
})

it("runs as the launcher starts it, by its first line and with nothing but what the machine says", async () => {
  const { exitCode, stdio } = await execa(program, [], {
    env: { PATH: "/usr/bin:/bin", RELEASE_TMP: "/data" },
    extendEnv: false,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  })
  const set = parse(String(stdio[3])) as Vars
  expect({ exitCode, stdout: stdio[1], stderr: stdio[2] }).toEqual({ exitCode: 0, stdout: "", stderr: "" })
  expect(Object.keys(set).filter((name) => name !== "ERL_AFLAGS")).toEqual([])
})

it("fails not even without anything: no programs, no third file", async () => {
  const { exitCode } = await execa("/bin/sh", [program], { env: { PATH: "" }, extendEnv: false, reject: false })
  expect(exitCode).toBe(0)
})
