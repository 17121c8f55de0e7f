import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { phoenixApp, plainApp } from "../../support/apps.ts"
import { filesWith, startHeroku } from "../../support/heroku.ts"

const secret = "s3cr3t-"

it("leaves out a config var that no program can be given, and says so without its value", async () => {
  const heroku = await startHeroku()
  const vars = { CERTIFICATES: secret.repeat(150_000), MY_VAR: "kept" }
  const build = await heroku.push(phoenixApp, { vars, env: { STUB_VARS: "CERTIFICATES MY_VAR" } })
  expect(build).toMatchObject({ exitCode: 0, errors: "", report: { result: "success" } })
  expect(build.log.slice(0, build.log.indexOf("----->"))).toMatchInlineSnapshot(`
    " !     The config var CERTIFICATES is left out of the build: it has 1026 KB, and Linux
     !     starts no program with one of more than 128 KB. The app cannot be started with it either:
     !     keep such data in a file or a storage service, and only its address in the config var.
    "
  `)
  expect(build.log).not.toContain(secret)
  expect(await filesWith(heroku.cache, secret)).toEqual([])
  expect(build.calls.map(({ env }) => [env.CERTIFICATES, env.MY_VAR])).toEqual(
    build.calls.map(() => [undefined, "kept"]),
  )
})

it("refuses config vars that are too large together, names the largest, and prints none", async () => {
  const heroku = await startHeroku()
  const vars = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`BLOB_${index}`, secret.repeat(17_000 - index)]),
  )
  const build = await heroku.push(plainApp, { vars, by: ["prlimit", `--stack=${8 * 1024 * 1024}:`] })
  expect(build.exitCode).toBe(1)
  expect(build.errors).toMatchInlineSnapshot(`
    " !
     !     The config vars are too large together: 2324 KB
     !
     !     Every program is started with all of them, and this machine has room for 1920 KB. The largest:
     !       BLOB_0 (117 KB)
     !       BLOB_1 (117 KB)
     !       BLOB_2 (117 KB)
     !       BLOB_3 (117 KB)
     !       BLOB_4 (117 KB)
     !     Keep data of that size in a file or a storage service, and only its address in a config var. Those that
     !     nobody needs any more go with: heroku config:unset NAME
     !
     !     Error id: env/too-large
     !
    "
  `)
  expect(build.report).toMatchObject({ failure_id: "env/too-large" })
  expect(await heroku.push(plainApp)).toMatchObject({ exitCode: 0, errors: "" })
})

it("hands on five hundred config vars", async () => {
  const vars = Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => [`MY_VAR_${index}`, `${index} `.repeat(500)]),
  )
  const files = { ...plainApp, "elixir_buildpack.config": `hook_pre_compile='env | grep -c "^MY_VAR_" >count'\n` }
  const build = await (await startHeroku()).push(files, { vars })
  expect(build).toMatchObject({ exitCode: 0, errors: "" })
  expect(await readFile(join(build.dir, "count"), "utf8")).toBe("500\n")
})
