import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { type Files, tempApp } from "./app.ts"
import { phoenixApp } from "./apps.ts"
import { cli } from "./cli.ts"
import { startOrigin } from "./origin.ts"
import { stubMirror } from "./toolchain.ts"

/** What the app asks for in its .tool-versions. */
export const wishes = (erlang: string): string => `erlang ${erlang}\nelixir 1.18\nnodejs lts\n`

/** An app that needs all runtimes, and a mirror of these that is served. */
export async function startLocking(files: Files = {}) {
  const { dir: mirror } = await stubMirror()
  const origin = await startOrigin(mirror)
  const app = await tempApp({ ...phoenixApp, ".tool-versions": wishes("27.3.4"), ...files })
  const env = { BEAMPACK_MIRROR: origin.url, STACK: "heroku-24" }
  const read = () => readFile(join(app, "beampack.lock"), "utf8")
  const run = (...args: readonly string[]) => cli(["lock", app, "--arch", "amd64", ...args], { env })
  return { app, env, origin, mirror, run, read }
}
