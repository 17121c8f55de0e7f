import { spawnSync } from "node:child_process"
import { copyFile, mkdir, symlink } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { tempApp, tempDir, writeFiles } from "../support/app.ts"
import { shells } from "./shells.ts"

const root = join(import.meta.dirname, "..", "..")
const detect = join(root, "bin", "detect")

interface Outcome {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command with no PATH, so that it can start no other program, and nothing else in its environment. */
function run(command: string, args: readonly string[], { cwd = "/", path = "/nonexistent" } = {}): Outcome {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    env: { PATH: path },
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  })
  if (error) throw error
  return { status, stdout, stderr }
}

const starts = [{ shell: "as it is", start: [] }, ...shells, { shell: "bash -eu", start: ["/bin/bash", "-eu"] }]

describe.each(starts)("bin/detect, $shell", ({ start }) => {
  const [command = "", ...before] = [...start, detect]
  const runDetect = (...args: string[]): Outcome => run(command, [...before, ...args])

  it("prints the name for an app with mix.exs, and nothing else", async () => {
    const app = await tempApp({ "mix.exs": "" })
    expect(runDetect(app)).toEqual({ status: 0, stdout: "Elixir\n", stderr: "" })
  })

  it("is not misled by blanks and quotes in the app's path", async () => {
    const app = await writeFiles(join(await tempDir(), `it's  "an" $APP *`), { "mix.exs": "" })
    expect(runDetect(app)).toEqual({ status: 0, stdout: "Elixir\n", stderr: "" })
  })

  it.each([
    ["an app of another kind", { "package.json": "{}" }],
    ["an app in a subfolder", { "app/mix.exs": "" }],
    ["a folder called mix.exs", { "mix.exs/file": "" }],
    ["an empty folder", {}],
  ])("says no to %s, prints nothing to stdout and help to stderr", async (_, files) => {
    const outcome = runDetect(await tempApp(files))
    expect(outcome).toMatchObject({ status: 1, stdout: "" })
    expect(outcome.stderr).toContain("Error id: app/no-mix-exs\n")
  })

  it("says no to a folder that is not there", () => {
    expect(runDetect("/nowhere")).toMatchObject({ status: 1, stdout: "" })
  })
})

it("helps those who have no mix.exs", async () => {
  expect(run(detect, [await tempApp({})]).stderr).toMatchInlineSnapshot(`
    " !
     !     No mix.exs in the app's top folder
     !
     !     beampack builds apps that have a mix.exs there. Is it committed, and not listed
     !     in .gitignore or .slugignore? An app in a subfolder is pushed from there:
     !     git subtree push --prefix FOLDER heroku main
     !
     !     Error id: app/no-mix-exs
     !
    "
  `)
})

it.each([
  ["buildpack.toml", "Elixir"],
  ["lib/elixir/buildpack.toml", "Elixir"],
  ["lib/static/buildpack.toml", "Phoenix assets"],
])("prints the name in the buildpack's own descriptor, here %s", async (descriptor, name) => {
  const tree = await tempDir("a tree")
  await mkdir(join(tree, "bin"))
  await copyFile(detect, join(tree, "bin", "detect"))
  await copyFile(join(root, descriptor), join(tree, "buildpack.toml"))
  const app = await tempApp({ "mix.exs": "" })
  expect(run(join(tree, "bin", "detect"), [app])).toEqual({ status: 0, stdout: `${name}\n`, stderr: "" })
})

const elixir: Outcome = { status: 0, stdout: "Elixir\n", stderr: "" }

it.each(["/bin/dash", "/bin/bash"])("is found from its own folder by %s", async (shell) => {
  const app = await tempApp({ "mix.exs": "" })
  expect(run(shell, ["detect", app], { cwd: join(root, "bin") })).toEqual(elixir)
  expect(run(shell, ["bin/detect", app], { cwd: root })).toEqual(elixir)
})

it("may be a symlink, to a symlink, and in a folder that is one", async () => {
  const dir = await tempDir("some links")
  await symlink(root, join(dir, "tree"))
  await symlink(join(root, "bin"), join(dir, "bin"))
  await symlink("tree/bin/detect", join(dir, "relative"))
  await symlink(join(dir, "relative"), join(dir, "-twice"))
  const app = await tempApp({ "mix.exs": "" })
  for (const folder of ["tree/bin", "bin"]) expect(run(join(dir, folder, "detect"), [app])).toEqual(elixir)

  const path = "/usr/bin:/bin"
  for (const name of ["relative", "-twice"]) {
    expect(run(join(dir, name), [app], { path })).toEqual(elixir)
    expect(run("/bin/sh", ["--", name, app], { path, cwd: dir })).toEqual(elixir)
  }
})

it.each([{ "mix.exs": "" }, {}])("takes under 10 ms of CPU on the average of 20 runs, for %j", async (files) => {
  const app = await tempApp(files)
  // The second line of bash's `times` has the CPU time of its children, user and system: 0m0.021s 0m0.013s
  const script = 'for _ in {1..20}; do "$1" "$2" >/dev/null 2>&1; done; times'
  const { stdout } = run("/bin/bash", ["-c", script, "bash", detect, app])
  const times = stdout.trim().split("\n")[1] ?? ""
  const seconds = [...times.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, rest]) => 60 * Number(minutes) + Number(rest),
  )
  expect(seconds).toHaveLength(2)
  const milliseconds = (1000 * seconds.reduce((sum, part) => sum + part, 0)) / 20
  expect(milliseconds).toBeGreaterThan(0)
  expect(milliseconds).toBeLessThan(10)
})
