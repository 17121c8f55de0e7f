import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { hasCode } from "../core/cause.ts"

/** The text of a file of the app, undefined when there is none. */
export async function readText(folder: string, path: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, path), "utf8")
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

/** Whether a file or folder stands there. */
export async function stands(folder: string, path: string, kind: "file" | "folder"): Promise<boolean> {
  try {
    const found = await stat(join(folder, path))
    return kind === "file" ? found.isFile() : found.isDirectory()
  } catch (error) {
    if (isAbsent(error)) return false
    throw error
  }
}

/** The names in a folder, sorted; undefined when there is no such folder. */
export async function list(folder: string, path = "."): Promise<readonly string[] | undefined> {
  try {
    return (await readdir(join(folder, path))).toSorted()
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

function isAbsent(error: unknown): boolean {
  return hasCode(error, "ENOENT", "ENOTDIR", "EISDIR")
}
