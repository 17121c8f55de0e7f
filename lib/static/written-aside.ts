import { isAbsolute, join } from "node:path"
import { buildFolder } from "../app/releases.ts"
import type { StepContext } from "../core/step.ts"
import { exists } from "../io/files.ts"
import { run } from "../io/run.ts"
import { mixEnvironment } from "../mix/environment.ts"

/** What Mix writes when it looks whether there is something to compile, and when it compiles. */
const byMix = /(?:^|\/)(?:\.mix\/|\.hex$|\.fetch$|consolidated\/|ebin\/[^/]+\.(?:beam|app)$|[^/]+\.lock$)/

/**
 * The first file that has been written since a time, in milliseconds since 1970, to a dependency or a compiled application,
 * by its path from the app. What is put back of the assets lacks those.
 */
export async function writtenAside(since: number, context: StepContext): Promise<string | undefined> {
  const { app, env, signal } = context
  const libs = join(buildFolder({ project: "", mixEnv: mixEnvironment(context), env }), "lib")
  const roots = ["deps", isAbsolute(libs) ? libs : `./${libs}`]
  const found: string[] = []
  for (const root of roots) if (await exists(isAbsolute(root) ? root : join(app, root))) found.push(root)
  if (found.length === 0) return undefined
  const args = [...found, "-type", "f", "-newerct", `@${since / 1000}`, "-print"]
  const { exitCode, stdout } = await run("find", args, { cwd: app, env: { PATH: env.PATH, LC_ALL: "C" }, signal })
  if (exitCode !== 0) return "deps"
  const [first] = stdout.split("\n").filter((path) => path !== "" && !byMix.test(path))
  return first?.replace(/^\.\//, "")
}
