import { symlink } from "node:fs/promises"
import { join, relative } from "node:path"
import { expect, it } from "vitest"
import { hookDirs } from "../../lib/heroku/hook-dirs.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { failure } from "../support/failure.ts"

it("makes the three arguments absolute; only BUILD_DIR must be there", async () => {
  const dir = await writeFiles(await tempDir(), { "app/mix.exs": "" })
  const here = relative(process.cwd(), dir)
  expect(await hookDirs("bin/compile", [`${here}/app/`, `${here}/cache`, `${dir}/./env`])).toEqual({
    build: join(dir, "app"),
    cache: join(dir, "cache"),
    env: join(dir, "env"),
  })
})

it("names BUILD_DIR as compilers note it: without symlinks", async () => {
  const dir = await writeFiles(await tempDir(), { "app/mix.exs": "" })
  await symlink(join(dir, "app"), join(dir, "link"))
  expect((await hookDirs("bin/compile", [join(dir, "link"), dir, dir])).build).toBe(join(dir, "app"))
})

it.each([
  ["none", []],
  ["BUILD_DIR alone", ["/app"]],
  ["two", ["/app", "/cache"]],
  ["an empty one", ["/app", "", "/env"]],
])("refuses %s", async (_, args) => {
  expect(await failure(hookDirs("bin/test-compile", args))).toMatchObject({ id: "hook/usage" })
})

it("says how it is called", async () => {
  expect(renderError(await failure(hookDirs("bin/compile", ["/app"])))).toMatchInlineSnapshot(`
    " !
     !     bin/compile takes three folders, not 1
     !
     !     Usage: bin/compile BUILD_DIR CACHE_DIR ENV_DIR
     !     Locally, beampack build APP makes the folders and calls the hooks.
     !
     !     Error id: hook/usage
     !"
  `)
})

it.each(["none", "file"])("refuses a BUILD_DIR that is no folder: %s", async (name) => {
  const dir = await writeFiles(await tempDir(), { file: "" })
  expect(await failure(hookDirs("bin/compile", [join(dir, name), dir, dir]))).toMatchObject({ id: "hook/build-dir" })
})

it("says what BUILD_DIR is", async () => {
  const dir = await tempDir()
  const error = await failure(hookDirs("bin/compile", [join(dir, "none"), dir, dir]))
  expect(renderError(error).replace(dir, "/tmp")).toMatchInlineSnapshot(`
    " !
     !     BUILD_DIR is not a folder: /tmp/none
     !
     !     The first argument of bin/compile is the folder with the app's source.
     !
     !     Error id: hook/build-dir
     !"
  `)
})
