import { chmod, copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"
import { digestFile } from "../../lib/io/files.ts"
import { packTar, packZip } from "../../lib/io/pack.ts"
import { tempDir, writeFiles } from "./app.ts"

/** What the stub mirror has. Every OTP is there for amd64 and arm64, on each Ubuntu that is not newer than it allows. */
const stubVersions = {
  otp: ["25.3.2.21", "26.2.5.11", "27.3.4", "27.3.4.2", "28.0.2", "28.1-rc1"],
  elixir: [
    "v1.14.5-otp-25",
    "v1.17.3-otp-26",
    "v1.17.3-otp-27",
    "v1.18.4-otp-26",
    "v1.18.4-otp-27",
    "v1.19.0-rc.0-otp-28",
  ],
  node: ["20.19.5", "22.12.0", "24.11.0", "25.2.0"],
} as const

/** One call that a stub wrote to the file in STUB_LOG. */
export interface StubCall {
  readonly name: string
  readonly args: readonly string[]
  readonly cwd: string
  /** `PATH` is only the first folder on it. */
  readonly env: Readonly<Record<string, string>>
}

/** The calls in a stub log, in order; none when there is no such file. */
export async function stubCalls(log: string): Promise<readonly StubCall[]> {
  const text = await readFile(log, "utf8").catch(() => "")
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as StubCall)
}

let built: Promise<string> | undefined

afterAll(async () => {
  if (built !== undefined) await rm(await built, { recursive: true, force: true })
})

/**
 * A folder with the upstream's layout, indexes and digests, full of runtimes that are shell scripts. It is made once for
 * each test file, and copied for each caller, who may change it.
 */
export async function stubMirror(): Promise<{ readonly dir: string }> {
  built ??= buildMirror()
  const dir = join(await tempDir("mirror"), "mirror")
  await cp(await built, dir, { recursive: true })
  return { dir }
}

async function buildMirror(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "beampack-stubs-"))
  const work = join(dir, ".work")
  await addOtp(dir, work)
  await addElixir(dir, work)
  await addMixTools(dir, work)
  await addNode(dir, work)
  await rm(work, { recursive: true })
  return dir
}

const commit = "0123456789abcdef0123456789abcdef01234567"
const builtAt = "2026-04-24T21:11:44Z"

async function addOtp(dir: string, work: string): Promise<void> {
  const lines = ["", `OTP-24.3.4 ${commit} 2024-04-26T03:41:09Z`]
  const archives: string[] = []
  for (const version of stubVersions.otp) {
    const archive = await packOtp(work, version)
    archives.push(archive)
    lines.push(`OTP-${version} ${commit} ${builtAt} ${await digestFile(archive, "sha256")}`)
  }
  lines.push(`maint-27 ${commit} ${builtAt} ${"0".repeat(64)}`, "")
  for (const arch of ["amd64", "arm64"]) {
    for (const ubuntu of ["22.04", "24.04", "26.04"]) {
      const folder = join(dir, "builds/otp", arch, `ubuntu-${ubuntu}`)
      await mkdir(folder, { recursive: true })
      const isBuilt = (text: string) => ubuntu !== "26.04" || !/OTP-2[45]/.test(text)
      for (const archive of archives.filter(isBuilt)) await copyFile(archive, join(folder, archive.slice(work.length)))
      await writeFile(join(folder, "builds.txt"), lines.filter(isBuilt).join("\n"))
    }
  }
}

async function packOtp(work: string, version: string): Promise<string> {
  const tree = join(work, `otp-${version}`)
  const major = version.split(".")[0]
  const erts = `erts-${Number(major) - 12}.0`
  const withErts = async (name: string) => (await stub(name)).replaceAll("@ERTS@", erts.slice("erts-".length))
  await writeFiles(tree, {
    Install: await withErts("otp-install.sh"),
    [`${erts}/bin/erl.src`]: await withErts("erl.src"),
    [`${erts}/bin/start.src`]: await withErts("start.src"),
    [`${erts}/bin/start_erl.src`]: "#!/bin/sh\nROOTDIR=$1\n",
    [`${erts}/bin/erlexec`]: await script("log_call erl", `echo "Erlang/OTP ${major} in $ROOTDIR"`),
    [`${erts}/bin/epmd`]: await script("log_call epmd"),
    [`${erts}/bin/erlc`]: await script("log_call erlc"),
    [`${erts}/bin/escript`]: await script("log_call escript"),
    "lib/kernel-10.0/ebin/kernel.app": "{application,kernel,[]}.\n",
    [`releases/${major}/OTP_VERSION`]: `${version}\n`,
  })
  const archive = join(work, `OTP-${version}.tar.gz`)
  await packTar(tree, archive, { prefix: `OTP-${version}` })
  return archive
}

/** It stays for no tasks of Mix: each is run by `mix`. */
const noService = "case $* in *beampack.serve*) exit ;; esac"

