import { copyFile, mkdir, symlink, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { execa } from "execa"

/** One program is all of them: it looks at the name it was started by. */
const phases = ["analyzer", "builder", "creator", "detector", "exporter", "restorer"] as const

/** What a release of the lifecycle says of itself, in the words of one that has all APIs that these tests use. */
const descriptor = `[apis.buildpack]
supported = ["0.7", "0.8", "0.9", "0.10", "0.11", "0.12"]
deprecated = []

[apis.platform]
supported = ["0.7", "0.8", "0.9", "0.10", "0.11", "0.12", "0.13", "0.14", "0.15"]
deprecated = []

[lifecycle]
version = "0.21.0"
`

/** The lifecycle in both forms that platforms take. */
export interface Lifecycle {
  readonly folder: string
  /** A release's archive, for builders. */
  readonly archive: string
}

/** Makes of two programs what a release has. */
export async function makeLifecycle(programs: string, work: string): Promise<Lifecycle> {
  const dir = join(work, "lifecycle-release")
  const [folder, archive] = [join(dir, "lifecycle"), join(work, "lifecycle.tgz")]
  await mkdir(folder, { recursive: true })
  await writeFile(join(dir, "lifecycle.toml"), descriptor)
  for (const name of ["lifecycle", "launcher"]) await copyFile(join(programs, name), join(folder, name))
  for (const name of phases) await symlink("lifecycle", join(folder, name))
  await execa("tar", ["-C", dir, "-czf", archive, "lifecycle.toml", "lifecycle"])
  return { folder, archive }
}
