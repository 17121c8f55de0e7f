import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import { chmod, mkdir } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { expect, it } from "vitest"
import { phoenixApp, releaseApp } from "../../support/apps.ts"
import { startHeroku } from "../../support/heroku.ts"
import { readOnly } from "../../support/mounts.ts"

it("builds in a buildpack folder that can only be read, and says what that means", async () => {
  const heroku = await startHeroku()
  const build = await heroku.push(phoenixApp, { by: readOnly("tree") })
  expect(build).toMatchObject({ exitCode: 0, errors: "", report: { result: "success" } })
  const [tree = ""] = build.trees
  expect(/.*export.*/.exec(build.log)?.[0].replace(tree, "TREE")).toMatchInlineSnapshot(
    `"       TREE/export cannot be written: a buildpack after this one will not find its runtimes"`,
  )
  expect(existsSync(join(tree, "export"))).toBe(false)
})

it("says why the second buildpack finds no Mix when the first could write no export", async () => {
  const heroku = await startHeroku()
  const two = { trees: ["beampack-elixir", "beampack-static"] } as const
  const build = await heroku.push(phoenixApp, { ...two, by: readOnly("tree") })
  expect(build.exitCode).toBe(1)
  expect(build.log).toContain("/export cannot be written")
  expect(build.errors).toContain("Error id: mix/not-found\n")
  expect(await heroku.push(phoenixApp, two)).toMatchObject({ exitCode: 0, errors: "" })
})

it("says what it may not write in the cache of another user", async () => {
  const heroku = await startHeroku()
  await mkdir(heroku.cache)
  await chmod(heroku.cache, 0o777)
  expect((await heroku.push(releaseApp, { unprivileged: true })).exitCode).toBe(0)
  // Its folder is ours, what is in it is not.
  const foreign = join(heroku.cache, "beampack/layers")
  const mine = async (is: boolean) => {
    if (process.getuid?.() === 0) await promisify(execFile)("chown", ["-R", is ? "nobody" : "root", foreign])
    else await chmod(foreign, is ? 0o755 : 0o555)
  }
  await mine(false)
  const build = await heroku.push(releaseApp, { unprivileged: true })
  expect(build.exitCode).toBe(1)
  expect(build.errors.replace(/\.\w+\.tmp/, ".TEMPORARY")).toMatchInlineSnapshot(`
    " !
     !     CACHE_DIR cannot be written: CACHE_DIR
     !
     !     The second argument of bin/compile must be a folder in which the build may write: it keeps runtimes and
     !     packages for the next build. Check its owner and mode (ls -ld CACHE_DIR), and that its disk is
     !     neither full nor mounted read-only.
     !     The system said: EACCES: permission denied, open 'CACHE_DIR/beampack/layers/.mix-home.json.TEMPORARY'
     !
     !     Error id: cache/unwritable
     !
    "
  `)
  await mine(true)
  expect(await heroku.push(releaseApp, { unprivileged: true })).toMatchObject({ exitCode: 0, errors: "" })
})
