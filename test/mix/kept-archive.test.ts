import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { exists } from "../../lib/io/files.ts"
import { removeBuilt } from "../../lib/mix/kept-archive.ts"
import { tempDir, writeFiles } from "../support/app.ts"

it("removes what was brought back also when another step puts something there meanwhile", async () => {
  const app = await tempDir()
  const modules = Array.from({ length: 500 }, (_, at) => [`_build/prod/lib/a/ebin/${at}.beam`, ""] as const)
  await writeFiles(app, Object.fromEntries(modules))
  let isOver = false
  const other = async (): Promise<void> => {
    for (let at = 0; at < 30 && !isOver; at++) {
      const folder = join(app, `_build/prod/rel/${at}`)
      await mkdir(folder, { recursive: true })
        .then(() => writeFile(join(folder, "file"), ""))
        .catch(() => {})
    }
  }
  const writing = other()
  await removeBuilt(app, "_build/prod")
  isOver = true
  await writing
  await removeBuilt(app, "_build/prod")
  expect(await exists(join(app, "_build/prod"))).toBe(false)
})
