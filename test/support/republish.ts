import { readdir, readFile, writeFile } from "node:fs/promises"
import { basename, join } from "node:path"
import { unpack } from "../../lib/io/archive.ts"
import { digestFile } from "../../lib/io/files.ts"
import { packTar } from "../../lib/io/pack.ts"
import { tempDir } from "./app.ts"

/** Puts other bytes in the place of a file of a mirror, and their digest in the place of the old one in its indexes. */
export async function republish(mirror: string, path: string, bytes: Uint8Array): Promise<void> {
  const file = join(mirror, path)
  const before = await Promise.all([digestFile(file, "sha256"), digestFile(file, "sha512")])
  await writeFile(file, bytes)
  const after = await Promise.all([digestFile(file, "sha256"), digestFile(file, "sha512")])
  for (const name of await readdir(mirror, { recursive: true })) {
    if (!/\.(txt|csv)$/.test(name)) continue
    const index = await readFile(join(mirror, name), "utf8")
    await writeFile(
      join(mirror, name),
      before.reduce((text, old, kind) => text.replaceAll(old, after[kind] ?? ""), index),
    )
  }
}

/** Changes what a .tar.gz of a mirror holds, below its folder on top. */
export async function reviseArchive(
  mirror: string,
  path: string,
  edit: (tree: string) => Promise<void>,
): Promise<void> {
  const work = await tempDir("revised")
  await unpack(join(mirror, path), join(work, "tree"), { strip: 1 })
  await edit(join(work, "tree"))
  await packTar(join(work, "tree"), join(work, "revised.tar.gz"), { prefix: basename(path, ".tar.gz") })
  await republish(mirror, path, await readFile(join(work, "revised.tar.gz")))
}
