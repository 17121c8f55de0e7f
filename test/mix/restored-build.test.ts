import { rename, rm, symlink, utimes, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { expect, it } from "vitest"
import { restoredBuild } from "../../lib/mix/restored-build.ts"
import { tempDir, writeFiles } from "../support/app.ts"

/** Which files are others after something was done in the folder of a build. */
async function after(change: (libs: string) => Promise<unknown>): Promise<readonly string[] | undefined> {
  const libs = await writeFiles(await tempDir("libs"), {
    "shop/ebin/Elixir.Shop.beam": "shop",
    "shop/ebin/shop.app": "{}",
    "shop/consolidated/Elixir.Enumerable.beam": "protocol",
    "shop/.mix/compile.elixir": "manifest",
    "shop/priv/text": "text",
    "glaze/ebin/glaze.beam": "glaze",
  })
  const build = restoredBuild()
  await build.remember(libs)
  // A clock of a file system has ticks.
  await sleep(20)
  await change(libs)
  const changes = await build.changes()
  expect(changes?.libs).toBe(libs)
  return changes?.paths.toSorted()
}

it("has no changes of what nobody has brought back", async () => {
  expect(await restoredBuild().changes()).toBeUndefined()
})

it.each<[what: string, change: (libs: string) => Promise<unknown>, paths: readonly string[]]>([
  ["nothing", async () => {}, []],
  ["a module", (libs) => writeFile(join(libs, "shop/ebin/Elixir.Shop.beam"), "SHOP"), ["shop/ebin/Elixir.Shop.beam"]],
  [
    "a module, and its time is what it was",
    async (libs) => {
      await utimes(join(libs, "shop/ebin/Elixir.Shop.beam"), 1, 1)
    },
    ["shop/ebin/Elixir.Shop.beam"],
  ],
  ["a new module", (libs) => writeFile(join(libs, "shop/ebin/a.beam"), ""), ["shop/ebin/a.beam"]],
  ["a module that is gone", (libs) => rm(join(libs, "glaze/ebin/glaze.beam")), ["glaze/ebin/glaze.beam"]],
  ["an application that is gone", (libs) => rm(join(libs, "glaze"), { recursive: true }), ["glaze/ebin/glaze.beam"]],
  [
    "an application of another name",
    (libs) => rename(join(libs, "glaze"), join(libs, "kiln")),
    ["glaze/ebin/glaze.beam", "kiln/ebin/glaze.beam"],
  ],
  [
    "a protocol",
    (libs) => writeFile(join(libs, "shop/consolidated/Elixir.Enumerable.beam"), "PROTOCOL"),
    ["shop/consolidated/Elixir.Enumerable.beam"],
  ],
  [
    "what Mix keeps for itself, and files that are copied",
    async (libs) => {
      await writeFile(join(libs, "shop/.mix/compile.elixir"), "")
      await writeFile(join(libs, "shop/priv/text"), "")
    },
    [],
  ],
])("tells of %s", async (_, change, paths) => {
  expect(await after(change)).toEqual(paths)
})

it("tells nothing of what lies behind a link, but that it may be another", async () => {
  const libs = await writeFiles(await tempDir("libs"), { "kiln/priv/x": "", "../elsewhere/ebin/glaze.beam": "" })
  await symlink("../elsewhere", join(libs, "glaze"))
  await symlink("../../elsewhere/ebin", join(libs, "kiln/ebin"))
  const build = restoredBuild()
  await build.remember(libs)
  const changes = await build.changes()
  expect(changes?.paths.toSorted()).toEqual(["glaze/consolidated/*", "glaze/ebin/*", "kiln/ebin/*"])
})
