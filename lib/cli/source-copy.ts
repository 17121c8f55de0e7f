import { cp, mkdir } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { isInside } from "../core/inside.ts"
import { type SourceContext, sourceFiles } from "./source-files.ts"

/** Copies the app's source to the new folder `to`; times, modes and symlinks stay as they are. `except`: absolute paths. */
export async function copySource(
  app: string,
  to: string,
  context: SourceContext & { readonly except: readonly string[] },
): Promise<void> {
  const files = await sourceFiles(app, context)
  const except = [join(app, ".beampack"), ...leftByBuilds(files).map((path) => resolve(app, path)), ...context.except]
  const wanted = files.filter((path) => !except.some((folder) => isInside(folder, resolve(app, path))))
  for (const folder of new Set(["", ...wanted.map((path) => dirname(path))])) {
    await mkdir(join(to, folder), { recursive: true })
  }
  for (const path of wanted) {
    context.signal.throwIfAborted()
    await cp(join(app, path), join(to, path), { verbatimSymlinks: true, preserveTimestamps: true })
  }
}

/** A result of `beampack build`, and a cache: whoever names them otherwise the next time does not want them in the app. */
const leavings = [/^(.+)\/\.beampack\/release\.yml$/, /^((?:.+\/)?beampack)\/layers\/[^/]+\.json$/]

/** The folders in which earlier builds have left such, by what lies in them. */
function leftByBuilds(files: readonly string[]): readonly string[] {
  return [...new Set(files.flatMap((path) => leavings.flatMap((leaving) => leaving.exec(path)?.[1] ?? [])))]
}