async function addElixir(dir: string, work: string): Promise<void> {
  const folder = join(dir, "builds/elixir")
  await mkdir(folder, { recursive: true })
  const lines = [`main-otp-28 ${commit} ${builtAt} ${"0".repeat(64)} `, `v1.13.0-otp-24 ${commit} ${builtAt} `]
  for (const ref of stubVersions.elixir) {
    const [, version, otp] = /^v(.+)-otp-(\d+)$/.exec(ref) ?? []
    const tree = join(work, ref)
    await writeFiles(tree, {
      "bin/elixir": await script(
        noService,
        "log_call elixir",
        `echo "Elixir ${version} (compiled with Erlang/OTP ${otp})"`,
      ),
      "bin/elixirc": await script("log_call elixirc"),
      "bin/iex": await script("log_call iex"),
      "bin/mix": await script(await stub("mix.sh")),
      "lib/elixir/ebin/elixir.app": `{application,elixir,[{vsn,"${version}"}]}.\n`,
    })
    // Not every build marks its scripts.
    if (version === "1.17.3") await chmod(join(tree, "bin/mix"), 0o644)
    await packZip(tree, join(folder, `${ref}.zip`))
    lines.push(`${ref} ${commit} ${builtAt} ${await digestFile(join(folder, `${ref}.zip`), "sha256")} `)
  }
  await writeFile(join(folder, "builds.txt"), `${lines.join("\n")}\n`)
}

async function addMixTools(dir: string, work: string): Promise<void> {
  const rows: Record<string, string[]> = { "hex-1.x.csv": [], "hex.csv": [], "rebar3-1.x.csv": [], "rebar.csv": [] }
  const add = async (csv: string, file: string, version: string, host: readonly string[]) => {
    const digest = await digestFile(join(dir, "installs", file), "sha512")
    rows[csv]?.push([version, digest, ...host].join(","))
  }
  for (const version of ["2.0.6", "2.2.2"]) {
    for (const [elixir, otp] of [["1.14.0"], ["1.18.0", "25"], ["1.18.4", "27"]] as const) {
      const name = otp === undefined ? `hex-${version}` : `hex-${version}-otp-${otp}`
      await writeFiles(join(work, `${elixir}-${name}`), {
        [`${name}/ebin/hex.app`]: `{application,hex,[{vsn,"${version}"}]}.\n`,
      })
      const file = `${elixir}/${name}.ez`
      await mkdir(join(dir, "installs", elixir), { recursive: true })
      await packZip(join(work, `${elixir}-${name}`), join(dir, "installs", file))
      await add(
        otp === undefined ? "hex-1.x.csv" : "hex.csv",
        file,
        version,
        otp === undefined ? [elixir] : [elixir, otp],
      )
    }
  }
  await writeFiles(join(dir, "installs"), {
    "1.14.0/rebar3-3.22.0": await script("log_call rebar3"),
    "1.18.4/rebar3-3.24.0-otp-26": await script("log_call rebar3"),
  })
  await add("rebar3-1.x.csv", "1.14.0/rebar3-3.22.0", "3.22.0", ["1.14.0"])
  await add("rebar.csv", "1.18.4/rebar3-3.24.0-otp-26", "3.24.0", ["1.18.4", "26"])
  for (const [name, lines] of Object.entries(rows)) {
    await writeFile(join(dir, "installs", name), `${lines.join("\n")}\n`)
  }
}

async function addNode(dir: string, work: string): Promise<void> {
  const releases: object[] = []
  for (const version of stubVersions.node) {
    const folder = join(dir, `dist/v${version}`)
    await mkdir(folder, { recursive: true })
    await writeFiles(join(work, `node-${version}`), {
      "bin/node": await script(`log_call node "$@"`, `echo "v${version}"`),
      "bin/npm": await script(await stub("npm.sh")),
    })
    const sums: string[] = []
    for (const arch of ["x64", "arm64"]) {
      const name = `node-v${version}-linux-${arch}`
      await packTar(join(work, `node-${version}`), join(folder, `${name}.tar.gz`), { prefix: name })
      sums.push(`${await digestFile(join(folder, `${name}.tar.gz`), "sha256")}  ${name}.tar.gz\n`)
    }
    await writeFile(join(folder, "SHASUMS256.txt"), sums.join(""))
    const lts = version.startsWith("25") ? false : "Stub"
    releases.unshift({ version: `v${version}`, date: "2026-01-01", files: ["linux-arm64", "linux-x64", "src"], lts })
  }
  await writeFile(join(dir, "dist/index.json"), JSON.stringify(releases))
}

async function script(...lines: readonly string[]): Promise<string> {
  const body = lines.map((line) => line.replace(/^(log_call \w+)$/, '$1 "$@"'))
  return ["#!/bin/sh", await stub("logging.sh"), ...body, ""].join("\n")
}

async function stub(name: string): Promise<string> {
  return readFile(join(import.meta.dirname, "stubs", name), "utf8")
}
