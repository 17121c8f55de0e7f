import { join } from "node:path"
import { Readable } from "node:stream"
import { writeAtomic } from "../../lib/io/files.ts"
import type { ClassicPlan } from "./catalogue.ts"
import { gzip } from "./gzip.ts"
import type { Made } from "./made.ts"
import { partsOf } from "./size.ts"
import { tar } from "./tar.ts"
import { completeTree, type Sources, treeEntries } from "./tree.ts"

/** Makes a folder for the classic API, and a tarball of it. */
export async function makeClassic(
  { id, name, tree, arch }: ClassicPlan,
  work: string,
  sources: Sources,
): Promise<Made> {
  const folder = join(work, id)
  const node = arch && sources.nodes.get(arch)
  await completeTree(folder, tree, node, sources)
  const file = `${folder}.tgz`
  await writeAtomic(file, Readable.from(await gzip(tar(await treeEntries(folder, "", node)))))
  return {
    name,
    file: { from: file, to: `heroku/${id}.tgz` },
    folders: [{ from: folder, to: `heroku/${id}` }],
    parts: await partsOf(folder),
  }
}
