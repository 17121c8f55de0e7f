import { chmod, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises"
import { dirname, join, relative, resolve } from "node:path"
import { INSTALL_SCRIPT, ROOT_PLACEHOLDER, startScripts } from "./otp-install.ts"

// Where the distribution's packages have Erlang, written into their scripts.
const PACKAGED_ROOT = "/usr/lib/erlang"

/** Turns the packaged OTP in `root` into the tree of an upstream tarball, which runs anywhere after its `Install`. */
export async function makeRelocatable(root: string): Promise<void> {
  const erts = (await readdir(root)).find((name) => name.startsWith("erts-"))
  if (erts === undefined) throw new Error(`no erts-* in ${root}`)
  for (const name of startScripts) {
    await templateFrom(join(root, erts, "bin", name))
    await rm(join(root, "bin", name), { force: true })
  }
  await templateFrom(join(root, "releases", "RELEASES"))
  await writeFile(join(root, "Install"), INSTALL_SCRIPT)
  await chmod(join(root, "Install"), 0o755)
  await dropForeignLinks(root)
}

/** A start script or file with the packaged folder replaced by the placeholder; quoted where a shell assigns it. */
export function template(text: string): string {
  return text
    .replaceAll(/(?<==)\/usr\/lib\/erlang$/gm, `"${ROOT_PLACEHOLDER}"`)
    .replaceAll(PACKAGED_ROOT, ROOT_PLACEHOLDER)
}

async function templateFrom(file: string): Promise<void> {
  await writeFile(`${file}.src`, template(await readFile(file, "utf8")))
  await rm(file)
}

// Packages link to their documentation and to other packages; a tarball must not.
async function dropForeignLinks(root: string): Promise<void> {
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) continue
    const link = join(entry.parentPath, entry.name)
    const target = resolve(dirname(link), await readlink(link))
    if (relative(root, target).startsWith("..")) await rm(link)
  }
}
