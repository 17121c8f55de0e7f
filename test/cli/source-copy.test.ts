import { lstat, readdir, readFile, readlink, symlink, utimes } from "node:fs/promises"
import { join, relative } from "node:path"
import { execa } from "execa"
import { expect, it } from "vitest"
import { tempDir, writeFiles } from "../support/app.ts"
import { mixExs, releaseApp } from "../support/apps.ts"
import { cli, shell } from "../support/cli.ts"
import { stubMirror } from "../support/toolchain.ts"

async function git(cwd: string, ...args: readonly string[]): Promise<void> {
  const config = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "protocol.file.allow=always"]
  await execa("git", [...config, ...args], { cwd })
}

/** Builds the app in a fresh folder and lists what the build was given. */
async function built(app: string, env: Readonly<Record<string, string>> = {}, args: readonly string[] = []) {
  const { dir } = await stubMirror()
  const out = join(await tempDir(), "out")
  const result = await cli(["build", app, "--out", out, ...args], {
    env: { BEAMPACK_MIRROR: dir, BEAMPACK_KEEP: ".", ...env },
  })
  expect(result.exitCode, result.stderr).toBe(0)
  return { out, stderr: result.stderr, files: await filesOf(out) }
}

async function filesOf(out: string): Promise<readonly string[]> {
  const entries = await readdir(out, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(out, join(entry.parentPath, entry.name)))
    .filter((path) => !/^(_build\/prod|\.beampack|\.profile\.d)\//.test(path))
    .toSorted()
}

const own = ["lib/hello.ex", "mix.exs"]

it("takes what git tracks or would track", async () => {
  const app = await writeFiles(await tempDir(), {
    ...releaseApp,
    ".gitignore": "*.log\n/secret/\n",
    "lib/deps/kept.ex": "tracked",
    "node_modules/left.js": "not ignored",
    "deleted.ex": "",
    "new.ex": "not added yet",
    "build.log": "ignored",
    "forced.log": "ignored, but tracked",
    "secret/key": "ignored",
    "naïve\n“file”.txt": "a name that git would quote",
  })
  await git(app, "init", "-q")
  await git(app, "add", "-f", "mix.exs", "lib", "deleted.ex", "forced.log")
  await execa("rm", [join(app, "deleted.ex")])
  const { files } = await built(app)
  expect(files).toEqual(
    [
      ...own,
      ".gitignore",
      "lib/deps/kept.ex",
      "node_modules/left.js",
      "new.ex",
      "forced.log",
      "naïve\n“file”.txt",
    ].toSorted(),
  )
})

it.each([true, false])("takes nothing of what other builds have left in the app, in git: %s", async (inGit) => {
  const app = await writeFiles(await tempDir(), {
    ...releaseApp,
    "release/.beampack/release.yml": "",
    "release/_build/prod/rel/hello/bin/hello": "",
    ".cache/beampack/layers/erlang.json": "{}",
    ".cache/beampack/layers/erlang/bin/erl": "",
    "lib/beampack/layers/mine.ex": "",
    "lib/release.yml": "",
  })
  if (inGit) await git(app, "init", "-q")
  const { files } = await built(app)
  expect(files).toEqual([...own, "lib/beampack/layers/mine.ex", "lib/release.yml"].toSorted())
})

it("keeps symlinks, modes and times", async () => {
  const app = await writeFiles(await tempDir(), { ...releaseApp, "bin/run": "#!/bin/sh\n" })
  await symlink("../mix.exs", join(app, "lib/link"))
  await symlink("/no/such/place", join(app, "dangling"))
  await symlink("lib", join(app, "folder"))
  await utimes(join(app, "mix.exs"), 1_500_000_000, 1_500_000_000)
  await git(app, "init", "-q")
  const { out, files } = await built(app)
  expect(files).toEqual([...own, "bin/run", "dangling", "folder", "lib/link"].toSorted())
  expect(await readlink(join(out, "lib/link"))).toBe("../mix.exs")
  expect(await readlink(join(out, "dangling"))).toBe("/no/such/place")
  expect(await readlink(join(out, "folder"))).toBe("lib")
  expect((await lstat(join(out, "bin/run"))).mode & 0o777).toBe(0o755)
  expect((await lstat(join(out, "mix.exs"))).mtimeMs).toBe(1_500_000_000_000)
})

it("takes the files of submodules, less what those ignore", async () => {
  const library = await writeFiles(await tempDir(), { "lib.ex": "", ".gitignore": "*.beam\n" })
  await git(library, "init", "-q")
  await git(library, "add", ".")
  await git(library, "commit", "-qm", "library")
  const app = await writeFiles(await tempDir(), releaseApp)
  await git(app, "init", "-q")
  await git(app, "submodule", "--quiet", "add", library, "vendor/library")
  await writeFiles(app, { "vendor/library/lib.beam": "" })
  expect((await built(app)).files).toEqual(
    [...own, ".gitmodules", "vendor/library/.gitignore", "vendor/library/lib.ex"].toSorted(),
  )
  await git(app, "submodule", "--quiet", "deinit", "-f", "vendor/library")
  const { files, stderr } = await built(app)
  expect(files).toEqual([...own, ".gitmodules"].toSorted())
  expect(stderr).toContain(`${app}/vendor/library is a submodule that is not checked out`)
})

it("takes an app in a subfolder of its repository, whatever a git hook has set", async () => {
  const repository = await writeFiles(await tempDir(), {
    "apps/shop/mix.exs": mixExs(["releases: [hello: []]"]),
    "other.txt": "",
    ".gitignore": "*.log\n",
  })
  await writeFiles(join(repository, "apps/shop"), { "lib/hello.ex": "", "x.log": "" })
  await git(repository, "init", "-q")
  const env = { GIT_DIR: join(repository, ".git"), GIT_INDEX_FILE: "/no/such/index", GIT_WORK_TREE: repository }
  expect((await built(join(repository, "apps/shop"), env)).files).toEqual(own)
})

const made = {
  "_build/dev/lib/hello/ebin/x.beam": "",
  "deps/jason/mix.exs": "",
  "assets/node_modules/left.js": "",
  "apps/shop/mix.exs": "",
  "apps/shop/deps/jason/mix.exs": "",
  ".beampack/out/mix.exs": "",
}
const kept = { "lib/hello/deps/deps.ex": "", "assets/app.js": "", ".formatter.exs": "" }
const expected = [...own, ...Object.keys(kept), "apps/shop/mix.exs"].toSorted()

it("takes all but what tools have made when there is no git checkout", async () => {
  const app = await writeFiles(await tempDir(), { ...releaseApp, ...made, ...kept })
  await symlink("mix.exs", join(app, "link"))
  const { out, files, stderr } = await built(app)
  expect(files).toEqual([...expected, "link"].toSorted())
  expect(await readlink(join(out, "link"))).toBe("mix.exs")
  expect(stderr).not.toContain("git")
})

it("does the same, and says so, when git refuses the checkout of another owner", async () => {
  const app = await writeFiles(await tempDir(), { ...releaseApp, ...made, ...kept })
  await git(app, "init", "-q")
  const { files, stderr } = await built(app, { GIT_TEST_ASSUME_DIFFERENT_OWNER: "1", GIT_CONFIG_NOSYSTEM: "1" })
  expect(files).toEqual(expected)
  expect(stderr).toContain(
    ` !     git does not list the files of ${app}, so all are taken\n !     fatal: detected dubious ownership`,
  )
})

it("does the same for an app that its repository ignores", async () => {
  const repository = await writeFiles(await tempDir(), { ".gitignore": "/tmp\n" })
  await git(repository, "init", "-q")
  expect((await built(await writeFiles(join(repository, "tmp/app"), releaseApp))).files).toEqual(own)
})

it("does the same without git", async () => {
  const app = await writeFiles(await tempDir(), { ...releaseApp, ...made, ...kept })
  await git(app, "init", "-q")
  // All tools but git.
  const bin = await tempDir()
  for (const tool of [
    "sh",
    "bash",
    "cat",
    "dirname",
    "readlink",
    "env",
    "sed",
    "grep",
    "mkdir",
    "rm",
    "cp",
    "ln",
    "chmod",
    "tr",
    "head",
    "xz",
    "tar",
  ]) {
    const { stdout } = await shell(`command -v ${tool}`)
    await symlink(stdout.trim(), join(bin, tool))
  }
  const { files, stderr } = await built(app, { PATH: bin })
  expect(files).toEqual(expected)
  expect(stderr).not.toContain("git")
})

it.each([{ inGit: true }, { inGit: false }])(
  "builds inside the app's own folder again and again (git: $inGit)",
  async ({ inGit }) => {
    const { dir } = await stubMirror()
    const app = await writeFiles(await tempDir(), releaseApp)
    if (inGit) await git(app, "init", "-q")
    for (const round of ["first", "second"]) {
      const options = { cwd: app, env: { BEAMPACK_MIRROR: dir, BEAMPACK_KEEP: "." } }
      const { exitCode, stderr } = await cli(["build", "--out", "made/out", "--cache", "made/cache"], options)
      expect(exitCode, `${round}: ${stderr}`).toBe(0)
      expect(await filesOf(join(app, "made/out"))).toEqual(own)
      expect((await readdir(join(app, "made"))).toSorted()).toEqual(["cache", "out"])
    }
    expect(await readFile(join(app, "mix.exs"), "utf8")).toBe(releaseApp["mix.exs"])
    expect((await readdir(app)).filter((name) => name !== ".git").toSorted()).toEqual(["lib", "made", "mix.exs"])
  },
)
