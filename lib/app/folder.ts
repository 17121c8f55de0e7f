import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { hasCode } from "../core/cause.ts"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"

/** The text of a file of the app, undefined when there is none. Throws `app/utf-16`. */
export async function readText(folder: string, path: string): Promise<string | undefined> {
  const bytes = await readBytes(join(folder, path))
  if (bytes !== undefined && isUtf16(bytes)) throw utf16(path)
  return bytes?.toString("utf8")
}

async function readBytes(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

/** By its byte order mark, or since what these files begin with is of ASCII, which has a zero byte there. */
function isUtf16([first, second]: Buffer): boolean {
  const hasMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  return hasMark || (first !== undefined && second !== undefined && (first === 0) !== (second === 0))
}

function utf16(path: string): BuildpackError {
  return new BuildpackError("app/utf-16", `${path} is UTF-16, which nothing here can read`, {
    help: prose`
      Save it as UTF-8. Windows PowerShell writes UTF-16 where a command ends in "> ${path}"; this mends the file:

          (Get-Content ${path}) | Set-Content -Encoding utf8 ${path}
    `,
  })
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
