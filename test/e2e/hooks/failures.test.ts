import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { expect, it } from "vitest"
import { phoenixApp, plainApp, releaseApp } from "../../support/apps.ts"
import { type Build, completeLayers, type Heroku, otpBuilds, startHeroku } from "../../support/heroku.ts"
import { republish, reviseArchive } from "../../support/republish.ts"
import { tarWithEntry } from "../../support/tar-entry.ts"

const otp = `${otpBuilds}/OTP-27.3.4.2.tar.gz`

/** Nothing in BUILD_DIR and the tree says that there was a build. */
async function expectNothingLeft(build: Build): Promise<void> {
  const names = await readdir(build.dir)
  expect(names).not.toContain(".profile.d")
  expect(names).not.toContain(".beampack")
  for (const tree of build.trees) expect(await readdir(tree)).not.toContain("export")
}

interface BadDownload {
  readonly what: string
  readonly arrange: (heroku: Heroku) => unknown
}

const badDownloads: readonly BadDownload[] = [
  {
    what: "an archive with another digest",
    arrange: ({ origin }) => origin.fail(`/${otp}`, { body: "not the archive" }),
  },
  { what: "an archive that is not there", arrange: ({ origin }) => origin.fail(`/${otp}`, { status: 404 }) },
  { what: "an archive that may not be had", arrange: ({ origin }) => origin.fail(`/${otp}`, { status: 403 }) },
  {
    what: "a server that fails three times",
    arrange: ({ origin }) => origin.fail(`/${otp}`, { status: 500, times: 3 }),
  },
  {
    what: "an archive that breaks off three times",
    arrange: ({ origin }) => origin.fail(`/${otp}`, { cut: 100 }, { cut: 90 }, { cut: 80 }),
  },
]

it.each(badDownloads)("fails on $what and uses nothing of it", async ({ arrange }) => {
  const heroku = await startHeroku()
  await arrange(heroku)
  const build = await heroku.push(plainApp)
  expect(build.exitCode).toBe(1)
  expect(build.errors).toMatchSnapshot()
  expect(await completeLayers(heroku.cache)).not.toContain("erlang")
  await expectNothingLeft(build)

  const next = await heroku.push(plainApp)
  expect(next).toMatchObject({ exitCode: 0, errors: "" })
  expect(next.log).toContain("Installing Erlang/OTP 27.3.4.2")
})

const badArchives: readonly { readonly what: string; readonly publish: (mirror: string) => Promise<void> }[] = [
  {
    what: "is cut short",
    publish: async (mirror) => republish(mirror, otp, (await readFile(join(mirror, otp))).subarray(0, -200)),
  },
  {
    what: "leaves its folder",
    publish: (mirror) => republish(mirror, otp, gzipSync(tarWithEntry("OTP/../../../evil"))),
  },
  { what: "is a page", publish: (mirror) => republish(mirror, otp, Buffer.from("<html>Sign in</html>")) },
  {
    what: "cannot be installed",
    publish: (mirror) =>
      reviseArchive(mirror, otp, (tree) => writeFile(join(tree, "Install"), "#!/bin/sh\necho no sed >&2\nexit 3\n")),
  },
]

it.each(badArchives)("fails on an archive with the right digest that $what", async ({ publish }) => {
  const heroku = await startHeroku()
  const sound = await readFile(join(heroku.mirror, otp))
  await publish(heroku.mirror)
  const build = await heroku.push(plainApp)
  expect(build.exitCode).toBe(1)
  expect(build.errors).toMatchSnapshot()
  expect(await completeLayers(heroku.cache)).not.toContain("erlang")
  expect(await readdir(join(heroku.cache, ".."))).toEqual(["cache"])
  await expectNothingLeft(build)

  await republish(heroku.mirror, otp, sound)
  expect(await heroku.push(plainApp)).toMatchObject({ exitCode: 0, errors: "" })
})

it.each([
  { command: "mix deps.get", file: ".stub-fail" },
  { command: "mix compile", file: ".stub-fail" },
  { command: "npm ci", file: "assets/.stub-fail" },
  { command: "mix assets.deploy", file: ".stub-fail" },
  { command: "mix release", file: ".stub-fail" },
])("fails when $command fails", async ({ command, file }) => {
  const heroku = await startHeroku()
  const build = await heroku.push({ ...phoenixApp, [file]: command })
  expect(build.exitCode).toBe(1)
  expect(build.errors).toMatchSnapshot()
  await expectNothingLeft(build)
  expect(build.processes).toEqual({})

  const next = await heroku.push(phoenixApp)
  expect(next).toMatchObject({ exitCode: 0, errors: "" })
  expect(next.log).toContain("Using Erlang/OTP 27.3.4.2 from the cache")
})

