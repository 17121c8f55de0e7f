import { readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { sealedFiles } from "../../lib/io/sealed-files.ts"
import { tempDir } from "../support/app.ts"
import { startScript } from "../support/script.ts"

/** A folder in which an earlier build kept `old`, and one whose build was killed before it could rename `new`. */
async function killedBuild(): Promise<string> {
  const dir = await tempDir()
  const root = join(dir, "cache")
  const files = sealedFiles(root)
  files.keep("key", "old")
  await files.save()
  const script = await startScript(
    dir,
    (lib) => `
      import fs from "node:fs/promises"
      import { syncBuiltinESMExports } from "node:module"
      fs.rename = () => { process.kill(process.pid, "SIGKILL") }
      syncBuiltinESMExports()
      const { sealedFiles } = await import("${lib}/io/sealed-files.ts")
      const files = sealedFiles("${root}")
      files.keep("key", "new")
      await files.save()
    `,
  )
  expect((await script.ended).code).toBe("SIGKILL")
  return root
}

it("has the old text after a build that was killed before its file was in place", async () => {
  const root = await killedBuild()
  expect(await readdir(root)).toHaveLength(2)
  expect(await sealedFiles(root).read("key")).toBe("old")
})

it("removes what that build left when it writes again", async () => {
  const root = await killedBuild()
  const files = sealedFiles(root)
  files.keep("key", "newer")
  await files.save()
  expect(await readdir(root)).toHaveLength(1)
  expect(await sealedFiles(root).read("key")).toBe("newer")
})

it("leaves what another build may be about to rename", async () => {
  const root = await killedBuild()
  const files = sealedFiles(root, async () => false)
  files.keep("key", "newer")
  await files.save()
  expect(await readdir(root)).toHaveLength(2)
  expect(await sealedFiles(root).read("key")).toBe("newer")
})

it("gives what was kept before it is written", async () => {
  const files = sealedFiles(join(await tempDir(), "cache"))
  files.keep("key", "text\nof two lines")
  expect(await files.read("key")).toBe("text\nof two lines")
})

it("makes no folder when nothing was kept", async () => {
  const dir = await tempDir()
  await sealedFiles(join(dir, "cache")).save()
  expect(await readdir(dir)).toEqual([])
})

it("believes each text only under its own key, whatever the file is called", async () => {
  const root = join(await tempDir(), "cache")
  const files = sealedFiles(root)
  files.keep("a", "text of a")
  files.keep("b", "text of b")
  await files.save()
  const names = await readdir(root)
  const texts = await Promise.all(names.map((name) => readFile(join(root, name), "utf8")))
  await Promise.all(names.map((name, at) => writeFile(join(root, name), texts[1 - at] ?? "")))
  expect(await sealedFiles(root).read("a")).toBeUndefined()
  expect(await sealedFiles(root).read("b")).toBeUndefined()
})
