import { constants } from "node:fs"
import { access } from "node:fs/promises"
import { join } from "node:path"

/** The real programs that the tests drive. */
export interface Clients {
  /** The program pack. */
  readonly pack: string
  /** A folder with the programs `lifecycle` and `launcher`. */
  readonly lifecycle: string
}

/** The programs that the environment names. Throws a sentence that says what to set. */
export async function findClients(env: Readonly<Record<string, string | undefined>>): Promise<Clients> {
  const { BEAMPACK_TEST_PACK: pack, BEAMPACK_TEST_LIFECYCLE: lifecycle } = env
  if (pack === undefined || !(await areExecutable([pack]))) {
    throw new Error(
      "The pack tests need the real pack: set BEAMPACK_TEST_PACK to the program. " +
        "Released ones are at https://github.com/buildpacks/pack/releases, in pack-v*-linux.tgz.",
    )
  }
  if (lifecycle === undefined || !(await areExecutable([join(lifecycle, "lifecycle"), join(lifecycle, "launcher")]))) {
    throw new Error(
      "The pack tests need the real lifecycle: set BEAMPACK_TEST_LIFECYCLE to a folder with the programs lifecycle and " +
        "launcher. Released ones are at https://github.com/buildpacks/lifecycle/releases, in lifecycle-v*+linux.*.tgz.",
    )
  }
  return { pack, lifecycle }
}

async function areExecutable(files: readonly string[]): Promise<boolean> {
  const tried = await Promise.allSettled(files.map((file) => access(file, constants.X_OK)))
  return tried.every(({ status }) => status === "fulfilled")
}
