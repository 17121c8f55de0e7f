import { join } from "node:path"
import type { Descriptor } from "./descriptor.ts"
import { type Target, targetVars } from "./target.ts"
import { buildRoots, type Vars, withUserVars } from "./vars.ts"

/** All that a buildpack sees of the image's own environment. */
const inherited: readonly string[] = [
  "CNB_STACK_ID",
  "HOSTNAME",
  "HOME",
  ...["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"],
  ...Object.values(buildRoots).flat(),
]

/** An image's environment without what buildpacks do not see of it. */
export function inheritedVars(image: Vars): Vars {
  return Object.fromEntries(Object.entries(image).filter(([name]) => inherited.includes(name)))
}

interface Call {
  /** What the image has and earlier buildpacks have made of it. */
  readonly vars: Vars
  readonly descriptor: Descriptor
  readonly target: Target
  /** The platform's folder on this machine. */
  readonly platform: string
  /** The variables of the spec that differ from phase to phase. */
  readonly own: Vars
}

/** The whole environment of an executable. */
export async function callVars({ vars, descriptor, target, platform, own }: Call): Promise<Vars> {
  return {
    ...(descriptor.clearEnv ? vars : await withUserVars(vars, join(platform, "env"))),
    ...own,
    ...targetVars(target),
    ...(descriptor.api === "0.12" && { CNB_EXEC_ENV: "production" }),
  }
}
