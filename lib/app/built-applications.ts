import { posix } from "node:path"
import { list } from "./folder.ts"

/** An application of the BEAM that was compiled. */
export interface BuiltApplication {
  /** Its folder, from the app's. */
  readonly path: string
  readonly name: string
  /** Absent where the folder's name does not tell it. */
  readonly version?: string | undefined
}

/** The applications in a folder `lib` of a release (`NAME-VERSION`) or of what Mix builds (`NAME`). */
export async function builtApplications(app: string, folder: string): Promise<readonly BuiltApplication[]> {
  return ((await list(app, folder)) ?? []).map((name) => parse(posix.join(folder, name)))
}

/** The applications of a release, the Erlang runtime system (`erts`) with them; `root` is its folder from the app's. */
export async function releasedApplications(app: string, root: string): Promise<readonly BuiltApplication[]> {
  const erts = ((await list(app, root)) ?? []).filter((name) => name.startsWith("erts-"))
  return [
    ...erts.map((name) => parse(posix.join(root, name))),
    ...(await builtApplications(app, posix.join(root, "lib"))),
  ]
}

/** No application has a dash in its name. */
function parse(path: string): BuiltApplication {
  const [name = "", ...version] = posix.basename(path).split("-")
  return version.length === 0 ? { path, name } : { path, name, version: version.join("-") }
}
