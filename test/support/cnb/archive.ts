import { mkdir, readdir, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"
import { digestFile } from "../../../lib/io/files.ts"

/** Content of an image or a cache: an archive of absolute paths, each file as old as all others. */
export interface Archive {
  /** `sha256:` and its hex. */
  readonly digest: string
  readonly file: string
}

/** 1980-01-01T00:00:01Z, the time of all that is in an image. */
export const imageTime = new Date(315_532_801_000)

/** What is archived: a folder here, and the absolute path that it has in the archive. */
interface Source {
  readonly here: string
  readonly there: string
  /** Paths from the folder; all that is below it unless given. */
  readonly paths?: readonly string[]
}

// The user of a build and of an app, who owns all that buildpacks have made.
const owner = ["--owner=:1000", "--group=:1000", "--numeric-owner"]

/** Archives a folder into a store. Equal content has equal bytes, whenever and in whatever order it was written. */
export async function archive({ here, there, paths }: Source, store: string): Promise<Archive> {
  await mkdir(store, { recursive: true })
  const made = join(store, `${process.pid}.tmp`)
  const how = ["--sort=name", "--format=gnu", `--mtime=@${imageTime.getTime() / 1000}`, "--hard-dereference", ...owner]
  const name = `--transform=flags=r;s,^\\.,${there},`
  const what = paths === undefined ? ["."] : ["--no-recursion", "--null", "--verbatim-files-from", "--files-from=-"]
  const input = paths?.map((path) => `./${path}`).join("\0") ?? ""
  await execa("tar", ["-C", here, ...how, name, "-Pcf", made, ...what], { input })
  const digest = `sha256:${await digestFile(made, "sha256")}`
  const file = archiveFile(store, digest)
  await rename(made, file)
  return { digest, file }
}

/** Where a store keeps the archive with a digest. */
export function archiveFile(store: string, digest: string): string {
  return join(store, `${digest.replace(":", "-")}.tar`)
}

/** Removes all archives of a store but those. */
export async function keepOnly(store: string, archives: readonly Archive[]): Promise<void> {
  const kept = archives.map(({ file }) => file)
  for (const name of await readdir(store)) {
    if (name.endsWith(".tar") && !kept.includes(join(store, name))) await rm(join(store, name))
  }
}

/**
 * Unpacks an archive, in which `there` is the folder `here`. Files have the time of the image; as new they have that of
 * this call, which is how the lifecycle gives layers back.
 */
export async function unpackArchive(
  { file }: Archive,
  { here, there, asNew = false }: Pick<Source, "here" | "there"> & { readonly asNew?: boolean },
): Promise<void> {
  const how = ["--no-same-owner", `--transform=flags=r;s,^${there},${here},`, ...(asNew ? ["--touch"] : [])]
  await execa("tar", ["-Pxpf", file, ...how])
}

/** An entry of an archive. */
export interface Entry {
  readonly path: string
  /** As `ls -l` has it, such as `-rwxr-xr-x`. */
  readonly mode: string
  readonly bytes: number
}

/** What is in an archive, folders aside, in its order. */
export async function entriesOf({ file }: Archive): Promise<readonly Entry[]> {
  const { stdout } = await execa("tar", ["-Ptvf", file, "--quoting-style=literal", "--numeric-owner"])
  return stdout.split("\n").flatMap((line) => {
    const [, mode = "", bytes = "", path = ""] = /^(\S+) \S+ +(\d+) \S+ \S+ (.*?)(?: -> .*)?$/.exec(line) ?? []
    return mode === "" || mode.startsWith("d") ? [] : [{ path, mode, bytes: Number(bytes) }]
  })
}

/** The SHA-256 of each file of an archive by path. */
export async function digestsOf({ file }: Archive): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await execa("tar", ["-Pxf", file, '--to-command=echo "$TAR_FILENAME $(sha256sum)"'])
  return Object.fromEntries(stdout.split("\n").map((line) => line.replace(/ +-$/, "").split(/ (?=\w{64}$)/)))
}
