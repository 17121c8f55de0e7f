import { dirname, isAbsolute, join } from "node:path"
import { list, readText } from "../app/folder.ts"
import type { Env } from "../core/env.ts"

/** The version of the Erlang/OTP that an earlier buildpack has put on PATH; undefined when there is none. */
export async function installedOtp({ PATH = "" }: Env): Promise<string | undefined> {
  for (const folder of PATH.split(":").filter(isAbsolute)) {
    const releases = join(dirname(folder), "releases")
    for (const name of (await list(releases)) ?? []) {
      const version = await readText(releases, join(name, "OTP_VERSION"))
      if (version !== undefined) return version.trim()
    }
  }
  return undefined
}
