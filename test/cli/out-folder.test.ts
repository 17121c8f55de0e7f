import { existsSync } from "node:fs"
import { readdir, readFile, stat, symlink } from "node:fs/promises"
import { join } from "node:path"
import { expect, it, vi } from "vitest"
import { replaceOut } from "../../lib/cli/out-folder.ts"
import { tempApp, tempDir, writeFiles } from "../support/app.ts"
import { releaseApp } from "../support/apps.ts"
import { cli, startCli } from "../support/cli.ts"
import { eventually } from "../support/eventually.ts"
import { failure } from "../support/failure.ts"
import { stubMirror } from "../support/toolchain.ts"

const former = { ".beampack/release.yml": "addons: []\n", "former.txt": "the former result" }

it.each([
  { what: "nothing", files: {} },
  { what: "a former result", files: former },
])("replaces $what", async ({ files }) => {
  const { dir } = await stubMirror()
  const cwd = await tempDir()
  await writeFiles(join(cwd, "out"), files)
  const { exitCode } = await cli(["build", await tempApp(releaseApp), "--out", "out"], {
    cwd,
    env: { BEAMPACK_MIRROR: dir },
  })
  expect(exitCode).toBe(0)
  expect(await readdir(cwd)).toEqual(["out"])
  expect((await readdir(join(cwd, "out"))).toSorted()).toEqual([".beampack", ".profile.d", "_build"])
})

it("replaces what a symlink leads to", async () => {
  const { dir } = await stubMirror()
  const cwd = await writeFiles(
    await tempDir(),
    Object.fromEntries(Object.entries(former).map(([path, text]) => [`v1/${path}`, text])),
  )
  await symlink("v1", join(cwd, "current"))
  const { exitCode } = await cli(["build", await tempApp(releaseApp), "--out", "current"], {
    cwd,
    env: { BEAMPACK_MIRROR: dir },
  })
  expect(exitCode).toBe(0)
  expect(await readdir(join(cwd, "v1"))).toContain("_build")
  expect((await readdir(cwd)).toSorted()).toEqual(["current", "v1"])
})

it.each([
  { what: "somebody's folder", files: { "out/notes.txt": "mine" }, id: "cli/out-not-empty" },
  { what: "a file", files: { out: "mine" }, id: "cli/out-not-empty" },
  {
    what: "a checkout made of a result",
    files: { "out/.git/HEAD": "", "out/.beampack/release.yml": "" },
    id: "cli/out-not-empty",
  },
  {
    what: "a folder in which results are made",
    files: { "out/.beampack/out/.beampack/release.yml": "" },
    id: "cli/out-not-empty",
  },
  { what: "the app", files: { "out/.beampack/release.yml": "" }, app: "out", id: "cli/out-holds-app" },
  {
    what: "a folder that holds the app",
    files: { "out/.beampack/release.yml": "", "out/app/x": "" },
    app: "out/app",
    id: "cli/out-holds-app",
  },
])("never replaces $what", async ({ files, app = "app", id }) => {
  const cwd = await writeFiles(await tempDir(), { ...files, [`${app}/mix.exs`]: releaseApp["mix.exs"] })
  const before = await readdir(cwd, { recursive: true })
  const { exitCode, stderr } = await cli(["build", app, "--out", "out"], { cwd })
  expect(exitCode).toBe(1)
  expect(stderr).toContain(`Error id: ${id}`)
  expect(await readdir(cwd, { recursive: true })).toEqual(before)
})

it("shows the errors", async () => {
  const cwd = await writeFiles(await tempDir(), { "out/notes.txt": "mine", "app/mix.exs": "" })
  const text = async (out: string) => (await cli(["build", "app", "--out", out], { cwd })).stderr.replaceAll(cwd, "CWD")
  expect(await text("out")).toMatchInlineSnapshot(`
    " !
     !     CWD/out is not a former result
     !
     !     The built app replaces what is there, and that was not built by beampack.
     !     Choose another place with --out DIR, or remove it yourself.
     !
     !     Error id: cli/out-not-empty
     !
    "
  `)
  expect(await text(".")).toMatchInlineSnapshot(`
    " !
     !     The result cannot replace the app's own folder: CWD
     !
     !     Choose another place with --out DIR; a folder inside the app is fine.
     !
     !     Error id: cli/out-holds-app
     !
    "
  `)
  expect(await text("out/notes.txt/out")).toMatchInlineSnapshot(`
    " !
     !     The result cannot be put into CWD/out/notes.txt/out
     !
     !     It is made beside that folder and renamed at the end, so both must be on one disk and writable.
     !     The system said: EEXIST: file already exists, mkdir 'CWD/out/notes.txt'
     !
     !     Error id: cli/out-unwritable
     !
    "
  `)
})

