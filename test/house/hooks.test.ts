import { mkdir, rm, symlink } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { describe, expect, it } from "vitest"
import { type Files, tempDir, writeFiles } from "../support/app.ts"
import { copyOfTree } from "../support/hook.ts"
import { shells } from "./shells.ts"

/** A Node that says how it was started. */
const node = '#!/bin/sh\necho "node $*"\n'

/** The programs that hooks may start, as busybox has them. */
const applets = ["cat", "dirname", "readlink"]

/** Runs a hook of a tree whose Node is a stub, by a shell, in a folder with these files. */
async function runHook(start: readonly string[], hook: string, files: Files = {}) {
  const tree = await copyOfTree("beampack")
  await rm(join(tree, "node"), { recursive: true })
  await writeFiles(tree, { "node/bin/node": node })
  const dir = await writeFiles(await tempDir("it's  a $folder"), files)
  const path = join(await tempDir("path"), "bin")
  await mkdir(path)
  for (const applet of applets) await symlink("/bin/busybox", join(path, applet))
  const [command = "", ...before] = start
  const args = [...before, join(tree, "bin", hook), join(dir, "app"), join(dir, "cache"), join(dir, "env")]
  const { exitCode, stdout, stderr } = await execa(command, args, {
    env: { PATH: path },
    extendEnv: false,
    reject: false,
    cwd: "/",
  })
  const stable = (text: string) => text.replaceAll(dir, "DIR").replaceAll(tree, "TREE")
  return { exitCode, stdout: stable(stdout), stderr: stable(stderr) }
}

describe.each(shells)("by $shell", ({ start }) => {
  it.each([
    ["compile", "compile"],
    ["test-compile", "test-compile"],
    ["beampack", "cli"],
  ])("bin/%s starts Node", async (hook, door) => {
    const stdout = `node --min-semi-space-size=16 --disable-warning=ExperimentalWarning -- TREE/lib/main.js ${door} DIR/app DIR/cache DIR/env`
    expect(await runHook(start, hook)).toEqual({ exitCode: 0, stdout, stderr: "" })
  })

  it.each<[string, string, Files]>([
    ["release", "addons: []", { "app/.beampack/release.yml": "addons: []\n" }],
    ["release", "default_process_types: {}", {}],
    ["report", '{"result":"success"}', { "cache/beampack/report.json": '{"result":"success"}\n' }],
    ["report", "{}", {}],
    ["detect", "Elixir", { "app/mix.exs": "" }],
  ])("bin/%s prints %s", async (hook, stdout, files) => {
    expect(await runHook(start, hook, files)).toEqual({ exitCode: 0, stdout, stderr: "" })
  })

  it("bin/test ends as the tests do", async () => {
    const files = { "app/.beampack/test": 'echo "in $PWD"; exit 7\n' }
    expect(await runHook(start, "test", files)).toEqual({ exitCode: 7, stdout: "in DIR/app", stderr: "" })
  })

  it("bin/test says that bin/test-compile has to run first", async () => {
    const { exitCode, stderr } = await runHook(start, "test", { "app/mix.exs": "" })
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining("test/not-compiled") })
  })

  it("bin/test fails without the app's folder", async () => {
    expect((await runHook(start, "test")).exitCode).not.toBe(0)
  })
})
