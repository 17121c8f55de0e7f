import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { BuildpackError } from "../../lib/core/error.ts"
import { prose } from "../../lib/core/prose.ts"
import { descriptors } from "../trees.ts"
import { membersOf, readDescriptor } from "./descriptor.ts"

/** One place where a version stands. */
interface Mention {
  readonly place: string
  readonly version: string
}

/** Throws `package/versions-differ` unless every buildpack.toml of a checkout has the version of its package.json. */
export async function checkVersions(root: string): Promise<void> {
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string }
  const mentions = await Promise.all(Object.values(descriptors).map((file) => mentionsIn(root, file)))
  const other = mentions.flat().filter((mention) => mention.version !== version)
  if (other.length > 0) throw versionsDiffer(version, other)
}

async function mentionsIn(root: string, file: string): Promise<readonly Mention[]> {
  const descriptor = readDescriptor(await readFile(join(root, file), "utf8"))
  return [
    { place: `${file}, version`, version: descriptor.buildpack.version },
    ...membersOf(descriptor).map(({ id, version }) => ({ place: `${file}, order, ${id}`, version })),
  ]
}

function versionsDiffer(version: string, other: readonly Mention[]): BuildpackError {
  const lines = other.map(({ place, version }) => `${place}: ${version}`)
  return new BuildpackError("package/versions-differ", `Not all buildpacks have the version ${version}`, {
    help: prose`
      It is the one in package.json. The composite finds its buildpacks by their versions, so
      all of them have the same one. These have another:

          ${lines.join("\n")}
    `,
  })
}
