import { mkdir, symlink, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { readEnvDir } from "../../lib/heroku/env-dir.ts"
import { renderError } from "../../lib/heroku/output.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { failure } from "../support/failure.ts"

const read = (dir: string) => readEnvDir(dir, () => {})

describe("reads a value to the last byte:", () => {
  it.each([
    ["plain", "value"],
    ["empty", ""],
    ["a newline at its end", "value\n"],
    ["several lines", "-----BEGIN KEY-----\r\nabc\n\n-----END KEY-----\n\n"],
    ["blanks around", "  value\t "],
    ["quotes and what shells expand", `"it's" $HOME \${X} $(id) \`id\` \\n * ; & |`],
    ["other scripts", "é ā 漢字 🎈 \u200b"],
    ["a byte order mark", "\ufeffvalue"],
    ["the longest that a program can be given", "0123456789abcde\n".repeat(8192).slice("KEY=".length + 1)],
  ])("%s", async (_, value) => {
    const dir = await writeFiles(await tempDir(), { KEY: value })
    expect(await read(dir)).toEqual({ KEY: value })
  })
})

it("reads every variable, whatever its name, also through a link", async () => {
  const dir = await writeFiles(await tempDir(), {
    DATABASE_URL: "ecto://",
    lower_case: "a",
    "WITH-DASH": "b",
    __proto__x: "c",
  })
  await symlink("DATABASE_URL", join(dir, "LINK"))
  expect(await read(dir)).toEqual({
    DATABASE_URL: "ecto://",
    lower_case: "a",
    "WITH-DASH": "b",
    __proto__x: "c",
    LINK: "ecto://",
  })
})

it("reads an empty folder as no config vars", async () => {
  expect(await read(await tempDir())).toEqual({})
})

const denied = [
  ..."PATH GIT_DIR CPATH CPPATH LD_PRELOAD LIBRARY_PATH LD_LIBRARY_PATH LANG".split(" "),
  ..."BUILD_DIR CACHE_DIR ENV_DIR HOME PWD SHLVL IFS _".split(" "),
]

it.each(denied)("leaves out %s, which would break the build's tools", async (name) => {
  expect(await read(await writeFiles(await tempDir(), { [name]: "x", KEPT: "y" }))).toEqual({ KEPT: "y" })
})

it("leaves out only whole names", async () => {
  const vars = { PATH_INFO: "a", MY_HOME: "b", __: "c", home: "d" }
  expect(await read(await writeFiles(await tempDir(), vars))).toEqual(vars)
})

it("leaves out what can be no variable's name", async () => {
  expect(await read(await writeFiles(await tempDir(), { "A=B": "x" }))).toEqual({})
})

describe("fails", () => {
  it("without the folder", async () => {
    const dir = join(await tempDir(), "none")
    expect(renderError(await failure(read(dir))).replace(dir, "ENV")).toMatchInlineSnapshot(`
      " !
       !     ENV_DIR cannot be read: ENV
       !
       !     The third argument of bin/compile is a folder with one file for each config var.
       !     The platform makes it. By hand: mkdir -p env && bin/compile BUILD_DIR CACHE_DIR env
       !
       !     Error id: env/missing-dir
       !"
    `)
  })

  it("when it is given a file", async () => {
    const dir = await writeFiles(await tempDir(), { file: "" })
    expect(await failure(read(join(dir, "file")))).toMatchObject({
      id: "env/missing-dir",
      cause: { code: "ENOTDIR" },
    })
  })

  it("on a folder inside", async () => {
    const dir = await tempDir()
    await mkdir(join(dir, "SECRETS"))
    const error = await failure(read(dir))
    expect(error.cause).toMatchObject({ code: "EISDIR" })
    expect(renderError(error)).toMatchInlineSnapshot(`
      " !
       !     The config var SECRETS cannot be read from ENV_DIR
       !
       !     Each entry of ENV_DIR is a plain file. Remove SECRETS, or make it a readable file.
       !
       !     Error id: env/unreadable
       !"
    `)
  })

  it("on a link to nothing", async () => {
    const dir = await tempDir()
    await symlink("/nowhere/at/all", join(dir, "KEY"))
    expect(await failure(read(dir))).toMatchObject({ id: "env/unreadable", cause: { code: "ENOENT" } })
  })

  it("on a file that cannot be read", async () => {
    const dir = await tempDir()
    // Nobody can, not even root: nothing is mapped at the address 0.
    await symlink("/proc/self/mem", join(dir, "KEY"))
    expect(await failure(read(dir))).toMatchObject({ id: "env/unreadable", cause: { code: "EIO" } })
  })

  it.each([
    ["a zero byte", Buffer.from("a\0b")],
    ["bytes that are not UTF-8", Buffer.from("caf\xe9", "latin1")],
  ])("on %s, instead of changing it in silence", async (_, bytes) => {
    const dir = await tempDir()
    await writeFile(join(dir, "KEY"), bytes)
    expect(await failure(read(dir))).toMatchObject({ id: "env/not-text" })
  })

  it("and says what to do about binary data", async () => {
    const dir = await writeFiles(await tempDir(), { KEYSTORE: "\0" })
    expect(renderError(await failure(read(dir)))).toMatchInlineSnapshot(`
      " !
       !     The config var KEYSTORE is not UTF-8 text
       !
       !     It has a zero byte or bytes that are no character; a program cannot be given such a value as it is.
       !     Store binary data as base64 and decode it in the app.
       !
       !     Error id: env/not-text
       !"
    `)
  })
})
