import { createHash } from "node:crypto"
import { createReadStream } from "node:fs"
import { mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { BuildpackError } from "../core/error.ts"
import { prose } from "../core/prose.ts"
import { unpack } from "../io/archive.ts"
import { remove, temporaryBeside } from "../io/files.ts"
import { MANIFEST, writeManifest } from "./hex-manifest.ts"
import type { HexPackage } from "./hex-package.ts"
import { mismatch } from "./lock-mismatch.ts"

/** The one form of packages that Hex has today. https://github.com/hexpm/specifications/blob/main/package_tarball.md */
const FORM = "3"

/**
 * Puts a package into the folder `to` as Hex does, in the place of what is there. `noted`: with the file by which Mix up to
 * Elixir 1.16 knows that it was fetched. Throws `hex/lock-mismatch`, `hex/damaged-package` and `archive/...` errors.
 */
export async function unpackPackage(
  tarball: string,
  wanted: HexPackage,
  to: string,
  { noted, signal }: { readonly noted: boolean; readonly signal?: AbortSignal | undefined },
): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  const [parts, content] = [temporaryBeside(to), temporaryBeside(to)]
  try {
    await unpack(tarball, parts, { signal })
    await check(parts, wanted)
    await unpack(join(parts, "contents.tar.gz"), content, { fresh: true, signal })
    await place(join(content, "hex_metadata.config"), await readFile(join(parts, "metadata.config")))
    await place(join(content, MANIFEST), writeManifest(wanted))
    if (noted) await place(join(content, ".fetch"), Buffer.alloc(0))
    await remove(to)
    await rename(content, to)
  } catch (error) {
    throw error instanceof BuildpackError ? ofPackage(error, wanted) : error
  } finally {
    await Promise.all([remove(parts), remove(content)])
  }
}

/** Not through a link that a package has in that place. */
async function place(file: string, data: Buffer): Promise<void> {
  await remove(file)
  await writeFile(file, data, { flag: "wx" })
}

/** Checks what the package says of itself, and its content against the lock. */
async function check(parts: string, wanted: HexPackage): Promise<void> {
  const hash = createHash("sha256")
  try {
    const form = await readFile(join(parts, "VERSION"), "utf8")
    if (form !== FORM) throw damaged(wanted, `is of the form ${JSON.stringify(form.slice(0, 20))}, not "${FORM}"`)
    for (const part of ["VERSION", "metadata.config", "contents.tar.gz"]) {
      for await (const chunk of createReadStream(join(parts, part))) hash.update(chunk)
    }
  } catch (error) {
    throw error instanceof BuildpackError ? error : damaged(wanted, "lacks a part")
  }
  if (hash.digest("hex") !== wanted.inner) throw mismatch(wanted.name, wanted.version)
}

function damaged({ name, version }: HexPackage, what: string): BuildpackError {
  return new BuildpackError("hex/damaged-package", `The package ${name} ${version} cannot be read`, {
    help: prose`
      It ${what}, and yet it has the digest that mix.lock names.
      Was mix.lock edited by hand? Take the package anew on your machine:
        mix deps.update ${name}
        git add mix.lock
    `,
  })
}

/** An error about an archive does not know whose it is. */
function ofPackage(error: BuildpackError, { name, version }: HexPackage): BuildpackError {
  if (!error.id.startsWith("archive/")) return error
  const title = `${error.title} (package ${name} ${version} of mix.lock)`
  return new BuildpackError(error.id, title, { help: error.help, cause: error })
}