it.each([
  { what: "a dependency that does not compile", broken: { "deps/broken/mix.exs": "" } },
  { what: "a hook that fails", broken: { "elixir_buildpack.config": "hook_pre_compile='echo no >&2; exit 3'\n" } },
])("fails on $what", async ({ broken }) => {
  const heroku = await startHeroku()
  const build = await heroku.push({ ...releaseApp, ...broken })
  expect(build.exitCode).toBe(1)
  expect(build.errors).toMatchSnapshot()
  await expectNothingLeft(build)
  expect(build.processes).toEqual({})
  expect(await heroku.push(releaseApp)).toMatchObject({ exitCode: 0, errors: "" })
})

it("starts nothing more once a step has failed, and ends what still runs", async () => {
  const heroku = await startHeroku()
  const files = { ...phoenixApp, "elixir_buildpack.config": "hook_compile='sleep 60'\n", "assets/.stub-fail": "npm ci" }
  const before = performance.now()
  const build = await heroku.push(files)
  expect(build.exitCode).toBe(1)
  expect(build.errors).toContain("Error id: npm/resolution")
  expect(performance.now() - before).toBeLessThan(20_000)
  expect(build.log).not.toContain("Building assets")
})

it("fails on a CACHE_DIR in which it may not write", async () => {
  const heroku = await startHeroku()
  await mkdir(heroku.cache)
  await chmod(heroku.cache, 0o555)
  const build = await heroku.push(releaseApp, { unprivileged: true })
  expect(build.exitCode).toBe(1)
  expect(build.errors).toMatchInlineSnapshot(`
    " !
     !     CACHE_DIR cannot be written: CACHE_DIR
     !
     !     The second argument of bin/compile must be a folder in which the build may write: it keeps runtimes and
     !     packages for the next build. Check its owner and mode (ls -ld CACHE_DIR), and that its disk is
     !     neither full nor mounted read-only.
     !     The system said: EACCES: permission denied, mkdir 'CACHE_DIR/beampack'
     !
     !     Error id: cache/unwritable
     !
    "
  `)
  await expectNothingLeft(build)
  await chmod(heroku.cache, 0o777)
  expect(await heroku.push(releaseApp, { unprivileged: true })).toMatchObject({ exitCode: 0, errors: "" })
})

it("fails on a CACHE_DIR below a file", async () => {
  const heroku = await startHeroku()
  await writeFile(heroku.cache, "a file")
  const build = await heroku.push(releaseApp)
  expect(build.exitCode).toBe(1)
  expect(build.errors).toMatchInlineSnapshot(`
    " !
     !     CACHE_DIR cannot be written: CACHE_DIR
     !
     !     The second argument of bin/compile must be a folder in which the build may write: it keeps runtimes and
     !     packages for the next build. Check its owner and mode (ls -ld CACHE_DIR), and that its disk is
     !     neither full nor mounted read-only.
     !     The system said: ENOTDIR: not a directory, mkdir 'CACHE_DIR/beampack/layers'
     !
     !     Error id: cache/unwritable
     !
    "
  `)
  await expectNothingLeft(build)
})

it("fails on a CACHE_DIR whose disk is full", async () => {
  const heroku = await startHeroku()
  await mkdir(heroku.cache)
  // The mount is in a namespace of its own and goes with the hook.
  const small = `mount -t tmpfs -o size=64k none ${heroku.cache} && head -c 57344 /dev/zero >${heroku.cache}/taken; exec "$@"`
  const namespace = ["unshare", ...(process.getuid?.() === 0 ? [] : ["--map-root-user"]), "--mount"]
  const build = await heroku.push(plainApp, { by: [...namespace, "sh", "-c", small, "-"] })
  expect(build.exitCode).toBe(1)
  expect(build.errors).toMatchInlineSnapshot(`
    " !
     !     The disk is full
     !
     !     The build writes to the app's folder, to its cache and to the folder for temporary files. See which of them is full:
     !       df -h BUILD_DIR CACHE_DIR /tmp
     !     What the build left in the cache is thrown away by the next one; emptying the cache is always safe.
     !     The system said: ENOSPC: no space left on device, write
     !
     !     Error id: disk/full
     !
    "
  `)
  await expectNothingLeft(build)
  expect(await heroku.push(plainApp)).toMatchObject({ exitCode: 0, errors: "" })
})
