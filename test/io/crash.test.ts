import { execFileSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { readdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, it } from "vitest"
import { unpack } from "../../lib/io/archive.ts"
import { download } from "../../lib/io/download.ts"
import { digestFile } from "../../lib/io/files.ts"
import { tempDir, writeFiles } from "../support/app.ts"
import { eventually } from "../support/eventually.ts"
import { startOrigin } from "../support/origin.ts"
import { startScript } from "../support/script.ts"

it("has no file in place after being killed in the middle of a download, and can do it again", async () => {
  const dir = await writeFiles(await tempDir(), { "files/otp.tar.gz": "x".repeat(1_000_000) })
  const origin = await startOrigin(join(dir, "files"))
  origin.fail("/otp.tar.gz", { stall: 60_000, after: 500_000 })
  const hex = await digestFile(join(dir, "files/otp.tar.gz"), "sha256")
  const script = await startScript(
    dir,
    (lib) => `
      import { download } from "${lib}/io/download.ts"
      await download("${origin.url}/otp.tar.gz", "to/otp.tar.gz", { algorithm: "sha256", hex: "${hex}" }, { env: {} })
    `,
  )
  await eventually(async () => (await readdir(join(dir, "to")).catch(() => [])).length > 0)
  script.process.kill("SIGKILL")
  expect((await script.ended).code).toBe("SIGKILL")
  expect(await readdir(join(dir, "to"))).not.toContain("otp.tar.gz")

  await download(`${origin.url}/otp.tar.gz`, join(dir, "to/otp.tar.gz"), { algorithm: "sha256", hex }, { env: {} })
  expect(await readdir(join(dir, "to"))).toContain("otp.tar.gz")
})

it("has no folder in place after being killed in the middle of unpacking, and can do it again", async () => {
  const dir = await tempDir()
  const files = Array.from({ length: 3_000 }, (_, index) => [`from/${index % 50}/${index}`, `${index}`] as const)
  await writeFiles(dir, Object.fromEntries(files))
  await writeFile(join(dir, "from/big"), randomBytes(50_000_000))
  execFileSync("tar", ["-czf", "otp.tar.gz", "--sort=name", "from"], { cwd: dir })
  const script = await startScript(
    dir,
    (lib) => `
      import { unpack } from "${lib}/io/archive.ts"
      await unpack("otp.tar.gz", "layers/otp", { strip: 1 })
    `,
  )
  await eventually(async () => (await readdir(join(dir, "layers"), { recursive: true }).catch(() => [])).length > 10)
  script.process.kill("SIGKILL")
  expect((await script.ended).code).toBe("SIGKILL")
  expect(await readdir(join(dir, "layers"))).not.toContain("otp")

  await unpack(join(dir, "otp.tar.gz"), join(dir, "layers/otp"), { strip: 1 })
  expect((await readdir(join(dir, "layers/otp"))).length).toBe(51)
})