it("leaves the former result and no temporary folder when the build fails", async () => {
  const { dir } = await stubMirror()
  const cwd = await tempDir()
  await writeFiles(join(cwd, "out"), former)
  const app = await tempApp({ ...releaseApp, ".stub-fail": "mix compile" })
  const { exitCode } = await cli(["build", app, "--out", "out"], { cwd, env: { BEAMPACK_MIRROR: dir } })
  expect(exitCode).toBe(1)
  expect(await readdir(cwd)).toEqual(["out"])
  expect(await readFile(join(cwd, "out/former.txt"), "utf8")).toBe("the former result")
})

it.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("does the same when %s ends it, and returns %i", async (signal, exitCode) => {
  const { dir } = await stubMirror()
  const cwd = await tempDir()
  await writeFiles(join(cwd, "out"), former)
  const started = join(await tempDir(), "started")
  const config = `hook_pre_compile="touch ${started} && sleep 60"\n`
  const app = await tempApp({ ...releaseApp, "elixir_buildpack.config": config })
  const running = await startCli(["build", app, "--out", "out"], { cwd, env: { BEAMPACK_MIRROR: dir } })
  await vi.waitUntil(() => existsSync(started), { timeout: 10_000 })
  running.process.kill(signal)
  const { stderr, ...rest } = await running.ended
  expect(rest).toEqual({ exitCode, stdout: "" })
  expect(stderr).not.toContain("!")
  expect(await readdir(cwd)).toEqual(["out"])
  expect(await readdir(join(cwd, "out"))).toContain("former.txt")
})

it("puts the former result back when the new one cannot take its place", async () => {
  const place = await writeFiles(await tempDir(), { "out/former.txt": "the former result", "work/x": "" })
  const [out, work] = [join(place, "out"), join(place, "work")]
  const error = await failure(replaceOut({ out, work }, join(work, "nothing")))
  expect(error.id).toBe("cli/out-unwritable")
  expect(await readFile(join(out, "former.txt"), "utf8")).toBe("the former result")
})

it("keeps the config vars of a killed build from others' eyes, and removes them at the next start", async () => {
  const { dir } = await stubMirror()
  const cwd = await writeFiles(await tempDir(), { vars: "SECRET=sEcr3t\n" })
  const started = join(await tempDir(), "started")
  // The hook is all that runs by then but for bin/compile, its parent.
  const config = `hook_pre_compile='echo $PPID > ${started}; exec sleep 60'\n`
  const app = await tempApp({ ...releaseApp, "elixir_buildpack.config": config })
  const env = { BEAMPACK_MIRROR: dir }
  const running = await startCli(["build", app, "--out", "out", "--env-file", "vars"], { cwd, env })
  await eventually(async () => /^\d+\n$/.test(await readFile(started, "utf8").catch(() => "")))
  running.process.kill("SIGKILL")
  process.kill(Number(await readFile(started, "utf8")), "SIGTERM")
  expect((await running.ended).exitCode).toBe(137)
  const left = (await readdir(cwd)).find((name) => name.startsWith(".")) ?? ""
  expect(left).toMatch(/^\.out-build-\d+-\w{6}$/)
  for (const folder of [left, `${left}/env`]) expect((await stat(join(cwd, folder))).mode & 0o777).toBe(0o700)
  expect(await readdir(join(cwd, left, "env"))).toEqual(["SECRET"])

  const next = await cli(["build", await tempApp(releaseApp), "--out", "out"], { cwd, env })
  expect(next.exitCode, next.stderr).toBe(0)
  expect((await readdir(cwd)).toSorted()).toEqual(["out", "vars"])
})
