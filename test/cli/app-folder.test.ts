import { join } from "node:path"
import { expect, it } from "vitest"
import { tempApp, tempDir, writeFiles } from "../support/app.ts"
import { plainApp } from "../support/apps.ts"
import { cli } from "../support/cli.ts"

it("names the app that a folder lies in", async () => {
  const cwd = await tempApp(plainApp)
  const { stderr } = await cli(["build", "lib"], { cwd })
  expect(stderr.replaceAll(cwd, "CWD")).toMatchInlineSnapshot(`
    " !
     !     There is no mix.exs in CWD/lib
     !
     !     There is one in CWD
     !     Go to the app's folder, or name it: beampack build APP
     !
     !     Error id: app/no-mix-exs
     !
    "
  `)
})

it("names an app in the folder", async () => {
  const cwd = await writeFiles(await tempDir(), { "shop/mix.exs": "", "docs/readme.md": "" })
  const { stderr } = await cli(["plan"], { cwd })
  expect(stderr.replaceAll(cwd, "CWD")).toMatchInlineSnapshot(`
    " !
     !     There is no mix.exs in CWD
     !
     !     There is one in CWD/shop
     !     Go to the app's folder, or name it: beampack plan APP
     !
     !     Error id: app/no-mix-exs
     !
    "
  `)
})

it("says what an app's folder is when there is none near", async () => {
  const cwd = await tempDir()
  const { stderr } = await cli(["build"], { cwd })
  expect(stderr.replaceAll(cwd, "CWD")).toMatchInlineSnapshot(`
    " !
     !     There is no mix.exs in CWD
     !
     !     The app's folder is the one that holds its mix.exs.
     !     Go to the app's folder, or name it: beampack build APP
     !
     !     Error id: app/no-mix-exs
     !
    "
  `)
})

it.each(["build", "plan"])("%s says so when there is no folder", async (command) => {
  const cwd = await tempDir()
  const { stderr } = await cli([command, join(cwd, "nowhere")], { cwd })
  expect(stderr.replaceAll(cwd, "CWD")).toContain(
    `There is no folder CWD/nowhere\n !\n !     Name the folder that holds the app's mix.exs: beampack ${command} APP\n`,
  )
})
