import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { makePackages } from "../../../scripts/package/make.ts"
import { budgets } from "../../../scripts/package/size.ts"

/** The folders of the packages that users name in `buildpacks:set`, for this machine. */
export interface Packages {
  readonly pair: string
  readonly elixir: string
  readonly static: string
  /** The pair as a git reference has it: without Node. */
  readonly withoutNode: string
}

/** Makes the packages, as `npm run package` does. */
export async function makeStackPackages(out: string): Promise<Packages> {
  const arch = process.arch === "arm64" ? "arm64" : "amd64"
  const names = ["beampack", "beampack-elixir", "beampack-static", "beampack-no-node"] as const
  await mkdir(out)
  await makePackages({ names, archs: [arch], out, budgets, env: process.env, print: () => {} })
  return {
    pair: join(out, `heroku/beampack-linux-${arch}`),
    elixir: join(out, `heroku/beampack-elixir-linux-${arch}`),
    static: join(out, `heroku/beampack-static-linux-${arch}`),
    withoutNode: join(out, "heroku/beampack-no-node"),
  }
}
