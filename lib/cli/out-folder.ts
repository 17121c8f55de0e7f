import { lstat, mkdir, readdir, realpath, rename, writeFile } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { messageOf } from "../core/cause.ts"
import { BuildpackError } from "../core/error.ts"
import { isInside } from "../core/inside.ts"
import { prose } from "../core/prose.ts"
import { isResult } from "../heroku/result.ts"
import { makeWorkFolder } from "../io/work-folder.ts"

/** Where the result goes, and a folder on the same disk to make it in. */
export interface OutFolder {
  readonly out: string
  readonly work: string
}

/** Checks that `out` may be replaced and makes the work folder. Throws `cli/out-holds-app`, `-not-empty`, `-unwritable`. */
export async function openOut(wanted: string, app: string): Promise<OutFolder> {
  const out = await realpath(wanted).catch(() => wanted)
  if (isInside(out, app)) throw outHoldsApp(out)
  if (!(await isReplaceable(out))) throw outNotEmpty(out)
  try {
    await makeParent(dirname(out))
    const parent = await realpath(dirname(out))
    return { out: join(parent, basename(out)), work: await makeWorkFolder(parent, `.${basename(out)}-build`) }
  } catch (cause) {
    throw outUnwritable(out, cause)
  }
}

/** What we make for results in somebody's checkout is nothing that git should offer to commit. */
async function makeParent(parent: string): Promise<void> {
  const made = await mkdir(parent, { recursive: true })
  if (made !== undefined && basename(parent) === ".beampack") await writeFile(join(parent, ".gitignore"), "*\n")
}

/** Puts the result in the place of the former one, which stays when that fails. */
export async function replaceOut({ out, work }: OutFolder, result: string): Promise<void> {
  const former = join(work, "former")
  const had = await isThere(out)
  try {
    if (had) await rename(out, former)
    await rename(result, out)
  } catch (cause) {
    if (had && !(await isThere(out))) await rename(former, out)
    throw outUnwritable(out, cause)
  }
}

/** Only a former result, or nothing, is ever replaced. A git checkout is somebody's work, whatever else it is. */
async function isReplaceable(out: string): Promise<boolean> {
  if (!(await isThere(out))) return true
  const entries = await readdir(out).catch(() => undefined)
  if (entries === undefined) return false
  return entries.length === 0 || (!entries.includes(".git") && (await isResult(out)))
}

function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

function outHoldsApp(out: string): BuildpackError {
  return new BuildpackError("cli/out-holds-app", `The result cannot replace the app's own folder: ${out}`, {
    help: "Choose another place with --out DIR; a folder inside the app is fine.",
  })
}

function outNotEmpty(out: string): BuildpackError {
  return new BuildpackError("cli/out-not-empty", `${out} is not a former result`, {
    help: prose`
      The built app replaces what is there, and that was not built by beampack.
      Choose another place with --out DIR, or remove it yourself.
    `,
  })
}

function outUnwritable(out: string, cause: unknown): BuildpackError {
  return new BuildpackError("cli/out-unwritable", `The result cannot be put into ${out}`, {
    help: prose`
      It is made beside that folder and renamed at the end, so both must be on one disk and writable.
      The system said: ${messageOf(cause)}
    `,
    cause,
  })
}
