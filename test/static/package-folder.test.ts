import { mkdir, symlink } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { isPlain } from "../../lib/static/package-files.ts"
import { packageFolder } from "../../lib/static/package-folder.ts"
import { tempApp } from "../support/app.ts"

it("tells what is in deps, as Hex has put it there", async () => {
  const app = await tempApp({
    "deps/plain/.hex": "",
    "deps/plain/lib/plain/plain.ex": "",
    "deps/script/.hex": "",
    "deps/script/priv/static/script.js": "",
    "deps/own/lib/own.ex": "",
    "deps/linking/.hex": "",
    "deps/file": "",
  })
  await symlink("../plain/lib", join(app, "deps/linking/lib"))
  await symlink("plain", join(app, "deps/link"))
  await mkdir(join(app, "deps/empty"))
  const names = ["plain", "script", "own", "linking", "link", "empty", "file", "none"]
  const found = names.map(async (name) => [name, await packageFolder(app, name, (path) => !isPlain(path))])
  expect(Object.fromEntries(await Promise.all(found))).toEqual({
    plain: "plain",
    script: "telling",
    own: "telling",
    linking: "telling",
    link: "telling",
    empty: "telling",
    file: "telling",
    none: undefined,
  })
  expect(await packageFolder(app, "plain", (path) => path === "deps/plain/lib/plain/plain.ex")).toBe("telling")
})
