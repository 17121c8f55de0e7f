import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { onTestFinished } from "vitest"

/** A temp folder that is removed when the test ends. */
export async function tempDir(name = "beampack"): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), `${name}-`))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  return dir
}

/** Texts of files by path. */
export type Files = Readonly<Record<string, string>>

/** Files by path, written below `dir`. Scripts (`#!`) become executable. */
export async function writeFiles(dir: string, files: Files): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(dir, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
    if (text.startsWith("#!")) await chmod(file, 0o755)
  }
  return dir
}

/** An app in a temp folder, from files by path. */
export async function tempApp(files: Files): Promise<string> {
  return writeFiles(await tempDir("app"), files)
}
