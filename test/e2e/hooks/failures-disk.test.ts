import { randomBytes } from "node:crypto"
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import type { Files } from "../../support/app.ts"
import { plainApp, releaseApp } from "../../support/apps.ts"
import { type Heroku, otpBuilds, startHeroku } from "../../support/heroku.ts"
import { copyOfTree } from "../../support/hook.ts"
import { onSmallDisk, withMounts } from "../../support/mounts.ts"
import { reviseArchive } from "../../support/republish.ts"

const otp = `${otpBuilds}/OTP-27.3.4.2.tar.gz`
const MEGABYTE = 1024 * 1024

function config(hook: string, line: string): Files {
  return { "elixir_buildpack.config": `${hook}='${line}'\n` }
}

/** What fills a disk: no more than it has to, since the next build may run it on a real one. */
function fill(folder: string): string {
  return `head -c 2m /dev/zero >${folder}/.taken 2>/dev/null || true`
}

/** Puts a full disk in the place of a folder of the app. */
function fullFolder(folder: string): string {
  return `mkdir -p ${folder}; mount -t tmpfs -o size=4k none ${folder}; ${fill(folder)}`
}

async function withLargeOtp({ mirror }: Heroku, content: Buffer): Promise<void> {
  await reviseArchive(mirror, otp, (tree) => writeFile(join(tree, "lib/large"), content))
}

/** Elixir is unpacked beside it, and would find the disk full as well. Nobody waits for it once the build is killed. */
const afterElixir = "until ls ../elixir-*.json >/dev/null 2>&1 || ! kill -0 $PPID 2>/dev/null; do sleep 0.05; done"

async function withLargeInstall({ mirror }: Heroku): Promise<void> {
  await reviseArchive(mirror, otp, async (tree) => {
    const script = await readFile(join(tree, "Install"), "utf8")
    await writeFile(
      join(tree, "Install"),
      script.replace("set -e\n", `set -e\n${afterElixir}\nhead -c 2m /dev/zero >zeros\nrm zeros\n`),
    )
  })
}

interface FullDisk {
  readonly when: string
  readonly by: readonly string[]
  readonly files?: Files
  readonly arrange?: (heroku: Heroku) => Promise<void>
}

const fullDisks: readonly FullDisk[] = [
  {
    when: "a runtime is downloaded",
    by: onSmallDisk("cache", 1024),
    arrange: (heroku) => withLargeOtp(heroku, randomBytes(2 * MEGABYTE)),
  },
  {
    when: "a runtime is unpacked",
    by: onSmallDisk("cache", 1024),
    arrange: (heroku) => withLargeOtp(heroku, Buffer.alloc(2 * MEGABYTE)),
  },
  { when: "Erlang/OTP is set up", by: onSmallDisk("cache", 1024), arrange: withLargeInstall },
  { when: "Mix compiles", by: onSmallDisk("build", 1024), files: config("hook_pre_compile", fill(".")) },
  {
    when: "a hook writes",
    by: onSmallDisk("build", 1024),
    files: config("hook_compile", "head -c 2m /dev/zero >zeros"),
  },
  {
    when: "runtimes are copied into the app",
    by: onSmallDisk("build", 1024),
    files: config("hook_post_compile", fill(".")),
  },
  { when: ".profile.d is written", by: withMounts(), files: config("hook_post_compile", fullFolder(".profile.d")) },
  {
    when: "the process types are written",
    by: withMounts(),
    files: { ...releaseApp, ...config("hook_post_compile", fullFolder(".beampack")) },
  },
]

it.each(fullDisks)("says so when the disk is full as $when", async ({ by, files, arrange }) => {
  const heroku = await startHeroku()
  await arrange?.(heroku)
  const app = { ...plainApp, ...files }
  const build = await heroku.push(app, { by })
  expect(build.exitCode).toBe(1)
  expect(build.errors).toMatchSnapshot()
  expect(build.processes).toEqual({})
  const next = await heroku.push({ ...app, "elixir_buildpack.config": "" })
  expect(next).toMatchObject({
    exitCode: 0,
    errors: "",
    processes: expect.objectContaining({ web: expect.anything() }),
  })
})

it("says so when the disk is full as export is written", async () => {
  const heroku = await startHeroku()
  const tree = await copyOfTree("beampack")
  await symlink("/dev/full", join(tree, "export"))
  const build = await heroku.push(plainApp, { packaged: tree })
  expect(build.exitCode).toBe(1)
  expect(build.errors).toMatchSnapshot()
  await rm(join(tree, "export"))
  expect(await heroku.push(plainApp, { packaged: tree })).toMatchObject({ exitCode: 0, errors: "" })
})

it("builds all the same when only the report finds no room", async () => {
  const heroku = await startHeroku()
  await mkdir(heroku.cache)
  const files = { ...plainApp, ...config("hook_post_compile", fill(heroku.cache)) }
  const build = await heroku.push(files, { by: onSmallDisk("cache", 1024) })
  expect(build).toMatchObject({ exitCode: 0, errors: "", report: {} })
  expect(await heroku.push(plainApp)).toMatchObject({ exitCode: 0, errors: "", report: { result: "success" } })
})
