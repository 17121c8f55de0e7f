import { chmod, lstat, mkdir, rename } from "node:fs/promises"
import { join } from "node:path"
import { remove, temporaryBeside } from "../io/files.ts"
import type { ResultChange } from "./result-change.ts"

/**
 * Unpacks what an earlier build has brought, and returns what makes the app that build's result: so what may go wrong goes
 * wrong before anything is removed. Throws what went wrong; then the app is as it was.
 */
export async function unpackResult(
  unpack: (folder: string) => Promise<void>,
  app: string,
  { gone, brought, modes }: ResultChange,
): Promise<() => Promise<void>> {
  // In the app, since it has to be on the same disk.
  const folder = temporaryBeside(join(app, "beampack-result"))
  try {
    await mkdir(folder)
    await unpack(folder)
    for (const path of brought) await lstat(join(folder, path))
  } catch (error) {
    await remove(folder)
    throw error
  }
  return async () => {
    for (const path of gone) await remove(join(app, path))
    for (const path of brought) await moveEntry(join(folder, path), join(app, path))
    for (const [path, mode] of modes) await chmod(join(app, path), mode)
    await remove(folder)
  }
}

/** Only who may write into a folder may move it to another one, root aside. */
async function moveEntry(from: string, to: string): Promise<void> {
  const entry = await lstat(from)
  const isLocked = entry.isDirectory() && (entry.mode & 0o200) === 0
  if (isLocked) await chmod(from, 0o700)
  await rename(from, to)
  if (isLocked) await chmod(to, entry.mode & 0o777)
}
